"""The step to the next stage."""

from django import forms
from django.utils import timezone

from registry.choices import Stage
from registry.forms.fields import DayField


class AdvanceForm(forms.Form):
    effective_on = DayField(label="生效日期", help_text="可填过去的日期，不能晚于今天")
    note = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    to = forms.ChoiceField(choices=Stage.choices)

    def __init__(self, data=None):
        super().__init__(data, initial={"effective_on": timezone.localdate()})
