"""Verbs on a paper that is there: out of sight, back again. Its file stays where it is."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.models import Attachment
from registry.refusals import Refusal, held, sentence


@transaction.atomic
def discard(attachment, *, by):
    """False where somebody else, or the first of two clicks, was quicker."""
    held(by, attachment.project_id, "delete")
    present = Attachment.objects.present().filter(pk=attachment.pk)
    return bool(present.update(deleted_at=timezone.now()))


def restore(attachment, *, by):
    try:
        with transaction.atomic():
            held(by, attachment.project_id, "delete")
            deleted = Attachment.objects.deleted().filter(pk=attachment.pk)
            return bool(deleted.update(deleted_at=None))
    except IntegrityError as error:
        raise Refusal(sentence(error, Attachment)) from error
