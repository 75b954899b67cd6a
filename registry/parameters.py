"""What a parameter of an address may be: fields that check it, filters that ask it of projects."""

import re
from copy import copy

import django_filters as df
from django import forms

from registry.readiness.verdicts import chosen
from registry.years import FIRST_YEAR, LAST_YEAR

TOO_MANY_DIGITS = "数字太长，整数最多 12 位，小数最多 2 位。"
AMOUNT_ERRORS = {
    "invalid": "请填写数字，如 1200。",
    **dict.fromkeys(("max_digits", "max_decimal_places", "max_whole_digits"), TOO_MANY_DIGITS),
}


class SeveralField(forms.MultipleChoiceField):
    def validate(self, value):
        """Choices are read from the database once, not once for each value."""
        if value:
            self.choices = list(self.choices)
        super().validate(value)

    def to_python(self, value):
        """Each once: an address may say a thing over and over."""
        return list(dict.fromkeys(super().to_python(value)))


class YearsField(SeveralField):
    def valid_value(self, value):
        return bool(re.fullmatch(r"[12][0-9]{3}", value)) and FIRST_YEAR <= int(value) <= LAST_YEAR


class Parameter(df.Filter):
    def __deepcopy__(self, memo):
        """One request's own, which may set what it is made of: nothing deeper is ever changed."""
        other = copy(self)
        other.extra = dict(self.extra)
        return other


class Several(Parameter):
    """A repeatable parameter: any of its values will do."""

    field_class = SeveralField

    def __init__(self, field_name=None, choices=(), **kwargs):
        widget = forms.CheckboxSelectMultiple
        kwargs["error_messages"] = {"invalid_choice": "没有“%(value)s”这一项，请重新选择。"}
        super().__init__(field_name, "in", choices=choices, widget=widget, **kwargs)


class SeveralYears(Several):
    field_class = YearsField

    def filter(self, queryset, value):
        return queryset.touching_years([int(year) for year in value]) if value else queryset


class Funded(Several):
    def filter(self, queryset, value):
        return queryset.funded_by(value) if value else queryset


class Judged(Several):
    """Verdicts of published declaration batches, `3.ready`."""

    def filter(self, queryset, value):
        return queryset.filter(chosen(value, queryset.project_key)) if value else queryset


class WaitingFor(Several):
    def filter(self, queryset, value):
        return queryset.waiting_for(value) if value else queryset


class Named(Parameter, df.CharFilter):
    def filter(self, queryset, value):
        return queryset.naming(value) if value else queryset


class Amount(Parameter, df.NumberFilter):
    """万元 with the digits of the column that it is compared with."""

    def __init__(self, field_name, lookup, **kwargs):
        kwargs["error_messages"] = AMOUNT_ERRORS
        super().__init__(field_name, lookup, max_digits=14, decimal_places=2, **kwargs)


class OfAssets:
    """Chooses assets, not projects: see `AssetConditions`."""

    def filter(self, queryset, value):
        return queryset


class SeveralOfAssets(OfAssets, Several):
    pass


class RegionOfAssets(OfAssets, Parameter):
    """A region in the address; the map writes it, the form only carries it on."""

    def __init__(self, field_class, label):
        self.field_class = field_class
        super().__init__(label=label, widget=forms.HiddenInput)
