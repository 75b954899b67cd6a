"""Files of imports, layers and exports that nobody needs any more, taken away each night.

Nowhere else: a file that was kept a moment ago is named by no row yet, and who looks for other
rows of the same file would not find the one that is just being written.
"""

import shutil
from pathlib import Path

from django.utils import timezone

from registry.files import media, stored_name
from registry.models import ExportRecord, ImportBatch, ReferenceLayer
from registry.papers.upkeep import ABANDONED_AFTER


def sweep_originals():
    """Remove what no batch and no layer names, and the drafts of killed uploads."""
    since = (timezone.now() - ABANDONED_AFTER).timestamp()
    originals = media("originals", "")
    for folder in (originals, *filter(Path.is_dir, originals.iterdir())):
        files = (path for path in folder.iterdir() if path.is_file())
        old = {stored_name(path): path for path in files if is_old(path, since)}
        for name in old.keys() - named(old):
            # It may have been sent in again just now.
            if is_old(old[name], since):
                old[name].unlink()


def is_old(path, since):
    return path.stat().st_mtime < since


def named(names):
    batches = ImportBatch.objects.filter(stored__in=names)
    layers = ReferenceLayer.objects.with_file().filter(stored__in=names)
    return {
        *batches.values_list("stored", flat=True),
        *layers.values_list("stored", flat=True),
    }


def sweep_exports():
    """Remove folders of files that no record has: of a table whose process was killed there is not
    even a record, for it comes with the whole table or not at all.
    """
    since = (timezone.now() - ABANDONED_AFTER).timestamp()
    folders = (each for each in media("exports", "").iterdir() if each.name.isdecimal())
    old = {int(each.name): each for each in folders if is_old(each, since)}
    for pk in old.keys() - ExportRecord.objects.with_folder().in_bulk(old).keys():
        shutil.rmtree(old[pk], ignore_errors=True)


def sweep_staging():
    """Remove what files were staged into once their rows are written: an undo needs the history
    alone. A day later, so that no backup has the batch as it was before, and not its folder.
    """
    staging = media("staging", "")
    folders = {int(each.name): each for each in staging.iterdir() if each.name.isdecimal()}
    since = timezone.now() - ABANDONED_AFTER
    for batch in ImportBatch.objects.over().filter(pk__in=folders, written_at__lt=since):
        clear(folders[batch.pk], batch.rejects)


def clear(folder, rejects):
    """All but the file of rejects, which the batch's page offers for good."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif stored_name(path) != rejects:
            path.unlink()
    if not rejects:
        folder.rmdir()
