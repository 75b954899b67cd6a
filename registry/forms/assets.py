"""The asset form, derived from the declaration of the asset's kind."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.choices import Accuracy, Classification
from registry.editions import as_it_was, revisions, version_of
from registry.forms.fields import INCOMPLETE, LinesField
from registry.forms.locations import point_fields, point_of, point_texts
from registry.forms.overtaken import holds_project, refuse_overtaken, untouched
from registry.models import Asset
from registry.refusals import sentence
from registry.territory import warnings

ENTERED_BY_HAND = ("accuracy", "classification")

#: Belong together: who moves a point has not confirmed another's.
PLACE = {"longitude", "latitude", "outside_confirmed"}

WRONG_HIDDEN = {"required": INCOMPLETE, "invalid": INCOMPLETE}

#: Rather a text with a numeric keyboard than type=number, which swallows what it dislikes.
INPUTS = {
    "text": lambda attribute: forms.TextInput(attrs={"autocomplete": "off"}),
    "number": lambda attribute: forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off"}
    ),
    "date": lambda attribute: forms.DateInput(attrs={"type": "date"}),
    "select": lambda attribute: forms.Select(choices=[("", "（未填）"), *attribute.choices]),
}


def field_for(attribute, required):
    """A field that lets every text through: judging is the declaration's part.

    `is_needed` marks what counts as missing (缺项) while it is empty.
    """
    widget, field_class = INPUTS[attribute.input_type](attribute), forms.CharField
    if attribute.is_long:
        widget, field_class = forms.Textarea(attrs={"rows": 3}), LinesField
    if attribute.hint:
        widget.attrs["placeholder"] = attribute.hint
    if attribute.suggestions:
        widget.attrs["list"] = f"suggestions-{attribute.name}"
    field = field_class(label=attribute.label, required=False, widget=widget)
    field.unit, field.is_needed, field.suggestions = attribute.unit, required, attribute.suggestions
    field.gap = attribute.gap
    return field


class AssetForm(forms.Form):
    """Columns, attributes and, for kinds that may be a point, the point of one asset."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, error_messages=WRONG_HIDDEN)
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=WRONG_HIDDEN)
    outside_confirmed = forms.BooleanField(label="位置无误，确认保存", required=False)

    def __init__(self, data, *, asset, user):
        self.asset, self.user = asset, user
        self.kind = asset.declaration
        self.takes_point = "POINT" in self.kind.shapes and (
            asset.location is None or asset.location.geom_type == "Point"
        )
        self.is_repeated = self.is_another = False
        self.opened = asset if data is None else self._as_opened(data.get("version", ""))
        super().__init__(data, initial=self._texts(self.opened or asset))
        for name, attribute in self.kind.columns.items():
            self.fields[name] = field_for(attribute, name in self.kind.required_columns)
        for attribute in self.kind.attributes:
            self.fields[attribute.name] = field_for(attribute, attribute.required)
        self.fields.update(forms.fields_for_model(Asset, ENTERED_BY_HAND))
        self.fields["accuracy"].choices = [("", "（未填）"), *Accuracy.choices]
        self.fields["classification"].choices = [
            choice for choice in Classification.choices if choice[0] != Classification.SECRET
        ]
        if self.takes_point:
            self.fields.update(point_fields())

    def _as_opened(self, version):
        """The asset as this form showed it; None where history does not know."""
        if self.asset.pk is None or version == str(self.asset.version):
            return self.asset
        return as_it_was(self.asset, version_of(version), self.user)

    def _texts(self, asset):
        """What the fields show of an asset or of its state in history."""
        own = ("client_id", "version", "outside_confirmed", *self.kind.columns, *ENTERED_BY_HAND)
        values = asset.attributes | {name: getattr(asset, name) for name in own}
        texts = {name: "" if value is None else str(value) for name, value in values.items()}
        place = point_texts(asset.location) if self.takes_point else {}
        return texts | place | {"outside_confirmed": asset.outside_confirmed}

    @property
    def identity(self):
        return [self[name] for name in (*self.kind.columns, *ENTERED_BY_HAND)]

    @property
    def particulars(self):
        return [self[attribute.name] for attribute in self.kind.attributes]

    def clean(self):
        values = super().clean()
        columns = self.kind.clean_columns({name: values.get(name) for name in self.kind.columns})
        known = self.kind.clean({a.name: values.get(a.name) for a in self.kind.attributes})
        for name, text in (columns.errors | known.errors).items():
            self.add_error(name, f"{text}。")
        self._fill(columns.values, known.values, values)
        if self.takes_point:
            self._place(values)
        if not self.errors and not self._repeats_itself(values):
            self._check_record()
        return values

    def _fill(self, columns, attributes, values):
        self.asset.fill(self.kind.columns, columns)
        for name in ENTERED_BY_HAND:
            setattr(self.asset, name, values.get(name, ""))
        self.asset.attributes = attributes

    def _place(self, values):
        if {"longitude", "latitude"} & set(self.errors):
            return
        if not {"longitude", "latitude"}.intersection(self.changed_data):
            return self._ask_about_place(values)
        try:
            self.asset.location = point_of(values["longitude"], values["latitude"])
            self.asset.mark_unconverted("")
        except ValidationError as refusal:
            return self.add_error("longitude", refusal)
        return self._ask_about_place(values)

    def _ask_about_place(self, values):
        """A place outside the district or the city is kept if the person insists."""
        location = self.asset.location
        doubts = warnings(location, self.asset.project.district) if location else []
        self.asset.outside_confirmed = bool(doubts) and values["outside_confirmed"]
        if doubts and not values["outside_confirmed"]:
            self.add_error("outside_confirmed", [*doubts, "如确认无误，请勾选后再次保存。"])

    def _check_record(self):
        try:
            self.asset.full_clean(exclude={"client_id", "batch"})
        except ValidationError as refusal:
            for name, texts in refusal.message_dict.items():
                self.add_error(name if name in self.fields else None, texts)

    def _repeats_itself(self, values):
        """Whether this new asset is the one that the first of two clicks has added.

        The same form sent again with other values (back, change, save) is another asset.
        """
        if self.asset.pk:
            return False
        self.asset.client_id = values["client_id"]
        earlier = self.asset.project.assets.filter(client_id=values["client_id"]).first()
        if earlier is None:
            return False
        self.is_repeated = self._says_the_same(as_it_was(earlier, 1, self.user) or earlier)
        self.is_another = not self.is_repeated
        if self.is_another:
            self.asset.client_id = uuid4()
        return self.is_repeated

    def _says_the_same(self, other):
        names = (*self.kind.columns, *ENTERED_BY_HAND, "attributes", "location")
        return all(getattr(self.asset, name) == getattr(other, name) for name in names)

    @transaction.atomic
    def submit(self):
        """Save the asset; False where something is refused. A repeated request is harmless."""
        if not holds_project(self, self.asset.project_id):
            return False
        if not (self.is_valid() and self._is_current()):
            return False
        try:
            with transaction.atomic():
                self._save()
        except IntegrityError as error:
            self.add_error(None, sentence(error, Asset))
            return False
        return True

    def _save(self):
        if not self.is_repeated:
            self.asset.save()

    def _is_current(self):
        """Whether nobody has changed or deleted the asset since the form was opened."""
        if self.asset.pk is None:
            return True
        locked = Asset.objects.select_for_update(no_key=True)
        stored = locked.filter(pk=self.asset.pk).first()
        if stored is None:
            self.add_error(None, "这条记录已被他人删除，本次没有保存。")
            return False
        if stored.version != self.cleaned_data["version"]:
            self._refuse(stored)
            return False
        return True

    def _refuse(self, stored):
        told, texts = (), {}
        if self.opened:
            told = revisions(stored, self.user, since=self.opened.version)
            texts = untouched(self, self._texts(stored), PLACE)
        refuse_overtaken(self, "这条记录", told, texts, version=stored.version)
