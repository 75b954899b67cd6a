"""A token: what for, how far, until when."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from registry.accounts.tokens import LONGEST_DAYS
from registry.forms.fields import DayField
from registry.models import ApiToken


class TokenForm(forms.ModelForm):
    expires_on = DayField(label="有效期至", help_text="最长一年，到期或您改密码时失效")

    class Meta:
        model = ApiToken
        fields = ("name", "scope", "expires_on")
        help_texts = {"name": "写给自己看，如“QGIS 看燃气管网”"}

    def __init__(self, data=None, *, user):
        half_a_year = timezone.localdate() + timedelta(days=180)
        super().__init__(data, instance=ApiToken(user=user), initial={"expires_on": half_a_year})

    def clean_expires_on(self):
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today <= day <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError("有效期应在今天到一年之内。")
        return day
