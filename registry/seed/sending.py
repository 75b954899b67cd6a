"""Sending the demo's papers and photos in through the users' own door."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from registry.models import Project
from registry.papers.intake import Draft, checked_name, draft_of, enter, looked_at


@dataclass(frozen=True)
class Parcel:
    """One file to be sent; `told` is what its sender tells of it."""

    project: object
    name: str
    content: Callable[[], bytes]
    told: dict = field(default_factory=dict)


@contextmanager
def sent_or_gone():
    """A list for the folders of what is sent: where the block fails, the files go like the rows."""
    folders = []
    try:
        yield folders
    except BaseException:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def send(parcels, folders):
    """Looked at side by side, as that takes the time; entered in order by the caller's own thread.

    A connection belongs to its thread, and so does the transaction that all of it is part of.
    """
    with ExitStack() as drafts, ThreadPoolExecutor(os.cpu_count()) as pool:
        looked = pool.map(partial(look, drafts), parcels)
        return [deliver(parcel, draft, folders) for parcel, draft in looked]


def look(drafts, parcel):
    name = checked_name(parcel.name)
    file = SimpleUploadedFile(name, parcel.content())
    folder, sha256, size = drafts.enter_context(draft_of(file, name))
    return parcel, Draft(name, folder, sha256, size, looked_at(folder, name))


def deliver(parcel, draft, folders):
    by, lock = parcel.project.created_by, partial(Project.objects.locked, parcel.project.pk)
    attachment = enter(parcel.project, draft, by=by, lock=lock, **parcel.told)
    folders.append(attachment.folder)
    return attachment
