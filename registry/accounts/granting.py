"""The one door for accounts and rights: who may change whom, and what may not be in one hand."""

import secrets

from django.conf import settings
from django.db import transaction

from registry import audit
from registry.access import ADMINISTRATORS
from registry.accounts.apart import OPENED, RESET, hold, why_not_reset, why_not_take
from registry.accounts.sessions import end
from registry.choices import AuditAction, Role
from registry.models import Membership, User
from registry.refusals import Refusal

#: Without the signs that are mistaken for one another: 0 O 1 l I.
ALPHABET = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "-+=?")
FIRST_PASSWORD_LENGTH = 12

#: Without either, nobody could open an account or give anybody a right.
INDISPENSABLE = frozenset({Role.SYSADMIN, Role.SECADMIN})


def first_password():
    """Of every class of characters, to be read out and changed at once."""
    signs = [secrets.choice(letters) for letters in ALPHABET]
    every = "".join(ALPHABET[:3])
    signs += [secrets.choice(every) for _ in range(FIRST_PASSWORD_LENGTH - len(signs))]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


def demand(by, power, on=None):
    verdict = by.rights.may_use(power, on)
    if not verdict:
        raise Refusal(f"{verdict.reason}。")


@transaction.atomic
def open_account(user, *, by, request=None):
    """Save a new account with a password that it must change; the password comes back once."""
    demand(by, "accounts")
    password = first_password()
    user.set_password(password)
    user.save()
    must_change_next(user)
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, **OPENED)
    return password


@transaction.atomic
def rename(user, changed, *, by, request=None):
    """Save what stands on the account's form; the log names the fields, not what they say."""
    demand(by, "accounts", user)
    if changed:
        user.save(update_fields=changed)
        told(AuditAction.ACCOUNT_CHANGED, user, by, request, fields=sorted(changed))


@transaction.atomic
def reset_password(user, *, by, request=None):
    demand(by, "accounts", user)
    hold(user)
    if reason := why_not(user, by)["reset"] or why_not_reset(user, by):
        raise Refusal(reason)
    password = first_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    must_change_next(user)
    end(user.sign_ins.all())
    user.tokens.revoke()
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, **RESET)
    return password


def must_change_next(user):
    """Setting a password says that it is one's own; this one is not."""
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])


@transaction.atomic
def set_active(user, is_active, *, by, request=None):
    demand(by, "accounts", user)
    if not is_active and (reason := why_not(user, by)["close"]):
        raise Refusal(reason)
    roles = [] if is_active else list(user.memberships.values_list("role", flat=True))
    hold_holders(roles)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        end(user.sign_ins.all())
        demand_a_holder(roles)
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, active=is_active)


def why_not(user, by):
    """By act, the sentence that refuses it on this account whatever was done before, or ""."""
    if by != user:
        return {"reset": why_not_take(user, by), "close": ""}
    return {
        "reset": "自己的密码请在“我的账号”里修改。",
        "close": "不能停用自己的账号，请由另一位系统管理员办理。",
    }


@transaction.atomic
def sign_out(user, *, by, request=None):
    """Out of every browser; says of how many."""
    demand(by, "accounts", user)
    ended = end(user.sign_ins.all())
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, signed_out=ended)
    return ended


@transaction.atomic
def grant(user, organisation, role, *, by, request=None):
    """Give a role in an organisation; refuses what may not be in one hand."""
    demand(by, "rights")
    if is_bound(user, by):
        raise Refusal("不能给自己授权，请由另一位安全管理员办理。")
    hold(user)
    clash = why_not_together({role, *user.memberships.values_list("role", flat=True)})
    if clash:
        raise Refusal(clash)
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role
    )
    if is_new:
        told(AuditAction.RIGHTS_CHANGED, user, by, request, **words(membership, "granted"))
    return membership


@transaction.atomic
def withdraw(membership, *, by, request=None):
    demand(by, "rights")
    if reason := why_not_withdraw(membership.user, by):
        raise Refusal(reason)
    hold_holders([membership.role])
    told(AuditAction.RIGHTS_CHANGED, membership.user, by, request, **words(membership, "withdrawn"))
    membership.delete()
    if membership.user.is_active:
        demand_a_holder([membership.role])


def why_not_withdraw(user, by):
    return "不能收回自己的权限，请由另一位安全管理员办理。" if is_bound(user, by) else ""


def is_bound(user, by):
    """Whether this is one's own account, and one's rights are another's to change."""
    return by == user and not by.rights.is_superuser


def hold_holders(roles):
    """By turns: of two who take a role from one another, the second is seen to be the last."""
    wanted = INDISPENSABLE.intersection(roles)
    list(Membership.objects.select_for_update().filter(role__in=wanted).order_by("pk"))


def demand_a_holder(roles):
    """Refuse what has just left nobody in such a role; a superuser stands in for any of them."""
    wanted = INDISPENSABLE.intersection(roles)
    present = User.objects.filter(is_active=True)
    if not settings.SEPARATED_ADMINISTRATORS and present.filter(is_superuser=True).exists():
        return
    for role in wanted.difference(present.values_list("memberships__role", flat=True)):
        raise Refusal(f"这是最后一位{Role(role).label}，请先把这个角色授予另一个人。")


def words(membership, what):
    return {what: {"organisation": membership.organisation_id, "role": membership.role}}


def told(action, user, by, request, **detail):
    person = by if isinstance(by, User) else None
    audit.write(action, user=person, request=request, subject=user.username, detail=detail)


def why_not_together(roles):
    """The sentence that refuses these roles in one hand, or "" (三员分立 is a mode)."""
    if not settings.SEPARATED_ADMINISTRATORS:
        return ""
    held = ADMINISTRATORS.intersection(roles)
    if len(held) > 1:
        return "系统管理员、安全管理员、审计员不能由同一人担任。"
    if held and len(set(roles)) > 1:
        return "系统管理员、安全管理员、审计员不能再担任填报、审核、分析、领导。"
    return ""


def offenders():
    """People who hold together what the mode keeps apart, with the reason."""
    for user in User.objects.filter(is_active=True).prefetch_related("memberships"):
        roles = {membership.role for membership in user.memberships.all()}
        if clash := why_not_together(roles):
            yield user, clash
