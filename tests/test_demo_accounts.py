"""Demo accounts: open only when asked, with passwords that only the owner of a file reads."""

import errno
import os
from dataclasses import replace
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from registry.choices import AuditAction
from registry.models import AuditRecord, User
from registry.seed.people import USERNAMES, add_people


@pytest.fixture
def accounts_file(settings, tmp_path):
    settings.INSTANCE = replace(settings.INSTANCE, var_dir=tmp_path / "var")
    return settings.INSTANCE.accounts_file


@pytest.fixture
def people(db):
    add_people()


def accounts(action):
    out = StringIO()
    call_command("demo_accounts", action, stdout=out)
    return out.getvalue()


def passwords(path):
    lines = path.read_text().splitlines()
    rows = lines[lines.index("用户名\t密码\t身份") + 1 :]
    return {username: password for username, password, _ in (row.split("\t") for row in rows)}


def test_enabled_accounts_log_in_with_what_the_file_says(people, accounts_file):
    assert str(accounts_file) in accounts("enable")
    listed = passwords(accounts_file)
    assert set(listed) == set(USERNAMES)
    for username, password in listed.items():
        assert len(password) >= 12
        assert authenticate(RequestFactory().post("/"), username=username, password=password)


def test_only_the_owner_reads_the_file(people, accounts_file):
    accounts("enable")
    assert accounts_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in accounts_file.parent.iterdir()] == [accounts_file.name]


def test_enabling_again_keeps_the_passwords(people, accounts_file):
    accounts("enable")
    before = passwords(accounts_file)
    accounts("enable")
    assert passwords(accounts_file) == before


def test_a_lost_file_brings_fresh_passwords(people, accounts_file):
    accounts("enable")
    before = passwords(accounts_file)
    accounts_file.unlink()
    accounts("enable")
    assert not set(passwords(accounts_file).values()) & set(before.values())


def test_disabled_accounts_are_shut_and_the_file_is_gone(people, accounts_file):
    accounts("enable")
    accounts("disable")
    assert not accounts_file.exists()
    assert not any(user.is_active or user.has_usable_password() for user in User.objects.all())


def test_the_log_says_who_was_let_in_and_shut_out(people, accounts_file):
    told = AuditRecord.objects.filter(action=AuditAction.ACCOUNT_CHANGED, user=None)
    accounts("enable")
    accounts("enable")
    opened = told.filter(detail={"active": True, "password": "reset"})
    assert sorted(opened.values_list("subject", flat=True)) == sorted(USERNAMES)
    accounts("disable")
    accounts("disable")
    shut = told.filter(detail={"active": False})
    assert sorted(shut.values_list("subject", flat=True)) == sorted(USERNAMES)


def test_other_accounts_are_left_alone(people, accounts_file):
    User.objects.create_user("admin", password="unchanged")
    accounts("enable")
    accounts("disable")
    assert authenticate(RequestFactory().post("/"), username="admin", password="unchanged")


def test_without_demo_people_there_is_nothing_to_enable(db, accounts_file):
    assert "没有示例账号" in accounts("enable")
    assert not accounts_file.exists()


def test_passwords_that_cannot_be_written_down_do_not_come_into_force(people, accounts_file):
    accounts_file.parent.write_text("a file where the folder should be")
    with pytest.raises(CommandError, match="无法写入：上级不是文件夹。"):
        accounts("enable")
    assert not User.objects.filter(is_active=True).exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errno.EACCES, "没有写入权限"),
        (errno.ENOENT, "文件夹不存在"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "磁盘只读"),
    ],
)
def test_why_the_file_cannot_be_written_is_said_in_chinese(
    people, accounts_file, monkeypatch, error, words
):
    def refuse(*args):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("registry.seed.accounts.os.open", refuse)
    with pytest.raises(CommandError) as refusal:
        accounts("enable")
    assert str(refusal.value) == f"示例账号文件“{accounts_file}”无法写入：{words}。"
