"""The one way in for a paper or photo: file, previews and row together, or nothing.

`take` does all of it; who has many files looks at them side by side and hands each to `enter`.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone

from gis.bounds import MAX_LAT
from gis.documents.looking import FOUND
from gis.errors import GisError
from gis.readers import sandbox
from registry.choices import PlacedBy, Scan
from registry.files import CHUNK, FULL, media, require_room
from registry.models import Attachment
from registry.models.attachments import PICTURES
from registry.papers.guessing import guessed_type
from registry.papers.scanning import scan
from registry.papers.words import told
from registry.refusals import Refusal, held, sentence
from registry.uploads import plain_name

logger = logging.getLogger(__name__)

DRAFTS = "drafts"
#: No file system of an office takes these, and what holds them means no good.
NOT_IN_NAMES = frozenset('<>:"|?*�')
#: Control characters, and those that turn the direction of writing: `工地gpj.exe`.
INVISIBLE = frozenset({"Cc", "Cf"})
#: Where only the pictures of pages cost too much, the paper is kept without them.
COSTS = {"reader_crashed", "reader_out_of_memory", "reader_timed_out"}


@dataclass(frozen=True)
class Draft:
    """A file that has been looked at, in its folder, and what was found."""

    name: str
    folder: Path
    sha256: str
    size: int
    found: dict


def take(project, file, *, by, **told):
    """Keep an uploaded file as the project's; `told` as for `enter`."""
    name = checked_name(file.name)
    with draft_of(file, name) as (folder, sha256, size):
        refuse_twice(project, sha256, name, by)
        draft = Draft(name, folder, sha256, size, looked_at(folder, name))
        lock = partial(held, by, project.pk, "edit")
        return enter(project, draft, by=by, lock=lock, **told)


def enter(project, draft, *, by, lock, type="", moment="", spot="", **particulars):
    """Keep a draft as the project's; a blank `type` is guessed from name and content.

    `lock` takes the project just before the row is written, or refuses.
    """
    found = draft.found
    attachment = Attachment(
        client_id=uuid4(),
        project=project,
        type=type or guessed_type(draft.name, found["format"]),
        file_name=draft.name,
        format=found["format"],
        sha256=draft.sha256,
        size=draft.size,
        pages=found["pages"],
        previews=len(list(draft.folder.glob("screen-*.webp"))),
        scan=scan(original_in(draft.folder)),
        uploaded_by=by,
        **particulars,
    )
    if attachment.scan == Scan.INFECTED:
        raise Refusal(f"“{draft.name}”查出病毒，没有保存。请先在本机杀毒后再传。")
    if attachment.is_photo:
        note_what_the_camera_says(attachment, found)
        attachment.moment, attachment.spot = moment, spot
    keep(attachment, draft.folder, lock)
    return attachment


def checked_name(name):
    name = plain_name(name)
    if any(unicodedata.category(character) in INVISIBLE for character in name):
        raise Refusal("文件名含有看不见的控制字符，请改名后再传。")
    if odd := NOT_IN_NAMES.intersection(name):
        raise Refusal(f"文件名含有不能使用的字符（{' '.join(sorted(odd))}），请改名后再传。")
    return name


@contextmanager
def draft_of(file, name):
    """The file in a folder of its own, with its SHA-256 and size; whatever is left goes again."""
    require_size(file.size or 0, name)
    require_room(file.size or 0)
    folder = media("papers", DRAFTS, uuid4().hex)
    folder.mkdir(mode=0o700)
    try:
        suffix = PurePosixPath(name).suffix.lower()
        path = folder / f"sent{suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ''}"
        yield folder, *poured(file, path, name)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refusal(FULL) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def poured(file, path, name):
    """Bounded while it comes in, whatever its sender said of the size."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        for chunk in file.chunks(CHUNK):
            size += len(chunk)
            require_size(size, name)
            digest.update(chunk)
            target.write(chunk)
    if not size:
        raise Refusal(f"“{name}”是空文件。")
    return digest.hexdigest(), size


def require_size(size, name):
    limit = settings.PAPER_LIMIT_BYTES
    if size > limit:
        raise Refusal(f"“{name}”超过 {limit // 2**20} MB 的上限，请压缩或拆分后再传。")


def refuse_twice(project, sha256, name, by):
    """Told before the file is looked at; two uploads at once are told by the constraint."""
    same = project.attachments.present().filter(sha256=sha256)
    if known := same.told_to(by).first():
        day = timezone.localdate(known.uploaded_at)
        raise Refusal(f"“{name}”与 {day} 上传的“{known}”内容完全相同，没有重复保存。")
    if same.exists():
        raise Refusal(f"“{name}”与本项目已有的一份资料内容完全相同，没有重复保存。")


def looked_at(folder, name):
    """What the file is, found out in a process of its own; its previews then lie beside it."""
    path = sent_in(folder)
    order = {
        "path": str(path),
        "folder": str(folder),
        "suffix": path.suffix or PurePosixPath(name).suffix,
        "pixels": settings.PICTURE_PIXELS,
        "previews": settings.PREVIEW_PAGES,
    }
    limits = sandbox.Limits(**settings.PAPER_LOOK_LIMITS)
    try:
        sandbox.run("gis.documents.looking:look", order, name=name, folder=folder, limits=limits)
    except GisError as error:
        if error.code not in COSTS or not (folder / FOUND).exists():
            raise Refusal(told(error, name)) from error
        logger.warning("a paper is kept without pictures of its pages: %s", error)
    found = json.loads((folder / FOUND).read_text(encoding="utf-8"))
    (folder / FOUND).unlink()
    path.rename(folder / f"original.{found['format']}")
    return found


def sent_in(folder):
    return next(folder.glob("sent*"))


def original_in(folder):
    return next(folder.glob("original.*"))


def note_what_the_camera_says(photo, found):
    """WGS 84 is CGCS2000 to within decimetres: the degrees are taken as they are."""
    if photo.format not in PICTURES:
        raise Refusal("照片只能是 jpg、png、webp 图片，其他文件请选别的类型。")
    longitude, latitude = found["longitude"], found["latitude"]
    if longitude is not None and abs(latitude) <= MAX_LAT:
        photo.location, photo.placed_by = Point(longitude, latitude, srid=4490), PlacedBy.CAMERA
    if found["taken_at"]:
        moment = datetime.fromisoformat(found["taken_at"])
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        if moment <= timezone.now():
            photo.taken_at = moment
            photo.dated_on = photo.dated_on or timezone.localdate(moment)


def keep(attachment, folder, lock):
    """Row and folder in one transaction, the folder last: no row is ever without its file.

    What a killed process leaves between the two is a folder without a row: the worker's to sweep.
    """
    try:
        with transaction.atomic():
            lock()
            attachment.save(force_insert=True)
            publish_folder(folder, attachment.folder)
    except IntegrityError as error:
        raise Refusal(sentence(error, Attachment)) from error
    except BaseException:
        shutil.rmtree(attachment.folder, ignore_errors=True)
        raise


def publish_folder(folder, target):
    for path in folder.iterdir():
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    os.rename(folder, media("papers", *target.parts[-2:]))
