"""A backup brings back all that there was, with what the database keeps true by itself."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError
from django.db import connection

from deploy import backup
from deploy.instance import ROOT, Instance
from registry import audit, sealing
from registry.choices import AuditAction
from registry.exchange.answer import conninfo
from tests.factories import AssetFactory
from tests.template import address_of

KEPT = {"uploads/a/原件.zip": b"zip", "secret-key": b"k" * 60}
TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'"
MOVED = """
    UPDATE registry_asset SET location = ST_Translate(location, 0.001, 0) RETURNING version
"""
NEW_NAME = "restored_by_a_test"


@pytest.fixture
def instance(tmp_path, monkeypatch, settings):
    """The database of the tests, beside files of its own."""
    made = Instance(var_dir=tmp_path / "var")
    settings.AUDIT_SEALS = made.var_dir / backup.SEALS
    for name, content in KEPT.items():
        path = made.var_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.setattr(backup, "INSTANCE", made)
    return made


@pytest.fixture
def empty_database(committed_db):
    """The address of a database with nothing but PostGIS in it."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NEW_NAME}")
        cursor.execute(f"CREATE DATABASE {NEW_NAME}")
    yield address_of(NEW_NAME)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NEW_NAME}")


def seal_one():
    audit.write(AuditAction.DOWNLOADED, subject="export 1")
    assert sealing.seal() == 1


@pytest.fixture
def sealed_meanwhile(instance, monkeypatch):
    """The worker seals before a backup is begun, and again when the database has been dumped."""
    dump = backup.run

    def dumped(*arguments):
        told = dump(*arguments)
        seal_one()
        return told

    monkeypatch.setattr(backup, "run", dumped)
    seal_one()


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_all_is_there_again(instance, empty_database, sealed_meanwhile, tmp_path):
    asset = AssetFactory(number="G1")
    folder, var_dir = tmp_path / "备份", tmp_path / "new"
    backup.keep(folder)
    there = {"VAR_DIR": str(var_dir), "DATABASE_URL": empty_database}
    restored = run("deploy.backup", "restore", str(folder), **there)
    assert restored.returncode == 0, restored.stderr
    prepared = run("deploy.prepare", "--no-demo", **there)
    assert prepared.returncode == 0, prepared.stderr
    for name, content in KEPT.items():
        assert (var_dir / name).read_bytes() == content
    verified = run("manage", "audit", "verify", **there)
    assert verified.returncode == 0, verified.stderr
    assert "1 批审计日志与封存时一致" in verified.stdout
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        triggers = cursor.fetchone()[0]
    with psycopg.connect(conninfo(), dbname=NEW_NAME) as there_now:
        assert there_now.execute(TRIGGERS).fetchone()[0] == triggers
        assert there_now.execute("SELECT number FROM registry_asset").fetchall() == [("G1",)]
        assert there_now.execute(MOVED).fetchone()[0] == asset.version + 1
    again = run("deploy.backup", "restore", str(folder), **there)
    assert again.returncode == 1
    assert "已经有数据，不会被覆盖" in again.stderr


@pytest.mark.django_db
def test_every_trigger_of_a_dump_is_understood_without_a_path():
    """`pg_restore` reads definitions with an empty search path, where `=` of shapes is unknown."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_%' AND tgqual IS NOT NULL"
        )
        definitions = [text for (text,) in cursor.fetchall()]
        assert sum("bytea" in text for text in definitions) == 2
        for text in definitions:
            cursor.execute(text.replace("CREATE TRIGGER ", "CREATE TRIGGER again_", 1))


@pytest.mark.django_db
def test_a_backup_appears_whole_or_not_at_all(instance, tmp_path, monkeypatch):
    folder = tmp_path / "备份"
    monkeypatch.setattr(backup, "program", lambda name: "/bin/false")
    with pytest.raises(CommandError, match="pg_dump 没有成功"):
        backup.keep(folder)
    assert list(tmp_path.glob("备份*")) == []
    folder.mkdir()
    with pytest.raises(CommandError, match="已经存在"):
        backup.keep(folder)


def test_a_damaged_backup_is_refused_before_anything_is_restored(instance, tmp_path):
    folder = tmp_path / "备份"
    folder.mkdir()
    with pytest.raises(CommandError, match="没有完整的备份"):
        backup.refuse_damage(folder)
    (folder / backup.DUMP).write_bytes(b"whole")
    backup.write_sums(folder)
    backup.refuse_damage(folder)
    (folder / backup.DUMP).write_bytes(b"cut")
    with pytest.raises(CommandError, match=r"database\.dump 缺失或已损坏"):
        backup.restore(folder)


def test_a_file_that_goes_while_all_are_copied_stops_nothing(instance, tmp_path, monkeypatch):
    copy, gone = backup.shutil.copy2, instance.var_dir / "uploads" / "a" / "原件.zip"

    def late(found, wanted):
        if Path(found) == gone:
            gone.unlink()
        return copy(found, wanted)

    monkeypatch.setattr(backup.shutil, "copy2", late)
    backup.copy_files(instance.var_dir, tmp_path / "备份", backup.FILES)
    assert not (tmp_path / "备份" / "uploads" / "a" / "原件.zip").exists()
    assert (tmp_path / "备份" / "secret-key").read_bytes() == KEPT["secret-key"]


def test_files_of_another_instance_are_never_written_over(instance, tmp_path):
    unfinished = instance.var_dir / "restoring"
    with pytest.raises(CommandError, match="已经有 uploads，不会被覆盖"):
        backup.refuse_files_of_another(unfinished)
    unfinished.touch()
    backup.refuse_files_of_another(unfinished)
