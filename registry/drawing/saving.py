"""One save of the drawing page: all changes in one transaction, or none."""

from django.db import IntegrityError, connection, transaction

from registry.drawing.documents import documents, edition_of
from registry.drawing.judging import CREATE, DELETE, UPDATE, Judging
from registry.drawing.verdicts import Conflicts, FieldRefusal, SaveRefused
from registry.editions import deletions_of, revisions_of
from registry.history.differences import moment
from registry.kinds import COLUMNS, PROVENANCE
from registry.models import Asset
from registry.numbering import free_numbers
from registry.refusals import sentence

CHANGEABLE = (*COLUMNS, *PROVENANCE, "attributes", "location", "outside_confirmed",
              "source_attributes")  # fmt: skip
#: Rows of one UPDATE: each is compared with every other's case.
AT_ONCE = 200
#: Renumbered assets, as `free_numbers` is told of them.
MEANT = "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS m (id, project_id, number)"


@transaction.atomic
def save(project, changes, *, by):
    """`{"assets", "deleted", "before", "edition"}` after the change set.

    The project's row is locked by the caller; "before" and "edition" are the project's editions.
    """
    before = edition_of(project)
    judging = Judging(project, changes).run()
    if judging.conflicts:
        raise Conflicts(told(project, by, judging.conflicts))
    if judging.refused or judging.doubts:
        raise SaveRefused(judging.refused, judging.doubts)
    try:
        with transaction.atomic():
            write(judging)
    except IntegrityError as error:
        raise SaveRefused([FieldRefusal("", None, sentence(error, Asset))]) from None
    kept = [change.client_id for change in changes if change.op != DELETE]
    return {
        "assets": documents(project.assets.filter(client_id__in=kept).order_by("pk")),
        "deleted": [str(change.client_id) for change in changes if change.op == DELETE],
        "before": before,
        "edition": edition_of(project),
    }


def write(judging):
    """Deletions first: a number that they free can be used again."""
    gone = [each.stored.pk for each in judging.to_write(DELETE)]
    if gone:
        Asset.objects.filter(pk__in=gone).delete()
    change(judging.to_write(UPDATE))
    Asset.objects.bulk_create(each.wanted for each in judging.to_write(CREATE))


def change(updates):
    """A statement for many: each refreshes the totals of the project once."""
    names = [name for name in CHANGEABLE if any(differs(each, name) for each in updates)]
    if not names:
        return
    make_way([each.wanted for each in updates if differs(each, "number")])
    Asset.objects.bulk_update([each.wanted for each in updates], names, batch_size=AT_ONCE)


def differs(each, name):
    if name == "location":
        return each.is_reshaped
    return getattr(each.stored, name) != getattr(each.wanted, name)


def make_way(renumbered):
    if renumbered:
        columns = zip(*((a.pk, a.project_id, a.number) for a in renumbered), strict=True)
        with connection.cursor() as cursor:
            free_numbers(cursor, MEANT, [list(column) for column in columns])


def told(project, reader, conflicts):
    """What is stored now, and who has made it so; a fixed number of queries."""
    standing = [each.stored for each in conflicts if each.stored is not None]
    since = {
        each.stored.pk: getattr(each.change, "version", 1) for each in conflicts if each.stored
    }
    revisions = revisions_of(standing, reader, since)
    theirs = {each["id"]: each for each in documents(project.assets.filter(pk__in=since))}
    gone = [each.change.client_id for each in conflicts if each.stored is None]
    deletions = deletions_of(project, reader, gone) if gone else {}
    return [
        told_of(each, revisions[each.stored.pk], theirs[each.stored.pk], reader)
        if each.stored
        else told_gone(each, *deletions.get(each.change.client_id, ("", "")))
        for each in conflicts
    ]


def told_of(each, revisions, theirs, reader):
    last = revisions[0] if revisions else None
    return {
        "client_id": each.id,
        "theirs": theirs,
        "by": last.by if last else "",
        # Many a planner has the same project open twice.
        "is_own": bool(revisions) and all(each.user_id == reader.pk for each in revisions),
        "at": moment(last.at if last else each.stored.updated_at),
        "told": [str(revision) for revision in revisions],
    }


def told_gone(each, by, at):
    return {"client_id": each.id, "theirs": None, "by": by, "is_own": False, "at": at, "told": []}
