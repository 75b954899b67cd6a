"""What stands beside an account: former passwords, and where it is signed in."""

from django.db import models
from django.utils import timezone

from registry.models.people import User


class FormerPassword(models.Model):
    """A hash that the account had: a password that was used is not taken again at once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=256)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ("-id",)

    def __str__(self):
        return f"{self.user} {self.set_at:%Y-%m-%d}"


class SignInQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at__isnull=True)


class SignIn(models.Model):
    """One browser in which the account is signed in, until it signs out or is signed out."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField("地址", null=True)
    browser = models.CharField("浏览器", max_length=300, blank=True)
    began_at = models.DateTimeField("登录时间", default=timezone.now)
    seen_at = models.DateTimeField("最近使用", default=timezone.now)
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录记录"
        ordering = ("-seen_at",)

    def __str__(self):
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"
