"""Batches and rules of declaration."""

from django import forms

from registry.declaring import keep_batch, keep_rule
from registry.forms.conditions import ConditionForm
from registry.forms.fields import DayField, LinesField
from registry.models import DeclarationBatch, DeclarationRule
from registry.readiness.conditions import read_condition


class Versioned(forms.ModelForm):
    """Notices who saves over a colleague's change; a second saving is a decision."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, instance, initial=None):
        initial = {"version": instance.version, **(initial or {})}
        super().__init__(data, instance=instance, initial=initial)
        self.opened = instance.pk and type(instance).objects.get(pk=instance.pk)

    def clean(self):
        values = super().clean()
        if self.opened and values.get("version") != self.opened.version:
            self.data = self.data.copy()
            self.data["version"] = self.opened.version
            self.add_error(
                None,
                f"您打开后别人改过，现在是：{self.told(self.opened)}。"
                "下面是您填的内容，核对后再按“保存”，将以您的为准。",
            )
        return values


class BatchForm(Versioned):
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

    def __init__(self, data=None, *, instance, user):
        super().__init__(data, instance=instance)
        sectors = self.fields["sectors"]
        sectors.queryset = sectors.queryset.exclude(code__in=user.rights.closed)

    def told(self, batch):
        return f"“{batch.name}”，{batch.opens_on or '未定'} 至 {batch.closes_on or '未定'}"

    def submit(self):
        return keep_batch(self) if self.is_valid() else None


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
        return all([self.form.is_valid(), self.condition.is_valid()])
