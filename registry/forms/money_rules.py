"""A rule of money."""

from django import forms

from registry.forms.rules import OfSectors, sectors_of
from registry.models import FundingRule


class FundingRuleForm(OfSectors):
    called, twice = "text", "已有同样的规则。"

    class Meta:
        model = FundingRule
        fields = (
            *("text", "sources", "bound", "measure", "limit", "kind", "work"),
            *("severity", "sectors", "source", "evidence", "is_active"),
        )
        widgets = {
            "sources": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
            "limit": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        }

    def __init__(self, data=None, *, instance, user):
        super().__init__(data, instance=instance, user=user)
        for name, words in (("kind", "不按设施算"), ("work", "不限")):
            self.fields[name].choices = [("", words), *self.fields[name].choices[1:]]

    def told(self, rule):
        state = rule.get_severity_display() if rule.is_active else "停用"
        return f"“{rule}”，{rule.words}，{sectors_of(rule)}，{state}"

    def submit(self):
        return self.save() if self.is_valid() else None
