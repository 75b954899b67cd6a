"""The audit log sealed: batches of records, each chained to the one before, and their check.

A record's digest follows from the digest before it and from its own content; a seal's `digest` is
that of its last record, and the next seal begins with it. So whoever changes, removes or slips in
a record has to compute everything anew from there on, and the seals that were copied into a file
outside the database (`AUDIT_SEALS`) still tell.

Sealing takes no lock that a request could wait for: it takes what is committed and not yet
sealed, whatever its id. A transaction that commits late is simply in a later batch.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from registry.models import AuditRecord, AuditSeal

#: Records of one seal at most.
BATCH = 5000
#: Of sealing, so that two workers do not number the same seal.
LOCK = 0x61756474
TOLD = ("id", "recorded_at", "action", "result", "user_id", "username", "address", "subject")


@dataclass(frozen=True)
class SealFault:
    """The first place where the log is not what was sealed."""

    seal: int
    record: int | None
    text: str

    def __str__(self):
        at = f"，第 {self.record} 号记录" if self.record else ""
        return f"第 {self.seal} 批{at}：{self.text}"


def content(record):
    """Everything that a record tells, always written the same way."""
    values = [getattr(record, name) for name in TOLD]
    values[1] = record.recorded_at.astimezone(UTC).isoformat()
    written = json.dumps(
        [*values, record.detail], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return written.encode()


def opening(number, algorithm, previous, sealed_at):
    """What a batch's chain begins with: the seal itself is part of it."""
    told = f"{number} {algorithm} {previous} {sealed_at.astimezone(UTC).isoformat()}"
    return hashlib.new(algorithm, told.encode()).hexdigest()


def chained(algorithm, begun, records):
    """`(record, digest)` of each, the digest following from all before it."""
    digest = begun
    for record in records:
        digest = hashlib.new(algorithm, digest.encode() + content(record)).hexdigest()
        yield record, digest


def seal():
    """Seal all that is committed; says how many records are newly sealed."""
    sealed = 0
    copy_out()
    while made := seal_batch():
        copy_out()
        sealed += made.records
    return sealed


@transaction.atomic
def seal_batch():
    """One seal, or None where nothing waits or another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
    records = list(AuditRecord.objects.unsealed().order_by("id")[:BATCH])
    if not records:
        return None
    last = AuditSeal.objects.order_by("number").last()
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    algorithm, now = settings.AUDIT_HASH, timezone.now()
    begun = opening(number, algorithm, previous, now)
    digests = {r.pk: digest for r, digest in chained(algorithm, begun, records)}
    times = [record.recorded_at for record in records]
    made = AuditSeal.objects.create(
        number=number,
        algorithm=algorithm,
        records=len(records),
        first_at=min(times),
        last_at=max(times),
        sealed_at=now,
        previous=previous,
        digest=digests[records[-1].pk],
    )
    mark(made, digests)
    return made


def mark(made, digests):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_auditrecord r SET seal_id = %s, digest = d.digest"
            " FROM unnest(%s::bigint[], %s::text[]) AS d(id, digest) WHERE r.id = d.id",
            [made.number, list(digests), list(digests.values())],
        )


def copy_out():
    """The digests of seals as lines of a file that no SQL reaches: of all that follow its last.

    So whatever stopped a process between a seal and its line, the next one makes up for it.
    """
    path = settings.AUDIT_SEALS
    fresh = AuditSeal.objects.filter(number__gt=max(copied(), default=0)).order_by("number")
    lines = [
        f"{made.number} {made.algorithm} {made.digest} {made.sealed_at.isoformat()}\n"
        for made in fresh.iterator()
    ]
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    broken_off = path.exists() and path.read_bytes()[-1:] not in {b"", b"\n"}
    # In one piece, so that the lines of two that copy at once do not run into each other.
    with path.open("ab", buffering=0) as file:
        file.write("".join(["\n" if broken_off else "", *lines]).encode())
        os.fsync(file.fileno())


def copied():
    """`{number: digest}` of the seals in the file; the first whole line of a number counts."""
    path, found = settings.AUDIT_SEALS, {}
    if path.exists():
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            number, *told = line.split(" ")
            if number.isdecimal() and len(told) == 3:
                found.setdefault(int(number), told[1])
    return found


def verify():
    """The first `SealFault`, or None where every sealed record is what it was."""
    kept, previous, number = copied(), "", 0
    for made in AuditSeal.objects.order_by("number").iterator():
        number += 1
        fault = misplaced(made, number, previous, kept) or broken(made)
        if fault:
            return fault
        previous = made.digest
    if missing := [each for each in kept if each > number]:
        return SealFault(min(missing), None, "已封存的批次不见了。")
    # The last seals' lines may be still to come; one between others is not.
    if uncopied := set(range(1, max(kept, default=0))) - kept.keys():
        return SealFault(min(uncopied), None, "数据库以外的抄本里没有这一批，无从对照。")
    return None


def misplaced(made, number, previous, kept):
    """What is wrong with the seal itself."""
    if made.number != number:
        return SealFault(number, None, "已封存的批次不见了。")
    if made.previous != previous:
        return SealFault(number, None, "与上一批的摘要连不上。")
    if kept.get(number, made.digest) != made.digest:
        return SealFault(number, None, "与数据库以外的抄本不符，整批被重新计算过。")
    return None


def broken(made):
    """The first record of a seal that is not what was sealed."""
    if made.dropped_at:
        return None
    records = made.sealed.order_by("id").iterator(BATCH)
    begun = opening(made.number, made.algorithm, made.previous, made.sealed_at)
    digest, count = begun, 0
    for record, digest in chained(made.algorithm, begun, records):
        count += 1
        if record.digest != digest:
            return SealFault(made.number, record.pk, "内容被改动，或者它前面的记录被删除、插入。")
    if count != made.records:
        return SealFault(made.number, None, f"应有 {made.records} 条，现有 {count} 条。")
    if digest != made.digest:
        return SealFault(made.number, None, "记录与批次的摘要不符。")
    return None


def drop_outlived():
    """Let go of records that are older than has to be kept; their seals stay for the chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() - make_interval(months => %s)", [settings.AUDIT_MONTHS])
        before = cursor.fetchone()[0]
    outlived = AuditSeal.objects.filter(dropped_at=None, last_at__lt=before)
    return sum(drop(made) for made in outlived.order_by("number"))


@transaction.atomic
def drop(made):
    """How many records went; none of a batch that is not what was sealed, for it is evidence."""
    if broken(made):
        return 0
    AuditSeal.objects.filter(pk=made.pk, dropped_at=None).update(dropped_at=timezone.now())
    return made.sealed.all().delete()[0]
