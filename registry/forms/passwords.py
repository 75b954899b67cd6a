"""One's own password, changed."""

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from registry.accounts import locks


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if reason := locks.refusal(self.user, password, request=self.request):
            raise forms.ValidationError(reason)
        return password
