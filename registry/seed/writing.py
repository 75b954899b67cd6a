"""Writing drafts into the database, a table at a time."""

import pgtrigger
from django.db.models import OuterRef, Subquery

from registry.choices import Recorded
from registry.models import Asset, Attachment, Change, FundingLine, Project, StageChange

BATCH = 2000


def write(drafts):
    # Projects do not pass through `workflow.advance` here: it writes one change a day
    # for the person at the keyboard, while the seed tells years of other people's
    # changes. Each project's stage is that of its last change all the same.
    Project.objects.bulk_create((draft.project for draft in drafts), batch_size=BATCH)
    for model, name in ((Asset, "assets"), (FundingLine, "funding"), (StageChange, "changes")):
        rows = [row for draft in drafts for row in getattr(draft, name)]
        model.objects.bulk_create(rows, batch_size=BATCH)
    _tell_of_the_past([draft.project.pk for draft in drafts])


def _tell_of_the_past(projects):
    """The ledger says that all this was entered when its project was, not today."""
    registered = Project.objects.filter(pk=OuterRef("project")).values("created_at")
    with pgtrigger.ignore("registry.Change:append_only"):
        Change.objects.filter(project__in=projects).update(at=Subquery(registered))


def tell_when_sent(attachments):
    """The ledger says of papers and photos that they came on the day that they tell."""
    sent = Attachment.objects.filter(pk=OuterRef("first")).values("uploaded_at")
    of_papers = Change.objects.filter(
        recorded=Recorded.ATTACHMENT, first__in=[attachment.pk for attachment in attachments]
    )
    with pgtrigger.ignore("registry.Change:append_only"):
        of_papers.update(at=Subquery(sent))
