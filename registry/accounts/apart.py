"""Two acts on one account that are two people's: whoever did both could sign in as its owner.

The audit log is the witness of who did what, since nobody can change it.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.access import ADMINISTRATORS
from registry.choices import AuditAction, Role
from registry.models import AuditRecord, User

#: What the log says of an account.
OPENED, RESET = {"opened": True}, {"password": "reset"}
SET_UP, DROPPED = {"codes": True}, {"codes": False}
ANOTHER = "请另一位管理员办理；没有另一位的，请运行服务器的人办理。"


def why_not_reset(user, by):
    """Until the owner has set up codes again, who dropped them gives no password; "" if he may.

    Its lock is held by then (`hold`).
    """
    set_up = records(user, SET_UP).first()
    if records(user, DROPPED).filter(user=by, pk__gt=set_up.pk if set_up else 0).exists():
        return f"这个账号的动态口令是您停用的，本人重新启用以前，您不能再重设它的密码。{ANOTHER}"
    return ""


def why_not_drop(user, by):
    """Until the owner has a password of his own, who gave him his drops no codes.

    An administrator's are dropped by nobody then: whoever gave the password has only to wait.
    """
    if not hold(user).must_change_password:
        return ""
    giving = records(user, OPENED, RESET).first()
    if giving and giving.user_id == by.pk:
        return f"这个账号现在的密码是您给的，本人改密码以前，您不能再停用它的动态口令。{ANOTHER}"
    if (office := office_of(user)) and not by.rights.is_superuser:
        given = f"这是{office}的账号，还在用别人给的密码，本人改密码以前不能停用它的动态口令。"
        return given + by_server(user)
    return ""


def why_not_take(user, by):
    """Whom a password alone would make an administrator (三员), whatever he is himself."""
    office = office_of(user)
    if not office or by.rights.is_superuser or has_codes(user):
        return ""
    return (
        f"这是{office}的账号，没有启用动态口令，知道密码就能以其身份登录，所以只有超级用户可以重设。"
        f"{by_server(user)}"
    )


def by_server(user):
    return (
        "没有超级用户或三员分立的，请运行服务器的人执行"
        f" manage.py changepassword {user.get_username()} 设一个新密码。"
    )


def office_of(user):
    """Which of the three administrators the person is, in words; "" if none."""
    held = user.memberships.filter(role__in=ADMINISTRATORS).values_list("role", flat=True)
    return "、".join(Role(role).label for role in sorted(set(held)))


def has_codes(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def hold(user):
    """The account as it stands, its lock held: both acts at the same moment are seen as well."""
    return User.objects.select_for_update().get(pk=user.pk)


def records(user, *details):
    """What the log says of the account in either of these words, the newest first."""
    words = reduce(or_, (Q(detail__contains=detail) for detail in details))
    told = AuditRecord.objects.filter(action=AuditAction.ACCOUNT_CHANGED, subject=user.username)
    return told.filter(words).order_by("-pk")
