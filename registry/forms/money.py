"""The table of a project's money as it comes back: checked and saved as one, or not at all."""

from copy import copy
from dataclasses import dataclass

import pghistory
from django import forms
from django.db import IntegrityError, transaction

from registry.choices import FundingStatus
from registry.editions import money_revisions
from registry.forms.fields import DayField, MoneyField
from registry.funding import asks_why
from registry.models import FundingLine, FundingSource
from registry.money_rules import told_of_newly_blocked
from registry.refusals import Refusal, held, sentence
from registry.years import FUTURE, lies_ahead

MOST_LINES = 200
COLUMNS = ("source", "year", "amount_wan", "status", "document_number", "dated_on", "note")


class Stale(Exception):
    """Somebody else was quicker; `told` says what he did."""

    def __init__(self, told):
        super().__init__("您打开之后，这个项目的资金已被修改，本次没有保存。您填写的内容都还在。")
        self.told = told


class Unsound(Exception):
    """Lines that cannot be saved as they are, each with its reason."""

    def __init__(self, text, refused=()):
        super().__init__(text)
        self.refused = list(refused)


@dataclass(frozen=True)
class Wrong:
    """`client_id` names the line, `field` the part of it."""

    client_id: str
    field: str
    text: str


class LineForm(forms.ModelForm):
    amount_wan = MoneyField(label="金额（万元）")
    dated_on = DayField(label="日期", required=False)

    class Meta:
        model = FundingLine
        fields = COLUMNS

    def clean(self):
        """A plan or a grant may be of a day to come; what is paid has been."""
        values = super().clean()
        if values.get("status") == FundingStatus.PAID and lies_ahead(values.get("dated_on")):
            self.add_error("dated_on", f"支付{FUTURE}")
        return values


class MoneySheet:
    """One save of the table; lines are named by their client ids.

    `opened` are the versions of the lines that it was opened on, by their ids.
    """

    def __init__(self, project, *, by, opened, lines, removed, reason):
        self.project, self.by, self.reason = project, by, reason.strip()
        self.opened = opened
        self.lines = {line["client_id"]: line for line in lines}
        self.removed = set(removed) - set(self.lines)

    @transaction.atomic
    def submit(self):
        """Take turns with other editors and write all; saying the same twice changes nothing."""
        try:
            project = held(self.by, self.project.pk, "edit")
        except Refusal as refusal:
            raise Unsound(str(refusal)) from None
        self.present = {line.client_id: line for line in self.project.funding_lines.all()}
        forms = self._checked()
        if not forms and self.removed.isdisjoint(self.present):
            return
        if {line.pk: line.version for line in self.present.values()} != self.opened:
            raise Stale(money_revisions(self.project, self.by, self.opened))
        if not self.reason and asks_why(project, self.present):
            raise Unsound("请填写变更原因。")
        self._demand_room()
        try:
            with transaction.atomic(), pghistory.context(reason=self.reason):
                self._write(forms)
                self._keep_rules()
        except IntegrityError as error:
            raise Unsound(sentence(error, FundingLine)) from None

    def _checked(self):
        """A sound form for each line that differs from what is stored."""
        forms = {key: LineForm(line, instance=self._line(key)) for key, line in self.lines.items()}
        wrong = [
            Wrong(str(key), field, f"{self._cell(key)}：{' '.join(errors)}")
            for key, form in forms.items()
            for field, errors in form.errors.items()
        ]
        if wrong:
            raise Unsound("没有保存：有的格子填得不对，请改正后再保存。", wrong)
        return [form for key, form in forms.items() if self._differs(form.instance)]

    def _line(self, key):
        """The stored line, as a copy that checking may change, or a new one."""
        if key in self.present:
            return copy(self.present[key])
        return FundingLine(project=self.project, client_id=key)

    def _differs(self, line):
        stored = self.present.get(line.client_id)
        fields = (FundingLine._meta.get_field(name).attname for name in COLUMNS)
        return stored is None or any(getattr(line, f) != getattr(stored, f) for f in fields)

    def _cell(self, key):
        year = self.lines[key]["year"]
        source = FundingSource.objects.filter(pk=self.lines[key]["source"]).first() or "资金"
        return f"{source} {year} 年" if year else f"{source}（未定年度）"

    def _demand_room(self):
        after = (set(self.present) | set(self.lines)) - self.removed
        if len(after) > MOST_LINES:
            raise Unsound(f"一个项目最多登记 {MOST_LINES} 笔资金，请先删除一些。")

    def _keep_rules(self):
        if told := told_of_newly_blocked(self.project, self.present.values()):
            raise Unsound(f"没有保存，资金超过了规定的限额：{told}")

    def _write(self, forms):
        for form in forms:
            form.save()
        self.project.funding_lines.filter(client_id__in=self.removed).delete()
