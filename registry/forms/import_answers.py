"""What is answered after the check: warnings confirmed, good rows only; and taking it all back."""

from typing import ClassVar

from django import forms
from django.db import transaction

from registry.exchange.outcome import ImportOutcome
from registry.jobs import NotNow, start
from registry.jobs.courses import COURSES
from registry.models import ImportBatch, Job

CHECKED_AGAIN = "这个文件后来又检查过，请看过现在列出的结果再选定。"
GOOD_ONLY = "有不能写入的行。请勾选只写入合格的行，或改好文件重新导入。"


class WizardStepForm(forms.Form):
    """Begins a job of a batch; what was answered becomes part of its order."""

    kind = None
    #: Fields of the batch that no longer hold, and what they become.
    outdated: ClassVar[dict] = {}

    def __init__(self, data=None, *, batch, user):
        super().__init__(data)
        self.batch, self.user, self.trouble = batch, user, ""

    def answers(self):
        raise NotImplementedError

    def submit(self):
        """The job, or None where it may not begin."""
        if not self.is_valid():
            return None
        try:
            return self._start()
        except NotNow as refusal:
            self.trouble = str(refusal)
            return None

    @transaction.atomic
    def _start(self):
        batch = ImportBatch.objects.select_for_update().get(pk=self.batch.pk)
        if batch.status in COURSES[self.kind].may_start:
            batch.order = {**batch.order, **self.answers()}
            for name, value in self.outdated.items():
                setattr(batch, name, value)
            batch.save(update_fields=["order", *self.outdated])
        return start(self.kind, batch, by=self.user)


class AnswerForm(WizardStepForm):
    """Answers what a check has found: that check, and no later one that the page does not show."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, batch, user):
        super().__init__(data, batch=batch, user=user)
        self.outcome = ImportOutcome(batch.report, batch.order)
        self.initial["seen"] = batch.job_id

    def clean(self):
        values = super().clean()
        if values.get("seen") != self.batch.job_id:
            raise forms.ValidationError(CHECKED_AGAIN)
        return values


class WriteForm(AnswerForm):
    kind = Job.Kind.WRITE
    accepted = forms.MultipleChoiceField(required=False)
    good_rows_only = forms.BooleanField(required=False)

    def __init__(self, data=None, *, batch, user):
        super().__init__(data, batch=batch, user=user)
        self.fields["accepted"].choices = [(c, c) for c in self.outcome.codes_to_confirm]

    def clean(self):
        values = super().clean()
        if self.outcome.obstacle:
            raise forms.ValidationError(self.outcome.obstacle)
        if set(self.outcome.codes_to_confirm) - set(values.get("accepted") or ()):
            self.add_error("accepted", "还有警告没有确认，请逐项看过并勾选。")
        if self.outcome.report["rows_refused"] and not values.get("good_rows_only"):
            self.add_error("good_rows_only", GOOD_ONLY)
        return values

    def answers(self):
        return {name: self.cleaned_data[name] for name in ("accepted", "good_rows_only")}


class LeaveOutForm(AnswerForm):
    """Rows with a doubt stay behind, in the file of refused rows: then checked anew."""

    kind = Job.Kind.CHECK
    outdated: ClassVar[dict] = {"report": {}, "rejects": ""}
    left_out = forms.ChoiceField()

    def __init__(self, data=None, *, batch, user):
        super().__init__(data, batch=batch, user=user)
        codes = [group.code for group in self.outcome.questions if group.may_be_left_out]
        self.fields["left_out"].choices = [(code, code) for code in codes]

    def answers(self):
        before = self.batch.order.get("left_out") or ()
        return {"left_out": [*before, self.cleaned_data["left_out"]]}


class UndoForm(WizardStepForm):
    kind = Job.Kind.UNDO
    confirmed = forms.BooleanField(required=False)

    def answers(self):
        return {"undo": {"confirmed": self.cleaned_data["confirmed"]}}
