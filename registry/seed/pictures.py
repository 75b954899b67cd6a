"""Example photos: a drawn scene with its caption, and where and when as a camera notes it."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageDraw, ImageFont

from registry.seed import scenes
from registry.seed.scenes.canvas import HEIGHT, WIDTH

CAPTION_PX = 80
QUALITY = 82
FONTS = Path("/usr/share/fonts")
#: The parts of names by which `deploy/setup.sh` knows fonts with Chinese letters.
CHINESE = re.compile("wqy|cjk|hei|song|ming")
FORMATS = (".ttc", ".ttf", ".otf")
#: The scene of an asset's kind; a lift that is added stands outside the house.
SCENES = {
    "pipe": scenes.street,
    "elevator": scenes.landing,
    "water_plant": scenes.hall,
    "sewage_plant": scenes.hall,
    "pump_station": scenes.hall,
}
ADDED = {"elevator": scenes.facade}


def scene_of(asset):
    return ADDED.get(asset.kind) if asset.work == "add" else SCENES.get(asset.kind)


def photo_of(asset, shot, lines):
    """The bytes of a JPEG; `shot` says moment, time, place on earth and its chances."""
    place, rng = (np.random.default_rng(seed) for seed in shot.seeds)
    drawn = scene_of(asset)(shot.moment, asset, place, rng)
    image = Image.new("RGB", (WIDTH, HEIGHT + CAPTION_PX), "#24343a")
    image.paste(drawn)
    write(image, lines)
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, exif=exif_of(shot))
    return file.getvalue()


def write(image, lines):
    """The caption below and the warning above; without a Chinese font the warning alone."""
    pen = ImageDraw.Draw(image, "RGBA")
    warning = "示例图片" if chinese_font() else "EXAMPLE"
    pen.rounded_rectangle([(WIDTH - 204, 18), (WIDTH - 18, 70)], radius=8, fill="#24343acc")
    pen.text((WIDTH - 111, 44), warning, font=letters(34), fill="#ffd479", anchor="mm")
    if chinese_font():
        first, second = lines
        pen.text((24, HEIGHT + 24), first, font=letters(24), fill="#ffd479", anchor="lm")
        pen.text((24, HEIGHT + 57), second, font=letters(21), fill="#f2f2ec", anchor="lm")


@cache
def chinese_font():
    found = (path for path in sorted(FONTS.glob("*/*/*")) if path.suffix in FORMATS)
    return next((path for path in found if CHINESE.search(path.name.lower())), None)


@cache
def letters(size):
    font = chinese_font()
    return ImageFont.truetype(font, size) if font else ImageFont.load_default(size)


def exif_of(shot):
    exif = Image.Exif()
    longitude, latitude = shot.spot
    exif[ExifTags.Base.ImageDescription] = "EXAMPLE: a drawing, not a photograph"
    exif[ExifTags.IFD.Exif] = {
        ExifTags.Base.DateTimeOriginal: f"{shot.at:%Y:%m:%d %H:%M:%S}",
        ExifTags.Base.OffsetTimeOriginal: "+08:00",
    }
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: sexagesimal(latitude),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: sexagesimal(longitude),
    }
    return exif


def sexagesimal(degrees):
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)
