"""Opening and closing the demo's accounts; the passwords stand in a file of the instance."""

import os
import secrets
from pathlib import Path

from django.db import transaction

from registry.accounts.apart import RESET
from registry.accounts.granting import first_password, told
from registry.choices import AuditAction
from registry.exchange.actors import SYSTEM
from registry.models import User
from registry.seed.people import USERNAMES


def demo_users():
    return User.objects.filter(username__in=USERNAMES).order_by("id")


def is_open(path):
    """Whether the file and all accounts in it are in force."""
    return path.exists() and not demo_users().filter(is_active=False).exists()


@transaction.atomic
def open_all(path):
    """Give every demo user a fresh password and write them down."""
    rows = []
    for user in demo_users().select_for_update():
        password = first_password()
        user.set_password(password)
        user.is_active = True
        user.save(update_fields=["password", "is_active"])
        told(AuditAction.ACCOUNT_CHANGED, user, SYSTEM, None, active=True, **RESET)
        rows.append((user.username, password, user.display_name))
    # Inside the transaction: passwords that nobody could read do not come into force.
    write_private(path, sheet(rows))
    return len(rows)


@transaction.atomic
def close_all(path):
    """Shut the accounts, end their passwords and remove the file."""
    for user in demo_users().filter(is_active=True):
        user.set_unusable_password()
        user.is_active = False
        user.save(update_fields=["password", "is_active"])
        told(AuditAction.ACCOUNT_CHANGED, user, SYSTEM, None, active=False)
    path.unlink(missing_ok=True)


def sheet(rows):
    lines = ["示例账号（仅供本机试用，请勿用于正式系统）", "", "用户名\t密码\t身份"]
    return "\n".join([*lines, *("\t".join(row) for row in rows), ""])


def write_private(path: Path, text):
    """Readable by its owner alone from its first moment, and never half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
