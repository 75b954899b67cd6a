"""A point by its coordinates: decimal degrees, CGCS2000."""

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError

from gis.bounds import MAX_LAT, MAX_LON
from registry.kinds import BadValue, Number

STORED_DIGITS = 9

_longitude = Number("longitude", "经度", "°", low=-MAX_LON, high=MAX_LON, example="101.71845")
_latitude = Number("latitude", "纬度", "°", low=-MAX_LAT, high=MAX_LAT, example="26.58213")


class DegreesField(forms.CharField):
    """Degrees as a float, or None where nothing is given."""

    def __init__(self, number):
        self.number = number
        attrs = {"inputmode": "decimal", "autocomplete": "off", "placeholder": number.hint}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(label=number.caption, required=False, max_length=40, widget=widget)

    def clean(self, value):
        try:
            return self.number.clean(super().clean(value))
        except BadValue as refusal:
            raise ValidationError(f"{refusal}，请填写十进制度。") from None


def point_fields():
    return {"longitude": DegreesField(_longitude), "latitude": DegreesField(_latitude)}


def point_texts(location):
    """The two texts that a form shows for a stored point."""
    degrees = location.coords if location and location.geom_type == "Point" else ()
    texts = [f"{each:.{STORED_DIGITS}f}" for each in degrees] or ["", ""]
    return dict(zip(("longitude", "latitude"), texts, strict=True))


def point_of(longitude, latitude):
    """A point in the storage CRS, None where both are blank."""
    if (longitude is None) != (latitude is None):
        raise ValidationError("经度、纬度应同时填写，或同时留空（计为未上图）。")
    return None if longitude is None else Point(longitude, latitude, srid=4490)
