"""Accounts and the roles that they hold."""

from django import forms

from registry.access import ADMINISTRATORS
from registry.choices import Role
from registry.forms.overtaken import Opened
from registry.models import Organisation, User

ROLES = [
    ("业务", [(role, role.label) for role in Role if role not in ADMINISTRATORS]),
    ("管理（三员）", [(role, role.label) for role in Role if role in ADMINISTRATORS]),
]


class PersonForm(Opened):
    display_name = forms.CharField(label="姓名", max_length=60)

    class Meta:
        model = User
        fields = ("username", "display_name", "email")
        help_texts = {"username": "登录时用，只能有字母、数字和 @ . + - _"}

    def __init__(self, data=None, *, instance=None):
        super().__init__(data, instance=instance)
        if self.instance.pk:
            # The log names people by it.
            self.fields["username"].disabled = True

    def clean_username(self):
        """Two names that differ in case alone would be taken for one another, and share a lock."""
        name = User.normalize_username(self.cleaned_data["username"])
        alike = User.objects.alike(name).exclude(username=name).first()
        if self.is_new and alike:
            raise forms.ValidationError(f"已有用户名“{alike.username}”，只有大小写不同，请换一个。")
        return name


class GrantForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="单位", empty_label="请选择"
    )
    role = forms.ChoiceField(label="角色", choices=ROLES)
