"""PDF: opened, counted, and its first pages as pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from gis.documents.pictures import SCREEN_PX
from gis.errors import UnreadableFile

ENDING = b"%%EOF"
# The standard says 1024; programs add a little.
ENDING_BYTES = 4096


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF of which nothing is missing.

    Parameters
    ----------
    path : Path

    Yields
    ------
    PdfDocument

    Raises
    ------
    UnreadableFile
        ``truncated``, ``password_protected``, ``damaged``, also while it is read.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - ENDING_BYTES))
        if ENDING not in file.read():
            raise UnreadableFile("truncated", name=path.name, part=path.name)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = "password_protected" if "assword" in str(error) else "damaged"
        raise UnreadableFile(code, **_params(code, path, error)) from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("damaged", **_params("damaged", path, error)) from error
    finally:
        document.close()


def pictures(document: pypdfium2.PdfDocument, most: int) -> Iterator[Image.Image]:
    """Give the first pages as RGB pictures of `SCREEN_PX`.

    Parameters
    ----------
    document : PdfDocument
    most : int

    Yields
    ------
    Image
    """
    for index in range(min(most, len(document))):
        page = document[index]
        side = max(page.get_size())
        yield page.render(scale=SCREEN_PX / max(side, 1)).to_pil().convert("RGB")
        page.close()


def _params(code: str, path: Path, error: Exception) -> dict[str, object]:
    reason = {"reason": str(error)[:200]} if code == "damaged" else {}
    return {"name": path.name, **reason}
