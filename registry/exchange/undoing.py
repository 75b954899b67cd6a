"""An import taken back: every row as it was before, in one transaction.

What was there before is known from the history that the database keeps: the batch's number
stands in the context of the changes it made, and an added asset was never anything else.

Versions never go back. A row that is restored has the values it had, and a version higher than
any it ever had, so that whoever opened it meanwhile is told that it has changed.
"""

from dataclasses import dataclass

import pghistory
from django.db import connection, transaction
from django.db.models import DO_NOTHING
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction, Door, Recorded
from registry.exchange.conflicts import name_authors
from registry.history.differences import differences, names_in
from registry.history.records import RECORDS
from registry.history.rows import differ, numbers_in, overwrite, reinsert
from registry.kinds import KINDS
from registry.models import (
    Asset,
    AssetEvent,
    AssetTotal,
    Editor,
    FundingTotal,
    ImportBatch,
    Project,
    ProjectTotal,
    StageChange,
    Verdict,
)
from registry.models.disclosure import told_events
from registry.numbering import free_numbers
from registry.refusals import Refusal

#: So many rows changed since are named; all are counted.
LISTED = 100
#: So many changed fields of each are told.
TOLD = 3
#: Where a row comes from: nothing of it is lost where only that is another.
LINEAGE = ("batch_id", "source_row")
#: Part of the sentence of what alone a person may confirm.
LOSES = "确认撤销将失去这些改动"
#: Rows of a project that nobody added: its first stage, what follows from it, and who has its
#: drawing open.
FOLLOWING = {StageChange, ProjectTotal, AssetTotal, FundingTotal, Verdict, Editor}
ASSETS = RECORDS[Recorded.ASSET]
#: What the batch wrote: the version each of its rows had afterwards, and where its old row is.
WROTE = """
    CREATE TEMP TABLE wrote ON COMMIT DROP AS
    SELECT DISTINCT ON (asset_id) * FROM (
        -- A number that was passed on was freed before the row was written: two old rows.
        SELECT e.pgh_obj_id AS asset_id, e.pgh_id AS event_id,
            max(e.version) OVER (PARTITION BY e.pgh_obj_id) + 1 AS version
        FROM registry_assetevent e JOIN pghistory_context c ON c.id = e.pgh_context_id
        WHERE c.metadata @> jsonb_build_object('batch', %(batch)s::bigint)
            AND NOT c.metadata ? 'undone' AND e.pgh_label = 'update'
            -- Whatever else shares the context: a row that the batch changed was not yet its own.
            AND e.batch_id IS DISTINCT FROM %(batch)s
        UNION ALL
        SELECT a.id, NULL, 1 FROM registry_asset a WHERE a.batch_id = %(batch)s
        UNION ALL
        SELECT e.pgh_obj_id, NULL, 1 FROM registry_assetevent e WHERE e.batch_id = %(batch)s
    ) found ORDER BY asset_id, event_id NULLS LAST
"""
#: The old rows that it wrote over.
WRITTEN_OVER = "SELECT event_id FROM wrote"
#: What the batch changed may have been written by another that is undone by now: then what was
#: there before that one comes back, however many followed each other.
BEFORE_UNDONE = """
    UPDATE wrote w SET event_id = earlier.pgh_id
    FROM registry_assetevent e
    JOIN registry_assetevent earlier
        ON earlier.pgh_obj_id = e.pgh_obj_id AND earlier.version = e.version - 1
    JOIN pghistory_context c ON c.id = earlier.pgh_context_id
    JOIN registry_importbatch b ON b.id = (c.metadata->>'batch')::bigint AND b.status = 'undone'
    WHERE e.pgh_id = w.event_id AND earlier.pgh_label = 'update'
        AND NOT c.metadata ? 'undone' AND earlier.batch_id IS DISTINCT FROM b.id
"""
#: Rows that are gone for good: with their project, or as an undone batch had added them.
GONE_FOR_GOOD = """
    DELETE FROM wrote w USING registry_assetevent e
    WHERE e.pgh_id = w.event_id
        AND NOT EXISTS (SELECT FROM registry_asset a WHERE a.id = w.asset_id)
        AND (
            NOT EXISTS (SELECT FROM registry_project p WHERE p.id = e.project_id)
            OR EXISTS (
                SELECT FROM registry_assetevent added
                JOIN registry_importbatch b ON b.id = added.batch_id
                WHERE added.pgh_obj_id = w.asset_id AND added.version = 1 AND b.status = 'undone'
            )
        )
"""
#: Rows that are neither as the batch left them nor as they were before it, in their values.
CHANGED_SINCE = """
    -- Few have another version: only for these are old rows looked up.
    WITH moved_on AS MATERIALIZED (
        SELECT w.* FROM wrote w LEFT JOIN registry_asset a ON a.id = w.asset_id
        WHERE a.version IS DISTINCT FROM w.version
            -- An added row that was deleted since is gone already: nothing of it is lost.
            AND (a.id IS NOT NULL OR w.event_id IS NOT NULL)
    )
    SELECT w.asset_id, w.version FROM moved_on w
    LEFT JOIN registry_asset a ON a.id = w.asset_id
    LEFT JOIN registry_assetevent e ON e.pgh_obj_id = w.asset_id AND e.version = w.version
    LEFT JOIN registry_assetevent before ON before.pgh_id = w.event_id
    WHERE a.id IS NULL OR ({is_no_longer_so} AND {is_not_yet_back})
    ORDER BY w.asset_id
"""
#: Numbers that would come back and are those of rows which the batch never touched.
TAKEN = """
    SELECT e.number, p.number, a.kind, a.name
    FROM wrote w
    JOIN registry_assetevent e ON e.pgh_id = w.event_id AND e.number <> ''
    JOIN registry_asset a
        ON a.project_id = e.project_id AND a.number = e.number AND a.id <> w.asset_id
    JOIN registry_project p ON p.id = a.project_id
    WHERE NOT EXISTS (SELECT FROM wrote other WHERE other.asset_id = a.id)
    ORDER BY p.number, e.number LIMIT %s
"""
TAKEN_BY = "{1} 里编号“{0}”现在是另一条{2}{3}的：请先给那一条换个编号，再撤销。"


