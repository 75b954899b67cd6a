"""Two acts on one account that are two people's: whoever did both could sign in as its owner.

The audit log is the witness of who did what, since nobody can change it.
"""

from functools import reduce
from operator import or_

from django.db.models import Q

from registry.choices import AuditAction
from registry.models import AuditRecord, User

#: What the log says of an account.
OPENED, RESET = {"opened": True}, {"password": "reset"}
SET_UP, DROPPED = {"codes": True}, {"codes": False}
ANOTHER = "请另一位管理员办理；没有另一位的，请运行服务器的人办理。"


def why_not_reset(user, by):
    """Until the owner has set up codes again, who dropped them gives no password; "" if he may."""
    hold(user)
    set_up = records(user, SET_UP).first()
    if records(user, DROPPED).filter(user=by, pk__gt=set_up.pk if set_up else 0).exists():
        return f"这个账号的动态口令是您停用的，本人重新启用以前，您不能再重设它的密码。{ANOTHER}"
    return ""


def why_not_drop(user, by):
    """Until the owner has a password of his own, who gave him his drops no codes."""
    is_given = hold(user).must_change_password
    given = records(user, OPENED, RESET).first()
    if is_given and given and given.user_id == by.pk:
        return f"这个账号现在的密码是您给的，本人改密码以前，您不能再停用它的动态口令。{ANOTHER}"
    return ""


def hold(user):
    """The account as it stands, its lock held: both acts at the same moment are seen as well."""
    return User.objects.select_for_update().get(pk=user.pk)


def records(user, *details):
    """What the log says of the account in either of these words, the newest first."""
    words = reduce(or_, (Q(detail__contains=detail) for detail in details))
    told = AuditRecord.objects.filter(action=AuditAction.ACCOUNT_CHANGED, subject=user.username)
    return told.filter(words).order_by("-pk")
