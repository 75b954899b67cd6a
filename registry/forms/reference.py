"""A reference row, one part of its fields at a time; the second of two editors is told first."""

from django import forms
from django.core.validators import RegexValidator, validate_slug
from django.db.models import Q

from registry import reference
from registry.choices import OrganisationType
from registry.forms.overtaken import Opened
from registry.models.overlays import color

CODE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]*\Z", "代码只能有字母、数字、- 和 _。")
WIDGETS = {
    "color": forms.TextInput(attrs={"type": "color"}),
    "leads": forms.CheckboxSelectMultiple,
    "cooperating": forms.CheckboxSelectMultiple,
}
HELP = {"code": "保存后不能再改：地址、文件和别的程序靠它辨认。"}


def as_code(field, before):
    """Ours asks for more than a slug does, and says it in one sentence."""
    field.validators = [*(rule for rule in field.validators if rule != validate_slug), CODE]


def as_color(field, before):
    field.validators.append(color)


def as_type(field, before):
    field.choices = [("", "请选择"), *OrganisationType.choices]


def as_district(field, before):
    field.empty_label = "无"


def as_departments(field, before):
    """Only they have sectors to lead; what has become another sort of organisation may stay."""
    department = Q(type=OrganisationType.DEPARTMENT)
    field.queryset = field.queryset.filter(department | Q(pk__in=before))


FITTINGS = {
    "code": as_code,
    "color": as_color,
    "type": as_type,
    "district": as_district,
    "leads": as_departments,
    "cooperating": as_departments,
}


class RowForm(Opened):
    def __init__(self, data=None, *, instance=None, part, user):
        super().__init__(data, instance=instance, auto_id=f"{part.slug}-%s")
        self.part, self.user = part, user
        for name in FITTINGS.keys() & self.fields.keys():
            FITTINGS[name](self.fields[name], self.before.get(name))

    @property
    def after(self):
        return {
            name: reference.plain(value)
            for name, value in self.cleaned_data.items()
            if name != "opened"
        }

    def standing(self):
        return reference.values(self.instance, self._meta.fields)

    def words(self, name):
        return reference.words(self.instance, name)

    def clean(self):
        if not self.is_new and not self.errors:
            self._demand()
        return super().clean()

    def _demand(self):
        verdict = self.part.verdict(self.user, self.instance, self.before, self.after)
        if not verdict:
            self.add_error(None, f"{verdict.reason}。")


def row_form(table, fields):
    """The form of these fields of the table's rows."""
    return forms.modelform_factory(
        table.model, form=RowForm, fields=fields, widgets=WIDGETS, help_texts=HELP
    )
