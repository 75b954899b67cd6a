"""A one-time code, and the password that takes codes back."""

from django import forms


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态口令",
        max_length=16,
        help_text="手机验证器上的 6 位数字，或一个备用口令",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split()).lower()


class DropForm(forms.Form):
    password = forms.CharField(label="密码", widget=forms.PasswordInput)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("密码不对。")
