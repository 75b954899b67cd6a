"""Rules of passwords, as Django's validators; how strict they are stands in the settings."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.models import FormerPassword, User

#: 大写字母、小写字母、数字、其他字符.
CLASSES = (str.isupper, str.islower, str.isdecimal, lambda sign: not sign.isalnum())


class Mixed:
    """At least so many of the four classes of characters."""

    def __init__(self, classes):
        self.classes = classes

    def validate(self, password, user=None):
        if sum(any(map(is_of_class, password)) for is_of_class in CLASSES) < self.classes:
            raise ValidationError(self.get_help_text())

    def get_help_text(self):
        return f"密码要有大写字母、小写字母、数字、其他字符中的至少 {self.classes} 种。"


class NotUsedBefore:
    """None of the last few; also where Django tells of every password that is set."""

    def __init__(self, remembered):
        self.remembered = remembered

    def validate(self, password, user=None):
        if user is None or not user.pk:
            return
        former = user.former_passwords.values_list("password", flat=True)[: self.remembered]
        if any(check_password(password, each) for each in {*former, user.password}):
            raise ValidationError(self.get_help_text())

    def get_help_text(self):
        return f"不能与最近用过的 {self.remembered} 个密码相同。"

    def password_changed(self, password, user=None):
        now = timezone.now()
        FormerPassword.objects.create(user=user, password=user.password, set_at=now)
        kept = user.former_passwords.values_list("pk", flat=True)[: self.remembered]
        user.former_passwords.exclude(pk__in=list(kept)).delete()
        User.objects.filter(pk=user.pk).update(password_set_at=now, must_change_password=False)
        user.password_set_at, user.must_change_password = now, False


def must_change(user):
    """Why the password has to be changed now, or nothing."""
    if not user.has_usable_password():
        return ""  # who signs in elsewhere has no password here
    if user.must_change_password:
        return "这是管理员设置的初始密码，请先改成自己的密码。"
    set_at = user.password_set_at or user.date_joined
    if timezone.now() - set_at > timedelta(days=settings.PASSWORD_DAYS):
        return f"密码已超过 {settings.PASSWORD_DAYS} 天没有更换，请先更换。"
    return ""
