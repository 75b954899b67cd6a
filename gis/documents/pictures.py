"""Pictures: decoded whole, made small, and asked where and when they were taken."""

import datetime
import math
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from gis.errors import UnreadableFile

DECODERS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
# Longest sides of the two sizes that are shown.
THUMB_PX, SCREEN_PX = 320, 1600
QUALITY = 80
# Of WebP: at 4, the usual, a page takes three times as long and gets 4 % smaller.
METHOD = 2
# A camera that has not been set tells the year of its making.
FIRST_YEAR = 1995


@dataclass(frozen=True)
class Taken:
    """What the camera has noted.

    Attributes
    ----------
    longitude, latitude : float or None
        Degrees, WGS 84; both or none.
    taken_at : str
        ISO 8601, without an offset where the camera noted none; else empty.
    """

    longitude: float | None = None
    latitude: float | None = None
    taken_at: str = ""


def read(path: Path, name: str, pixels: int) -> tuple[Image.Image, Taken]:
    """Decode a picture and let go of all but its colours.

    Parameters
    ----------
    path : Path
    name : str
        Its format, a key of `DECODERS`.
    pixels : int
        More are refused before they are decoded.

    Returns
    -------
    image : Image
        Upright RGB of at most `SCREEN_PX`, without any of the file's metadata.
    taken : Taken

    Raises
    ------
    UnreadableFile
        ``picture_too_large``, ``damaged``.
    """
    Image.MAX_IMAGE_PIXELS = None  # told by ourselves, in words
    try:
        with Image.open(path, formats=[DECODERS[name]]) as image:
            width, height = image.size
            if width * height > pixels:
                raise UnreadableFile(
                    "picture_too_large", name=path.name, pixels=width * height, limit=pixels
                )
            taken = _taken(image.getexif())
            # Reads to the last byte also where a JPEG is decoded at a part of its size.
            image.thumbnail((SCREEN_PX, SCREEN_PX))
            return _plain(ImageOps.exif_transpose(image)), taken
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadableFile("damaged", name=path.name, reason=str(error)[:200]) from error


def save(image: Image.Image, target: Path, side: int) -> None:
    """Write a picture as WebP, made smaller where it has to be.

    Parameters
    ----------
    image : Image
        RGB.
    target : Path
    side : int
        Of the longest side, in pixels.
    """
    small = image.copy()
    small.thumbnail((side, side))
    small.save(target, "WEBP", quality=QUALITY, method=METHOD)


def _plain(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        shown = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _taken(exif: Image.Exif) -> Taken:
    place = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    noted = exif.get_ifd(ExifTags.IFD.Exif)
    moment = _moment(noted.get(ExifTags.Base.DateTimeOriginal))
    if moment:
        moment += _offset(noted.get(ExifTags.Base.OffsetTimeOriginal))
    longitude, latitude = place or (None, None)
    return Taken(longitude, latitude, moment)


def _place(noted: dict[int, object]) -> tuple[float, float] | None:
    latitude = _degrees(noted.get(ExifTags.GPS.GPSLatitude), 90)
    longitude = _degrees(noted.get(ExifTags.GPS.GPSLongitude), 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    south = str(noted.get(ExifTags.GPS.GPSLatitudeRef, "N")).upper().startswith("S")
    west = str(noted.get(ExifTags.GPS.GPSLongitudeRef, "E")).upper().startswith("W")
    return (-longitude if west else longitude), (-latitude if south else latitude)


def _degrees(parts: object, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    whole = degrees + minutes / 60 + seconds / 3600
    return whole if math.isfinite(whole) and 0 <= whole <= most else None


def _moment(text: object) -> str:
    try:
        moment = datetime.datetime.strptime(str(text)[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return ""
    return moment.isoformat() if moment.year >= FIRST_YEAR else ""


def _offset(text: object) -> str:
    try:
        return datetime.datetime.strptime(str(text), "%z").strftime("%z")
    except ValueError:
        return ""
