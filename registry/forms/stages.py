"""One move of a project: when, why, on what paper."""

import re

from django import forms
from django.utils import timezone

from registry.choices import MoveCode
from registry.forms.fields import INCOMPLETE, DayField, LinesField
from registry.models import Attachment
from registry.workflow import replanning
from registry.workflow.batch import offered, seen
from registry.workflow.door import why_not_on, why_not_without
from registry.workflow.moves import MOVES, first_of


class MoveForm(forms.Form):
    """`move` is the button that was pressed, `after` the last change that the person saw."""

    effective_on = DayField(label="生效日期", help_text="补录过去的日期须说明原因；不能晚于今天")
    note = LinesField(
        label="说明",
        required=False,
        max_length=500,
        help_text="退回、暂停、结转、退库、终止必须写明原因",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.ModelChoiceField(
        Attachment.objects.none(), label="依据", required=False, empty_label="不附资料"
    )
    planned_start = DayField(label="结转后拟开工", required=False, help_text="不填则不变")
    planned_finish = DayField(label="结转后拟竣工", required=False, help_text="改到下一年或以后")
    move = forms.ChoiceField(choices=MoveCode.choices)
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, project, user, after=0):
        initial = {"effective_on": timezone.localdate(), "after": after}
        super().__init__(data, initial=initial)
        self.fields["evidence"].queryset = project.attachments.present().told_to(user)

    def look_again(self, **seen):
        """What was typed, over the project as it is now: to send it once more is a decision."""
        self.data = self.data.copy()
        for name, value in seen.items():
            self.data[name] = value

    def order(self):
        """What `advance` is asked for."""
        return ordered(self.cleaned_data)


def ordered(values):
    plan = {name: values[name] for name in replanning.NAMES}
    rest = {name: value for name, value in values.items() if name not in {"move", *plan}}
    return {"code": values["move"], "plan": plan, **rest}


class MoveManyForm(MoveForm):
    """The same for many projects; `seen` names the last change that was seen of each."""

    SEEN = re.compile(r"\A[0-9]{1,18}:[0-9]{1,18}(,[0-9]{1,18}:[0-9]{1,18})*\Z")
    evidence = after = None
    seen = forms.RegexField(
        SEEN,
        widget=forms.HiddenInput,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )

    def __init__(self, data=None, *, projects, person):
        last = seen(projects)
        told = ",".join(f"{each.pk}:{last.get(each.pk, 0)}" for each in projects)
        initial = {"effective_on": timezone.localdate(), "seen": told}
        forms.Form.__init__(self, data, initial=initial)
        self.fields["move"].label = "办理事项"
        self.offered = offered(projects, person)

    @property
    def replans(self):
        return any(move.replans for move in MOVES if move.code in self.offered)

    def clean_seen(self):
        pairs = (pair.split(":") for pair in self.cleaned_data["seen"].split(","))
        return {int(project): int(change) for project, change in pairs}

    def clean(self):
        """What no project could be moved by is said at its field, not once for each of them."""
        values = super().clean()
        move = first_of(values.get("move"))
        if self.errors or move is None:
            return values
        day, note = values["effective_on"], values["note"]
        is_early = day > timezone.localdate()
        self._refuse("effective_on" if is_early else "note", why_not_on(None, day, note, None))
        self._refuse("note", why_not_without(move, note))
        if move.replans and not values["planned_finish"]:
            self._refuse("planned_finish", replanning.WHOLE)
        return values

    def _refuse(self, name, refusal):
        if refusal:
            self.add_error(name, refusal)

    def order(self):
        order = ordered(self.cleaned_data)
        return {"after": order.pop("seen"), **order}
