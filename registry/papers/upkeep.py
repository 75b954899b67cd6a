"""What the worker does for papers: folders that nobody's row names go, scans are asked again."""

import shutil
from datetime import timedelta

from django.utils import timezone

from registry.choices import Scan
from registry.files import media
from registry.models import Attachment
from registry.papers.scanning import scan

#: No upload takes so long.
ABANDONED_AFTER = timedelta(days=1)


def sweep():
    """Remove what killed uploads have left behind, one shard of the folders after the other."""
    since = (timezone.now() - ABANDONED_AFTER).timestamp()
    for shard in media("papers", "").iterdir():
        old = {path.name: path for path in shard.iterdir() if path.stat().st_mtime < since}
        for name in old.keys() - Attachment.objects.kept_in(old):
            shutil.rmtree(old[name], ignore_errors=True)


def scan_waiting():
    """Ask the scanner again about those of which it has said nothing."""
    for attachment in Attachment.objects.filter(scan=Scan.WAITING).iterator():
        answer = scan(attachment.path)
        if answer == Scan.INFECTED:
            shutil.rmtree(attachment.folder, ignore_errors=True)
        Attachment.objects.filter(pk=attachment.pk, scan=Scan.WAITING).update(scan=answer)