@dataclass(frozen=True)
class Changed:
    """A row that was changed since the import."""

    asset: int
    project: str
    name: str
    deleted: bool
    by: str = ""
    at: str = ""
    what: tuple = ()

    def __str__(self):
        called = f"{self.project} {self.name}{'（已删除）' if self.deleted else ''}"
        if not self.at:
            return called
        return f"{called}：{self.by} 于 {self.at} {self._done}"

    @property
    def _done(self):
        if self.deleted or not self.what:
            return "删除" if self.deleted else "改动"
        more = "等" if len(self.what) > TOLD else ""
        return f"把{'、'.join(self.what[:TOLD])}{more}"


class ChangedSince(Refusal):
    """Rows were changed since the import, and nobody has confirmed that this is to be lost."""

    def __init__(self, count, rows):
        self.count, self.rows = count, rows
        more = [f"……其余 {count - len(rows)} 条略。"] if count > len(rows) else []
        told = f"导入之后又有 {count} 条设施被改动，{LOSES}："
        super().__init__("\n".join([told, *map(str, rows), *more]))


@transaction.atomic
def undo(batch, *, by, confirmed=False, progress=None):
    """Restore exactly what was there; refuses, listing them, where rows were changed since.

    `by` is a person or the system; says how many rows were taken out and how many put back.
    """
    progress = progress or (lambda done, total, text="": None)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status not in (ImportBatch.Status.WRITTEN, ImportBatch.Status.UNDOING):
        raise Refusal(f"这次导入现在是“{batch.get_status_display()}”，不能撤销。")
    with (
        pghistory.context(door=Door.UNDO, batch=batch.pk, undone=True),
        connection.cursor() as cursor,
    ):
        cursor.execute("DROP TABLE IF EXISTS pg_temp.wrote")
        cursor.execute(WROTE, {"batch": batch.pk})
        cursor.execute("ALTER TABLE wrote ADD PRIMARY KEY (asset_id)")
        pass_over_undone(cursor)
        projects = lock(cursor)
        require_right(batch, by, projects)
        changed = changed_since(cursor)
        if changed and not confirmed:
            raise ChangedSince(len(changed), named(dict(changed[:LISTED]), by))
        refuse_taken_numbers(cursor)
        # Written through the ORM first, so that history knows who takes the rows back.
        person = by if hasattr(by, "pk") else None
        batch.status, batch.undone_by, batch.undone_at = "undone", person, timezone.now()
        batch.save(update_fields=["status", "undone_by", "undone_at"])
        progress(0, batch.rows, "撤销")
        removed, restored = put_back(cursor)
        cursor.execute("DROP TABLE wrote")
        dropped = drop_new_project(batch)
    audit.write(
        AuditAction.IMPORT_UNDONE,
        user=person,
        subject=f"import {batch.pk}",
        detail={"removed": removed, "restored": restored, **dropped},
    )
    return removed, restored


def lock(cursor):
    """The projects that the batch's assets are in or would come back to, and then its assets.

    Each in the order of ids, projects first, as every form does: held, none of them is submitted
    while its assets are put back.
    """
    cursor.execute(
        "SELECT project_id FROM registry_asset WHERE id IN (SELECT asset_id FROM wrote)"
        " UNION SELECT project_id FROM registry_assetevent"
        " WHERE pgh_id IN (SELECT event_id FROM wrote)"
    )
    touched = Project.objects.filter(pk__in=[pk for (pk,) in cursor.fetchall()]).order_by("pk")
    projects = list(touched.select_for_update(no_key=True))
    cursor.execute(
        "SELECT FROM registry_asset WHERE id IN (SELECT asset_id FROM wrote) ORDER BY id FOR UPDATE"
    )
    return projects


