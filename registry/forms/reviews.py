"""The decision of a reviewer with its comments, and the answer to one comment."""

from django import forms
from django.core.exceptions import ValidationError

from registry.forms.fields import INCOMPLETE, LinesField
from registry.forms.locations import point_fields, point_of
from registry.forms.stages import MoveForm
from registry.history.plans import last_change
from registry.workflow import AlreadyDone, MoveRefused, Overtaken
from registry.workflow.offers import offers_for
from registry.workflow.remarks import are_made, decide, label_of, subjects

ROWS, MOST_ROWS = 1, 50


class CommentForm(forms.Form):
    """One comment; a row without text is none."""

    field = forms.ChoiceField(label="栏目", required=False)
    text = LinesField(
        label="意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = subjects()
        for name, field in point_fields().items():
            field.widget.input_type = "hidden"
            self.fields[name] = field

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        values["point"] = point_of(values.pop("longitude"), values.pop("latitude"))
        if values["point"] and not values["text"]:
            raise ValidationError("图上标注的位置还没有写意见。")
        return values


class CommentSet(forms.BaseFormSet):
    default_error_messages = {
        "missing_management_form": INCOMPLETE,
        "too_many_forms": f"一次最多写 {MOST_ROWS} 条意见，请把相近的合并成一条，多余的清空。",
    }

    def clean(self):
        """Rows without text are none: what was emptied does not count."""
        if len(self.given()) > MOST_ROWS:
            raise ValidationError(self.error_messages["too_many_forms"])

    def given(self):
        rows = (form.cleaned_data for form in self.forms if form.cleaned_data)
        return [row for row in rows if row.get("text")]


Comments = forms.formset_factory(
    CommentForm,
    formset=CommentSet,
    extra=ROWS,
    max_num=MOST_ROWS,
    absolute_max=2 * MOST_ROWS,  # those too many come back with the refusal
)


class DecisionForm(MoveForm):
    looked_at = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )


class Decision:
    """The forms of the page of review, sent as one."""

    def __init__(self, data, *, project, user, dossier):
        self.project, self.user = project, user
        self.offers = offers_for(project, user, dossier=dossier)
        after = self.offers.last.pk if self.offers.last else 0
        self.form = DecisionForm(data, project=project, user=user, after=after)
        self.form.initial["looked_at"] = last_change(project)
        self.comments = Comments(data, prefix="comment")
        self.refusal = None

    @property
    def moves(self):
        """The moves of the review, and what may be done with a project besides."""
        both = (*self.offers.onward, *self.offers.aside)
        return [offer for offer in both if offer.move.is_review or offer.verdict]

    def submit(self):
        """The change that was made, or None with what stands against it.

        Raises `AlreadyDone` where all of it was sent before.
        """
        if not all([self.form.is_valid(), self.comments.is_valid()]):
            return None
        given = self.comments.given()
        try:
            return decide(self.project, by=self.user, comments=given, **self.form.order())
        except MoveRefused as refusal:
            if isinstance(refusal, AlreadyDone) and are_made(self.project, given, self.user):
                raise
            self._refuse(refusal)
        return None

    def _refuse(self, refusal):
        self.refusal = refusal
        if isinstance(refusal, Overtaken):
            seen = {name: self.form.initial[name] for name in ("after", "looked_at")}
            self.form.look_again(**seen)

    @property
    def unsent(self):
        """`(label, text)` of what was typed, for a page that has no form for it any more."""
        rows = [
            (label_of(row["field"].value() or ""), row["text"].value()) for row in self.comments
        ]
        note = self.form["note"]
        return [(label, text) for label, text in [*rows, (note.label, note.value())] if text]


class AnswerForm(forms.Form):
    text = forms.CharField(label="答复", max_length=500)
