"""Funding rows under a project's form."""

from django import forms

from registry.forms.fields import MoneyField
from registry.models import FundingLine

MOST_LINES = 60
COLUMNS = ("source", "year", "amount_wan", "status", "document_number", "note")


class FundingLineForm(forms.ModelForm):
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    amount_wan = MoneyField(label="金额（万元）")

    class Meta:
        model = FundingLine
        fields = COLUMNS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].empty_label = "请选择"


class FundingRows(
    forms.formset_factory(
        FundingLineForm,
        extra=1,
        can_delete=True,
        max_num=MOST_LINES,
        validate_max=True,
    )
):
    """All funding lines of a project; a line left out or ticked off is deleted.

    Rows carry the line's id as a plain value, so that a row whose line someone else has
    deleted meanwhile keeps what was typed and becomes a new line.
    """

    def __init__(self, data, lines):
        initial = [{"line": line.pk, **forms.model_to_dict(line, COLUMNS)} for line in lines]
        super().__init__(data, prefix="funding", initial=initial)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "删除"

    def save(self, project):
        lines = {line.pk: line for line in project.funding_lines.all()}
        for form in self._kept():
            line = lines.pop(form.cleaned_data["line"], None) or FundingLine(project=project)
            for column in COLUMNS:
                setattr(line, column, form.cleaned_data[column])
            line.save()
        for line in lines.values():
            line.delete()

    def _kept(self):
        return (form for form in self.forms if form.cleaned_data and form not in self.deleted_forms)
