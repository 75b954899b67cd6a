"""The report of an import as a JSON file, written whole or not at all."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError

from gis.readers.shapefiles.shapefile import PARTS
from registry.exchange.messages import SYSTEM_REASONS
from registry.management.arguments import UNUSABLE


def check_place(path, source):
    """Refuse a place where no report can stand, or where it would overwrite the input."""
    if is_part_of(path, source):
        raise CommandError("报告不能写到要导入的文件上，请另取文件名。", returncode=UNUSABLE)
    if path.exists() and not path.is_file():
        raise CommandError(f"报告无法写入“{path}”：不是普通文件。", returncode=UNUSABLE)
    try:
        with TemporaryDirectory(prefix=".atlas-", dir=path.resolve().parent):
            pass
    except OSError as error:
        raise CommandError(refusal(path, error), returncode=UNUSABLE) from None


def is_part_of(path, source):
    path, source = path.resolve(), source.resolve()
    sibling = (
        source.suffix.lower() == ".shp"
        and path.suffix.lower() in PARTS
        and path.with_suffix("") == source.with_suffix("")
    )
    return sibling or path == source


def write(path, content):
    path = path.resolve()  # a link stays one
    text = json.dumps(content, ensure_ascii=False, indent=1)
    with TemporaryDirectory(prefix=".atlas-", dir=path.parent) as folder:
        draft = Path(folder) / "report.json"
        # Half a surrogate pair, quoted from a broken file, becomes JSON's own escape of it.
        draft.write_text(text, encoding="utf-8", errors="backslashreplace")
        os.replace(draft, path)


def refusal(path, error):
    reason = SYSTEM_REASONS.get(error.strerror, error.strerror)
    return f"报告无法写入“{path}”：{reason}。"
