"""The files that the instance keeps: private folders under MEDIA_ROOT, and room for them."""

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings

from registry.refusals import Refusal

CHUNK = 2**20
NO_ROOM = "服务器磁盘空间不足，请联系系统管理员腾出空间后重试。"
FULL = "服务器磁盘已满，请联系系统管理员腾出空间后重试。"


def media(*parts):
    """A place under MEDIA_ROOT; its folders are the instance's own."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in parts[:-1]:
        folder = folder / part
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder / parts[-1]


def stored_name(path):
    """How a record names a file of MEDIA_ROOT, wherever that is tomorrow."""
    return str(Path(path).relative_to(settings.MEDIA_ROOT))


def require_room(size=0):
    """Refuse before the disk is full: the database lives on it too."""
    free = shutil.disk_usage(media("exports").parent).free
    if free - size < settings.LEAST_FREE_BYTES:
        raise Refusal(NO_ROOM)


def fingerprint(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def publish(draft, path):
    """Move a finished file into place: there is all of it, or none."""
    os.chmod(draft, 0o600)
    with open(draft, "rb") as file:
        os.fsync(file.fileno())
    os.replace(draft, path)
