"""Funding rows under a project's form."""

from django import forms

from registry.forms.fields import INCOMPLETE, MoneyField
from registry.models import FundingLine

MOST_LINES = 60
COLUMNS = ("source", "year", "amount_wan", "status", "document_number", "note")


class FundingLineForm(forms.ModelForm):
    line = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": INCOMPLETE}
    )
    amount_wan = MoneyField(label="金额（万元）")

    class Meta:
        model = FundingLine
        fields = COLUMNS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].empty_label = "请选择"

    def merged(self, theirs):
        """What this row is to hold after another's changes; None where it is to vanish.

        `theirs` are the present lines by id. What was typed stays, what was not touched
        is taken over; a touched row whose line is gone stays, to become a new line.
        """
        typed = {name: self[name].data for name in (*COLUMNS, "line", "DELETE")}
        opened_on = self.initial.get("line")
        if opened_on is None:
            return typed
        if opened_on not in theirs:
            return typed if self.has_changed() and not typed["DELETE"] else None
        fresh = row_of(theirs[opened_on])
        return typed | {name: fresh[name] for name in COLUMNS if name not in self.changed_data}


class FundingRows(
    forms.formset_factory(
        FundingLineForm,
        extra=1,
        can_delete=True,
        max_num=MOST_LINES,
        validate_max=True,
    )
):
    """All funding lines of a project; a line ticked off is deleted.

    `lines` are those that the form was opened on. Rows carry the line's id as a plain
    value and are known by it, never by their place: places shift when lines come and go.
    """

    default_error_messages = {"missing_management_form": INCOMPLETE}

    def __init__(self, data, lines):
        self.opened = {line.id: row_of(line) for line in lines}
        super().__init__(data, prefix="funding", initial=list(self.opened.values()))

    def get_form_kwargs(self, index):
        if not self.is_bound or index is None:
            return super().get_form_kwargs(index)
        line = self.data.get(f"{self.add_prefix(index)}-line")
        return {"initial": self.opened.get(id_of(line), {})}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "删除"

    def adopting(self, lines):
        """The same rows with another's changes: `lines` are the present ones."""
        theirs = {line.pk: line for line in lines}
        rows = [row for form in self.forms if (row := form.merged(theirs)) is not None]
        named = {id_of(row["line"]) for row in rows}
        rows += [row_of(line) for pk, line in theirs.items() if pk not in named]
        rows.sort(key=lambda row: not row["line"])
        data = {
            "funding-TOTAL_FORMS": len(rows),
            "funding-INITIAL_FORMS": sum(bool(row["line"]) for row in rows),
        }
        for place, row in enumerate(rows):
            data |= {f"funding-{place}-{name}": value for name, value in row.items()}
        return type(self)(data, lines)

    def save(self, project):
        lines = {line.pk: line for line in project.funding_lines.all()}
        for form in self.forms:
            line = lines.pop(form.cleaned_data.get("line"), None)
            if not form.cleaned_data.get("DELETE"):
                self._write(form.cleaned_data, line or FundingLine(project=project))
            elif line:
                line.delete()

    def _write(self, values, line):
        """Blank rows have no values at all."""
        if values:
            for column in COLUMNS:
                setattr(line, column, values[column])
            line.save()


def row_of(line):
    """A line, or its state in history, as the values of a row."""
    return {"line": line.id, **forms.model_to_dict(line, COLUMNS)}


def id_of(text):
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
