"""Everything that is found out about one paper, in the process that `gis.readers.sandbox` starts.

What was found is written as soon as the file is known to be sound: where only the pictures of its
pages take too long, it can be kept without them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from gis.documents import actions, packages, pages
from gis.documents.formats import PICTURES, format_of
from gis.documents.pictures import SCREEN_PX, THUMB_PX, Taken, read, save

if TYPE_CHECKING:  # the readers take four times as long to load as a paper to be looked at
    from gis.readers.sandbox import Progress

FOUND, THUMB, SCREEN = "found.json", "thumb.webp", "screen-{page}.webp"


def look(
    path: str, folder: str, suffix: str, pixels: int, previews: int, progress: "Progress"
) -> None:
    """Check a file, and write what it is (`FOUND`) and how it looks into a folder.

    Parameters
    ----------
    path : str
    folder : str
        Existing; gets `FOUND` with ``format, pages, longitude, latitude, taken_at``, and of
        pictures and PDF `THUMB` and `SCREEN` from page 1 on.
    suffix : str
        Of the name it was sent under.
    pixels : int
        More are refused.
    previews : int
        Pages of a PDF that are made into pictures.
    progress : callable

    Raises
    ------
    UnreadableFile, UnsafeArchive
        See `format_of`, `pictures.read`, `pages.opened`, `actions.check`, `packages.check`.
    """
    source, target = Path(path), Path(folder)
    name = format_of(source, suffix)
    if name in PICTURES:
        image, taken = read(source, name, pixels)
        _tell(target, format=name, pages=1, **asdict(taken))
        _show([image], target)
    elif name == "pdf":
        with pages.opened(source) as document:
            document[0].close()  # there is one, and it can be read
            actions.check(document, source, target / "scratch")
            _tell(target, format=name, pages=len(document), **asdict(Taken()))
            _show(pages.pictures(document, previews), target)
    else:
        packages.check(source, name, target / "scratch")
        _tell(target, format=name, pages=0, **asdict(Taken()))
    progress(1, 1)


def _tell(folder: Path, **found: object) -> None:
    (folder / FOUND).write_text(json.dumps(found), encoding="utf-8")


def _show(images: Iterable[Image.Image], folder: Path) -> None:
    for page, image in enumerate(images, 1):
        save(image, folder / SCREEN.format(page=page), SCREEN_PX)
        if page == 1:
            save(image, folder / THUMB, THUMB_PX)
