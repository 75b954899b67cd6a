"""Batches and rules of declaration."""

from django import forms

from registry.declaring import keep_batch, keep_rule
from registry.forms.conditions import ConditionForm
from registry.forms.fields import DayField, LinesField
from registry.forms.rules import OfSectors, Versioned, sectors_of
from registry.models import DeclarationBatch, DeclarationRule
from registry.readiness.conditions import read_condition


class BatchForm(OfSectors):
    called, twice = "name", "已有同名的批次，请换一个名称。"
    opens_on = DayField(label="申报开始", required=False)
    closes_on = DayField(label="申报截止", required=False)

    class Meta:
        model = DeclarationBatch
        fields = ("name", "sectors", "opens_on", "closes_on", "note")
        field_classes = {"note": LinesField}
        widgets = {
            "sectors": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def told(self, batch):
        days = f"{batch.opens_on or '未定'} 至 {batch.closes_on or '未定'}"
        return f"“{batch.name}”，{sectors_of(batch)}，{days}"

    def submit(self):
        return keep_batch(self) if self.is_valid() else None


WITHHELD = (
    "这条规则的条件里有限制查看的领域，页面上不能选，保存会丢掉它，所以没有保存；"
    "要改请新建一条不含该领域的规则，再删除这一条。"
)


class RuleForm(Versioned):
    class Meta:
        model = DeclarationRule
        fields = ("text", "fault", "severity", "source", "evidence", "order")
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def told(self, rule):
        return f"“{rule.text}”（{read_condition(rule.condition).sentence()}）"


class RuleSheet:
    """A rule with its condition."""

    def __init__(self, data=None, *, rule):
        self.rule = rule
        self.condition = ConditionForm(data, rule.condition if rule.pk else None)
        self.form = (
            RuleForm(data, instance=rule)
            if self.condition.is_final
            else RuleForm(instance=rule, initial=data.dict() if data else None)
        )

    def submit(self):
        if not (self.condition.is_final and self.is_valid()):
            return None
        self.rule.condition = self.condition.condition.as_json()
        keep_rule(self.rule)
        return self.rule

    def is_valid(self):
        return all([self.form.is_valid(), self.condition.is_valid(), self._is_whole()])

    def _is_whole(self):
        """What is not offered is not sent back: saved, the rule would ask for less than before."""
        if self.rule.pk and read_condition(self.rule.condition).names_withheld:
            self.form.add_error(None, WITHHELD)
        return not self.form.errors
