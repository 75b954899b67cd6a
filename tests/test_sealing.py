"""The audit log sealed: nothing is skipped, and whatever is tampered with is found."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from deploy.settings import env_hash, env_months
from registry import audit, sealing
from registry.choices import AuditAction
from registry.models import AuditRecord, AuditSeal

TABLES = ("registry_auditrecord", "registry_auditseal")


def write(count=1):
    return [audit.write(AuditAction.DOWNLOADED, subject=f"export {n}") for n in range(count)]


def tamper(*statements):
    """As the owner of the tables can: the triggers are put out of action."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for sql in statements:
            cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def sealed(db, monkeypatch):
    """Three batches of three records."""
    monkeypatch.setattr(sealing, "BATCH", 3)
    records = write(9)
    assert sealing.seal() == 9
    assert sealing.verify() is None
    return records


def test_all_that_is_there_is_sealed_in_batches_that_follow_one_another(sealed):
    seals = list(AuditSeal.objects.all())

    assert [each.records for each in seals] == [3, 3, 3]
    assert [each.previous for each in seals[1:]] == [each.digest for each in seals[:-1]]
    assert not AuditRecord.objects.unsealed().exists()
    assert sealing.seal() == 0


@pytest.mark.parametrize("column", ["subject = 'x'", "username = 'x'", "address = '1.2.3.4'",
    "detail = '{\"a\": 1}'", "recorded_at = recorded_at - interval '1 day'", "action = 'moved'",
    "result = 'failed'", "user_id = 7"])  # fmt: skip
def test_a_changed_record_is_found(sealed, column):
    tamper(f"UPDATE registry_auditrecord SET {column} WHERE id = {sealed[4].pk}")

    fault = sealing.verify()

    assert (fault.seal, fault.record) == (2, sealed[4].pk)


def test_a_removed_record_is_found_at_the_one_behind_it(sealed):
    tamper(f"DELETE FROM registry_auditrecord WHERE id = {sealed[3].pk}")

    assert (sealing.verify().seal, sealing.verify().record) == (2, sealed[4].pk)


def test_a_removed_last_record_is_found(sealed):
    tamper(f"DELETE FROM registry_auditrecord WHERE id = {sealed[5].pk}")

    assert "应有 3 条，现有 2 条" in str(sealing.verify())


def test_a_record_that_is_slipped_in_is_found(sealed):
    tamper(
        "INSERT INTO registry_auditrecord (recorded_at, action, result, username, subject, detail,"
        " digest, seal_id) VALUES (now(), 'moved', 'done', '', '', '{}', 'made up', 2)"
    )

    assert sealing.verify().seal == 2


def test_a_removed_seal_is_found_with_its_records(sealed):
    tamper(
        "DELETE FROM registry_auditrecord WHERE seal_id = 3",
        "DELETE FROM registry_auditseal WHERE number = 3",
    )

    assert str(sealing.verify()) == "第 3 批：已封存的批次不见了。"


def test_a_seal_removed_from_the_middle_is_found(sealed):
    tamper(
        "DELETE FROM registry_auditrecord WHERE seal_id = 2",
        "DELETE FROM registry_auditseal WHERE number = 2",
    )

    assert sealing.verify().seal == 2


def test_even_a_chain_computed_anew_is_found_by_its_copy(sealed):
    tamper(
        f"UPDATE registry_auditrecord SET subject = 'x' WHERE id = {sealed[7].pk}",
        "UPDATE registry_auditrecord SET seal_id = NULL, digest = '' WHERE seal_id = 3",
        "DELETE FROM registry_auditseal WHERE number = 3",
    )
    sealing.seal_batch()

    assert "与数据库以外的抄本不符" in str(sealing.verify())


def test_copies_that_were_lost_condemn_nothing_and_are_written_anew(sealed):
    settings.AUDIT_SEALS.unlink()

    assert sealing.verify() is None
    sealing.seal()
    assert sealing.copied().keys() == {1, 2, 3}
    assert sealing.verify() is None


def copies():
    return settings.AUDIT_SEALS.read_text().splitlines()


def test_a_copy_that_was_not_written_in_time_is_made_up_for(sealed):
    write(2)
    sealing.seal_batch()  # and the process is killed before it writes the copy
    assert len(copies()) == 3
    assert sealing.verify() is None

    assert sealing.seal() == 0

    assert [line.split()[0] for line in copies()] == ["1", "2", "3", "4"]
    assert sealing.seal() == 0
    assert len(copies()) == 4