def require_right(batch, by, projects):
    is_own = getattr(by, "pk", None) == batch.imported_by_id
    verdict = by.rights.may_undo(is_own=is_own, projects=projects)
    if not verdict:
        raise Refusal(f"{verdict.reason}。")


def pass_over_undone(cursor):
    """Nothing comes back that another batch had written which is undone by now."""
    cursor.execute(BEFORE_UNDONE)
    while cursor.rowcount:
        cursor.execute(BEFORE_UNDONE)
    cursor.execute(GONE_FOR_GOOD)


def changed_since(cursor):
    """Rows of which something would be lost: their ids, and the version that the batch left.

    Values count, not versions: what was changed and put back since, as by the undo of a later
    import, is as the batch left it.
    """
    cursor.execute(
        CHANGED_SINCE.format(
            is_no_longer_so=differ(ASSETS, "a", "e", but=LINEAGE),
            is_not_yet_back=differ(ASSETS, "a", "before", but=LINEAGE),
        )
    )
    return cursor.fetchall()


def refuse_taken_numbers(cursor):
    """A number that would come back may have been given to something else since."""
    cursor.execute(TAKEN, [LISTED])
    taken = [
        TAKEN_BY.format(number, project, KINDS[kind].label, name and f"“{name}”")
        for number, project, kind, name in cursor.fetchall()
    ]
    if taken:
        raise Refusal("\n".join([f"没有撤销：有 {len(taken)} 个编号后来给了别的设施。", *taken]))


def named(versions, reader):
    """What the rows are called now, or were when they were deleted, and who has changed what, if
    the reader may know. `versions` are those that the batch left.
    """
    keys = list(versions)
    assets = {a.pk: a for a in Asset.objects.filter(pk__in=keys).select_related("project")}
    gone = AssetEvent.objects.filter(pgh_obj_id__in=set(keys) - set(assets)).order_by("pgh_id")
    last = {event.pgh_obj_id: event for event in gone.select_related("project")}
    known = {*assets, *told_events(gone, reader).values_list("pgh_obj_id", flat=True)}
    what = changes_since(assets, versions, reader)
    authors = [{"asset": key} for key in keys]
    name_authors(authors, reader)
    rows = []
    for key, author in zip(keys, authors, strict=True):
        record = assets.get(key) or last.get(key)
        called = key in known and (record.name or record.number)
        called = called or f"第 {record.source_row} 行"
        told = {"by": author["by"], "at": author["at"] or "", "what": what.get(key, ())}
        rows.append(Changed(key, record.project.number, called, key in last, **told))
    return rows


def changes_since(assets, versions, reader):
    """`{asset: what was changed since the batch left it}`, in words."""
    events = told_events(AssetEvent.objects.filter(pgh_obj_id__in=list(assets)), reader)
    left = {e.pgh_obj_id: e for e in events if e.version == versions[e.pgh_obj_id]}
    pairs = {key: (before, assets[key]) for key, before in left.items()}
    names = names_in(pairs.values())
    return {
        key: tuple(words(each) for each in differences(*pair, names)) for key, pair in pairs.items()
    }


def words(difference):
    return "位置改动" if difference.is_shape else str(difference)


def put_back(cursor):
    """Take out what was added, give the rest its old values, and bring back what was deleted."""
    cursor.execute(
        "DELETE FROM registry_asset a USING wrote w WHERE a.id = w.asset_id AND w.event_id IS NULL"
    )
    removed = cursor.rowcount
    free_numbers(cursor, numbers_in(WRITTEN_OVER))
    restored = overwrite(cursor, ASSETS, WRITTEN_OVER)
    restored += reinsert(cursor, ASSETS, WRITTEN_OVER)
    return removed, restored


def drop_new_project(batch):
    """The project that the batch made goes with it, if nothing else has happened to it.

    Its number is all that is left of it: told to the log, and kept for the batch's page.
    """
    made = batch.report.get("new_project")
    project = Project.objects.select_for_update().filter(pk=made).first() if made else None
    if project is None or not is_untouched(project):
        return {}
    project.delete()
    batch.report["dropped_project"] = project.number
    batch.save(update_fields=["report"])
    return {"dropped": project.number}


def is_untouched(project):
    """Nothing was done to it, and nothing that anyone added hangs on it."""
    return (
        project.version == 1
        and project.stage_changes.count() == 1
        and not any(is_held(project, relation) for relation in additions())
    )


def additions():
    """Every relation by which something that was added may hang on a project.

    Asked of the models, so that a new one keeps the project without being named here. What
    nothing in the database holds (DO_NOTHING) is the ledger: it outlives its project.
    """
    return [
        relation
        for relation in Project._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.on_delete is not DO_NOTHING
        and relation.related_model not in FOLLOWING
    ]


def is_held(project, relation):
    """Asked of all rows, what lies in a bin as well."""
    rows = relation.related_model._base_manager
    return rows.filter(**{relation.field.name: project}).exists()
