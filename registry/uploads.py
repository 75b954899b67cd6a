"""Files that are sent in: written once under their SHA-256, whole or not at all.

`keep` takes what a form uploaded, `keep_file` what a command was given by path. Loose parts of
one shapefile are kept together as one zip, the same bytes for the same parts.
"""

import errno
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from registry.files import CHUNK, FULL, NO_ROOM, media, publish, require_room, stored_name
from registry.kinds.values import visible
from registry.refusals import Refusal

MOST_PARTS = 20
#: What a form sends beside its files; a little too much is still answered with a sentence.
SLACK_BYTES = 64 * 2**20
LONGEST_NAME = 255
LONGEST_SUFFIX = 12
#: A zip entry's time has to be something: the same parts must give the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Stored:
    """What `ImportBatch` says of its file: `ImportBatch(**vars(stored))`."""

    file_name: str
    stored: str
    sha256: str
    size: int


class TooLong(RequestDataTooBig):
    """A body that is not received; the text tells the person why."""


class SignInFirst(RequestDataTooBig):
    """A body that is not received of somebody whom nobody knows, any more or yet."""


class Bounded(FileUploadHandler):
    """Refuses a body before a byte of it is on the disk.

    The check against forged requests reads every form, also of those who have not signed in: of
    them nobody has a file to send.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            if content_length > settings.STRANGERS_BODY_BYTES:
                raise SignInFirst
        elif content_length > settings.UPLOAD_LIMIT_BYTES + SLACK_BYTES:
            raise TooLong("提交的内容太长，没有接收。请分成几份。")
        elif content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE and is_crowded(content_length):
            raise TooLong(NO_ROOM)

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        """The next handler has the file."""


def is_crowded(size):
    """Whether there is no room for it: where bodies are laid down first, or where they are kept.

    The reserve is the database's, on the disk of what is kept.
    """
    laid_down, kept = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()), media("")
    if shutil.disk_usage(kept).free - size < settings.LEAST_FREE_BYTES:
        return True
    is_apart = laid_down.stat().st_dev != kept.stat().st_dev
    return is_apart and shutil.disk_usage(laid_down).free < size


def keep(files):
    """One uploaded file, or the loose parts of one shapefile."""
    files = accepted(files)
    if len(files) == 1:
        return store(plain_name(files[0].name), lambda draft: pour(files[0].chunks(CHUNK), draft))
    return keep_parts(files)


def accepted(files):
    """The files, if they are neither none nor too many nor too big."""
    files = list(files)
    if not files:
        raise Refusal("没有选择文件。")
    if len(files) > MOST_PARTS:
        raise Refusal(f"一次最多选择 {MOST_PARTS} 个文件；多份资料请一份一份地选，或打成一个 zip。")
    sent = sum(file.size or 0 for file in files)
    require_size(sent)
    require_room(sent)
    return files


def keep_file(path):
    """A file by its path, as a command names it."""
    path = Path(path)
    require_room(path.stat().st_size)
    return store(plain_name(path.name), lambda draft: pour(chunks_of(path), draft, limited=False))


def chunks_of(path):
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def keep_parts(files):
    name, parts = shapefile_of(files)
    chunked = [(part, file.chunks(CHUNK)) for part, file in parts]
    return store(name, lambda draft: pack(chunked, draft))


def shapefile_of(files):
    """The name of a zip and the `(name, file)` parts of one shapefile to put into it."""
    names = [plain_name(file.name) for file in files]
    stems = {stem(name) for name in names}
    twins = {name for name in names if [n.casefold() for n in names].count(name.casefold()) > 1}
    if twins:
        raise Refusal(f"文件重名：{'、'.join(sorted(twins))}。")
    if len(stems) > 1 or not any(name.lower().endswith(".shp") for name in names):
        raise Refusal(
            "一次选择多个文件时，它们应是同一个 shapefile 的各部分（主名相同，含 .shp）。"
            "不同的资料请一份一份地选，或打成一个 zip。"
        )
    parts = sorted(zip(names, files, strict=True), key=lambda part: part[0])
    main = next(name for name in names if name.lower().endswith(".shp"))
    return f"{main[:-4]}.zip", parts


def stem(name):
    """`管线.shp.xml` and `管线.cpg` belong to `管线.shp`."""
    lower = name.casefold()
    return lower[:-8] if lower.endswith(".shp.xml") else PurePosixPath(lower).stem


def plain_name(name):
    """The last part of a name, readable: it is shown and kept, and never used as a path."""
    name = visible(str(name).replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if name in {"", ".", ".."}:
        raise Refusal("文件没有名称。")
    if len(name) > LONGEST_NAME:
        suffix = PurePosixPath(name).suffix[:LONGEST_SUFFIX]
        name = name[: LONGEST_NAME - len(suffix)] + suffix
    return name


def require_size(size):
    limit = settings.UPLOAD_LIMIT_BYTES
    if size > limit:
        raise Refusal(
            f"文件超过 {limit // 2**20} MB 的上限。请分成几份导入，或请系统管理员用命令导入。"
        )


def store(name, write):
    """Write a draft, then move it to the place that its content names."""
    folder = media("originals", "drafts").parent
    with NamedTemporaryFile(dir=folder, prefix=".draft-", delete=False) as draft:
        try:
            write(draft)
            size = draft.seek(0, os.SEEK_END)
            if size == 0:
                raise Refusal(f"{name} 是空文件。")
            draft.seek(0)
            sha256 = hashlib.file_digest(draft, "sha256").hexdigest()
            path = media("originals", sha256[:2], sha256 + suffix_of(name))
            publish(draft.name, path)
        except BaseException as error:
            os.unlink(draft.name)
            if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise Refusal(FULL) from error
            raise
    return Stored(file_name=name, stored=stored_name(path), sha256=sha256, size=size)


def suffix_of(name):
    """Readers tell formats by it; nothing else of the sender's name reaches the disk."""
    suffix = PurePosixPath(name).suffix.lower()
    harmless = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= LONGEST_SUFFIX
    return suffix if harmless else ""


def pour(chunks, target, *, limited=True):
    """Copy; the sum is bounded while it comes in, whatever the request's header said."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if limited:
            require_size(size)
        target.write(chunk)
    target.flush()
    return size


def pack(parts, draft, *, limited=True):
    """`(name, chunks)` in one zip, in their order: the same bytes for the same parts."""
    with ZipFile(draft, "w", ZIP_STORED) as archive:
        total = 0
        for name, chunks in parts:
            with archive.open(ZipInfo(name, NO_TIME), "w", force_zip64=True) as target:
                total += pour(chunks, target, limited=limited)
            if limited:
                require_size(total)
