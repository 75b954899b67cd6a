"""What is asked of the audit log."""

from django import forms

from registry.choices import AuditAction
from registry.forms.fields import DayField


class LogForm(forms.Form):
    person = forms.CharField(label="人员", max_length=150, required=False)
    action = forms.ChoiceField(
        label="操作", choices=[("", "全部"), *AuditAction.choices], required=False
    )
    since = DayField(label="从", required=False)
    until = DayField(label="到", required=False)
    text = forms.CharField(label="对象或地址", max_length=200, required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
