"""What stands beside an account: former passwords, and where it is signed in."""

from django.db import models
from django.utils import timezone

from registry.browsers import named
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

    @property
    def browser_name(self):
        return named(self.browser)


class TokenScope(models.TextChoices):
    """What a token may be used for; each holds what stands before it."""

    READ = "read", "只读数据"
    EXPORT = "export", "读数据和导出"
    WRITE = "write", "读写和导出"


class ApiTokenQuerySet(models.QuerySet):
    def kept(self):
        """Not revoked; one that has run out is kept until its owner has seen that."""
        return self.filter(revoked_at=None)

    def revoke(self):
        """Says how many they were."""
        return self.kept().update(revoked_at=timezone.now())


class ApiToken(models.Model):
    """A secret by which a program asks in a person's name; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=60)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField("范围", max_length=10, choices=TokenScope, default=TokenScope.READ)
    expires_on = models.DateField("有效期至")
    created_at = models.DateTimeField("创建时间", default=timezone.now, editable=False)
    used_at = models.DateTimeField("最近使用", null=True, editable=False)
    revoked_at = models.DateTimeField("作废时间", null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(scope__in=TokenScope.values), name="token_scope_known"
            ),
        )

    def __str__(self):
        return self.name

    @property
    def is_valid(self):
        return self.revoked_at is None and self.expires_on >= timezone.localdate()
