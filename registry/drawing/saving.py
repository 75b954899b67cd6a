"""One save of the drawing page: all changes in one transaction, or none."""

from django.db import IntegrityError, transaction

from registry.drawing.documents import documents
from registry.drawing.judging import CREATE, DELETE, UPDATE, Judging
from registry.drawing.verdicts import Conflicts, Refusal, Refused
from registry.editions import deletion_of, moment, revisions
from registry.models import Asset
from registry.refusals import sentence


@transaction.atomic
def save(project, changes):
    """`{"assets", "deleted"}` after the change set; the project's row is locked by the caller."""
    judging = Judging(project, changes).run()
    if judging.conflicts:
        raise Conflicts([told(each) for each in judging.conflicts])
    if judging.refused or judging.doubts:
        raise Refused(judging.refused, judging.doubts)
    try:
        with transaction.atomic():
            write(judging)
    except IntegrityError as error:
        raise Refused([Refusal("", None, sentence(error, Asset))]) from None
    kept = [change.client_id for change in changes if change.op != DELETE]
    return {
        "assets": documents(project.assets.filter(client_id__in=kept).order_by("pk")),
        "deleted": [str(change.client_id) for change in changes if change.op == DELETE],
    }


def write(judging):
    """Deletions first: a number that they free can be used again."""
    gone = [each.stored.pk for each in judging.to_write(DELETE)]
    if gone:
        Asset.objects.filter(pk__in=gone).delete()
    for each in judging.to_write(UPDATE):
        each.wanted.save()
    Asset.objects.bulk_create(each.wanted for each in judging.to_write(CREATE))


def told(each):
    """A conflict: what is stored now, and who has made it so."""
    if each.stored is None:
        by, at = deletion_of(each.change.client_id)
        return {"client_id": each.id, "theirs": None, "by": by, "at": at, "told": []}
    since = getattr(each.change, "version", 1)
    since = list(revisions(each.stored, since=since))
    (document,) = documents(Asset.objects.filter(pk=each.stored.pk))
    return {
        "client_id": each.id,
        "theirs": document,
        "by": since[0].by if since else "",
        "at": moment(since[0].at if since else each.stored.updated_at),
        "told": [str(revision) for revision in since],
    }