def test_a_copy_that_was_cut_short_is_written_anew(sealed):
    whole = settings.AUDIT_SEALS.read_bytes()
    lines = whole.splitlines(keepends=True)
    for kept in range(len(lines[-1])):
        settings.AUDIT_SEALS.write_bytes(b"".join(lines[:-1]) + lines[-1][:kept])
        assert sealing.verify() is None, lines[-1][:kept]
        sealing.seal()
        assert sealing.verify() is None
        assert sealing.copied().keys() == {1, 2, 3}
    settings.AUDIT_SEALS.write_bytes(whole.removesuffix(b"\n"))
    write()
    sealing.seal()
    assert sealing.copied().keys() == {1, 2, 3, 4}


def test_a_copy_that_lacks_between_others_is_named(sealed):
    first, _, last = copies()
    settings.AUDIT_SEALS.write_text(f"{first}\n{last}\n")

    assert str(sealing.verify()) == "第 2 批：数据库以外的抄本里没有这一批，无从对照。"
    tamper(f"UPDATE registry_auditrecord SET subject = 'x' WHERE id = {sealed[7].pk}")
    assert sealing.verify().seal == 3, "what is wrong with the log itself comes first"


def test_the_command_seals_verifies_and_names_the_first_fault(sealed, capsys):
    write()
    call_command("audit", "seal")
    call_command("audit", "verify")
    assert "4 批审计日志与封存时一致" in capsys.readouterr().out

    tamper(f"UPDATE registry_auditrecord SET subject = 'x' WHERE id = {sealed[0].pk}")
    with pytest.raises(CommandError, match=f"第 1 批，第 {sealed[0].pk} 号记录"):
        call_command("audit", "verify")


def test_sm3_seals_as_well(db, settings):
    settings.AUDIT_HASH = "sm3"
    write(2)
    sealing.seal()
    settings.AUDIT_HASH = "sha256"
    write(2)
    sealing.seal()

    assert list(AuditSeal.objects.values_list("algorithm", flat=True)) == ["sm3", "sha256"]
    assert sealing.verify() is None


def test_no_shorter_keeping_and_no_unknown_hash_is_set(monkeypatch):
    monkeypatch.setenv("AUDIT_MONTHS", "5")
    monkeypatch.setenv("AUDIT_HASH", "md5")

    with pytest.raises(ImproperlyConfigured, match="不少于 6"):
        env_months("AUDIT_MONTHS", default=36, least=6)
    with pytest.raises(ImproperlyConfigured, match="sha256"):
        env_hash("AUDIT_HASH", default="sha256")


def grow_old(record, *, days):
    at = timezone.now() - timedelta(days=days)
    return AuditRecord.objects.create(action=record.action, subject="old", recorded_at=at)


def test_what_has_outlived_its_term_goes_and_the_chain_holds(db, settings):
    settings.AUDIT_MONTHS = 6
    grow_old(AuditRecord(action="moved"), days=200)
    sealing.seal()
    write(2)
    sealing.seal()

    assert sealing.drop_outlived() == 1
    assert AuditRecord.objects.count() == 2
    assert sealing.verify() is None
    assert sealing.drop_outlived() == 0


def test_the_database_lets_no_younger_record_go_whatever_the_setting(sealed, settings):
    settings.AUDIT_MONTHS = -1

    with pytest.raises(Exception, match="审计日志不能修改或删除"), transaction.atomic():
        sealing.drop_outlived()


def test_a_batch_that_was_tampered_with_is_kept_as_evidence(db, settings):
    settings.AUDIT_MONTHS = 6
    record = grow_old(AuditRecord(action="moved"), days=200)
    sealing.seal()
    tamper(f"UPDATE registry_auditrecord SET subject = 'x' WHERE id = {record.pk}")

    assert sealing.drop_outlived() == 0


def test_a_record_that_is_committed_late_is_sealed_later(committed_db):
    """Its id is lower than those sealed before it, and no seal waits for it."""
    written, may_commit = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            write()
            written.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert written.wait(20)
    (early,) = write()
    first = sealing.seal()
    may_commit.set()
    thread.join()

    assert (first, sealing.seal()) == (1, 1)
    assert AuditRecord.objects.earliest("id").pk < early.pk
    assert AuditRecord.objects.earliest("id").seal_id == 2
    assert sealing.verify() is None


def test_two_that_seal_at_once_make_one_chain(committed_db):
    write(20)
    threads = [threading.Thread(target=in_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sealing.seal()
    assert sum(AuditSeal.objects.values_list("records", flat=True)) == 20
    assert sealing.verify() is None


def in_thread():
    sealing.seal()
    connection.close()
