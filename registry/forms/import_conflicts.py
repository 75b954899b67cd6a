"""Rows that the register has changed since their export: whose values hold, side by side."""

from typing import ClassVar

from django import forms

from registry.exchange.decisions import packed, unpacked
from registry.exchange.merging import BOTH, FILE, REGISTER, UNKNOWN, merge_of
from registry.exchange.order import ADOPT, KEEP, MERGE
from registry.forms.import_answers import AnswerForm
from registry.models import Job

ONE_SIDE = ((ADOPT, "全用文件中的值"), (KEEP, "全保留现在的值"))
BOTH_SIDES = ((MERGE, "两边的改动都保留"), *ONE_SIDE)
MERGED = "两边的改动都保留，两边都改过的用上面逐项选定的值"
FIELD_BY_FIELD = "用上面逐项选定的值"
#: Whose value each choice for a whole row takes.
SIDES = {ADOPT: FILE, KEEP: REGISTER}
#: Of one value that both sides have changed.
VALUES = ((REGISTER, "现在的值"), (FILE, "文件中的值"))
NOTHING_CHOSEN = "还没有选定：请逐项选定，或点“全部采用”“全部保留”。"
NOTHING_TO_MERGE = "这些行两边改的是同一项，不能都保留：请逐项选定用哪边的。"
FIELDS_OPEN = "两边都改过的字段请逐项选定用哪边的，还没有选：{}。"
CONTRADICTORY = "整行选的是“{}”，下面这些字段选的却是另一边，请改成一致：{}。"


class ConflictForm(AnswerForm):
    """Which values hold where the register has changed since the export: then checked anew.

    An answer holds for the version that was shown. Of what both sides have changed each value is
    chosen by itself, or one choice settles the row; `all` answers every row that is not answered
    singly.
    """

    kind = Job.Kind.CHECK
    outdated: ClassVar[dict] = {"report": {}, "rejects": ""}
    all = forms.ChoiceField(choices=BOTH_SIDES, required=False)

    def __init__(self, data=None, *, batch, user):
        super().__init__(data, batch=batch, user=user)
        self.shown = [DisputedRow(found, self) for found in self.outcome.conflicts]
        for conflict in self.shown:
            self.fields |= conflict.fields

    @property
    def offers_merging(self):
        """Whether of some row the changes of both sides can be kept without choosing a side."""
        merges = any(conflict.merges_by_itself for conflict in self.shown)
        return merges or len(self.shown) < len(self.outcome.disputed)

    def clean(self):
        values = super().clean()
        if values.get("all") == MERGE and not self.offers_merging:
            raise forms.ValidationError(NOTHING_TO_MERGE)
        if not (values.get("all") or any(map(self._is_answered, self.shown))):
            raise forms.ValidationError(NOTHING_CHOSEN)
        for conflict in self.shown:
            if trouble := conflict.trouble(values):
                self.add_error(conflict.name, trouble)
        return values

    def _is_answered(self, conflict):
        return any(self.cleaned_data.get(name) for name in conflict.fields)

    def answers(self):
        values = self.cleaned_data
        singly = {each.asset: each.choice(values) for each in self.shown}
        decided = unpacked(self.batch.order.get("decisions") or ())
        for asset, version in self.outcome.disputed.items():
            if choice := singly.get(asset) or values["all"]:
                decided[asset] = version, choice
        return {"decisions": packed(decided)}


class DisputedRow:
    """One row of the form: the values side by side, and the fields that settle them."""

    def __init__(self, found, form):
        self.found, self.form = found, form
        self.asset, self.name = found["asset"], f"asset-{found['asset']}"
        self.sides = {each.get("side", UNKNOWN) for each in found["fields"]}
        self.labels = {f"{self.name}-{each['name']}": each["label"] for each in self._met}

    @property
    def _met(self):
        """What both sides have changed, where that is not all there is to choose."""
        met = [each for each in self.found["fields"] if each.get("side") == BOTH]
        return met if len(self.found["fields"]) > 1 else []

    @property
    def merges_by_itself(self):
        return not self.sides & {UNKNOWN, BOTH}

    @property
    def choices(self):
        if self.merges_by_itself:
            return BOTH_SIDES
        if not self._met:
            return ONE_SIDE
        return ((MERGE, FIELD_BY_FIELD if self.sides == {BOTH} else MERGED), *ONE_SIDE)

    @property
    def fields(self):
        """By name: that of the row, then those of its values."""
        asked = {self.name: self.choices, **dict.fromkeys(self.labels, VALUES)}
        return {
            name: forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect)
            for name, choices in asked.items()
        }

    @property
    def row(self):
        return self.form[self.name]

    @property
    def lines(self):
        """Each value with the buttons of its two sides; None where there is nothing to choose."""
        for each in self.found["fields"]:
            name = f"{self.name}-{each['name']}"
            yield each, self.form[name] if name in self.labels else None

    def trouble(self, values):
        """Why what was chosen settles nothing; empty where it does, or where nothing was chosen."""
        whole = values.get(self.name)
        chosen = {name: values[name] for name in self.labels if values.get(name)}
        if whole in SIDES:
            other = [self.labels[name] for name, side in chosen.items() if side != SIDES[whole]]
            return CONTRADICTORY.format(dict(ONE_SIDE)[whole], "、".join(other)) if other else ""
        left = [label for name, label in self.labels.items() if name not in chosen]
        return FIELDS_OPEN.format("、".join(left)) if left and (whole or chosen) else ""

    def choice(self, values):
        """What was chosen of this row; empty where nothing was."""
        whole = values[self.name]
        sides = {name.removeprefix(f"{self.name}-"): values[name] for name in self.labels}
        if whole in SIDES:
            return whole
        return merge_of(sides) if whole or any(sides.values()) else ""
