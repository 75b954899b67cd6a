"""Which base maps there are: read from the settings, checked in words.

[vec]                                   # the name in addresses
label = "天地图 矢量"
attribution = "国家地理信息公共服务平台（天地图）"
approval = "GS（2024）0000号"            # 审图号, as the publisher states it
urls = ["https://t0.tianditu.gov.cn/vec_w/wmts?…&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"]
key = "…"                               # never leaves the server
max_zoom = 18

[photo]
label = "本市影像"
attribution = "市自然资源和规划局"
approval = "川S〔2026〕00000号"
file = "/data/photo.mbtiles"            # or .pmtiles
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gis.tiles import DEEPEST_ZOOM
from layers.basemaps.errors import BadBasemap
from registry.links import is_link

KNOWN = {"label", "attribution", "approval", "urls", "key", "file", "min_zoom", "max_zoom"}
FILES = {".mbtiles", ".pmtiles"}
MOST_PARTS = 4
ZOOMS = range(DEEPEST_ZOOM + 1)
LEAST_ZOOM, MOST_ZOOM = 1, 18


@dataclass(frozen=True)
class Basemap:
    """`urls` are drawn over each other: a picture and its labels."""

    code: str
    label: str
    attribution: str
    approval: str
    urls: tuple[str, ...] = ()
    key: str = ""
    file: Path | None = None
    min_zoom: int = LEAST_ZOOM
    max_zoom: int = MOST_ZOOM

    @property
    def parts(self):
        return len(self.urls) or 1

    def as_json(self):
        """What the page may know: neither key nor address."""
        credit = self.attribution + (f" 审图号：{self.approval}" if self.approval else "")
        zooms = {"min_zoom": self.min_zoom, "max_zoom": self.max_zoom}
        return {
            "code": self.code,
            "label": self.label,
            "credit": credit,
            "parts": self.parts,
        } | zooms


def basemaps():
    """All declared base maps by code, in their order."""
    return {code: declared(code, values) for code, values in settings.BASEMAPS.items()}


def declared(code, values):
    if not isinstance(values, dict):
        raise BadBasemap(f"“{code}”写在了段外：它前面要先有一行方括号里的名字，如 [photo]。")
    if not re.fullmatch(r"[a-z0-9-]{1,20}", code):
        raise BadBasemap(f"底图的名字“{code}”只能用小写字母、数字和短横。")
    if unknown := sorted(set(values) - KNOWN):
        raise BadBasemap(f"底图“{code}”没有“{'、'.join(unknown)}”这个设置。")
    for name in ("label", "attribution", "approval"):
        if not isinstance(values.get(name), str):
            raise BadBasemap(f"底图“{code}”缺少 {name}（文字；没有审图号时写空文字）。")
    if ("urls" in values) == ("file" in values):
        raise BadBasemap(f"底图“{code}”要么写 urls，要么写 file。")
    refuse_zooms(code, values)
    checked = {**values, **(remote(code, values) if "urls" in values else local(code, values))}
    return Basemap(code=code, **checked)


def refuse_zooms(code, values):
    """A text among them sends the map page round for ever."""
    zooms = values.get("min_zoom", LEAST_ZOOM), values.get("max_zoom", MOST_ZOOM)
    for name, zoom in zip(("min_zoom", "max_zoom"), zooms, strict=True):
        if type(zoom) is not int or zoom not in ZOOMS:
            raise BadBasemap(
                f"底图“{code}”的 {name} 应为 {ZOOMS[0]} 到 {ZOOMS[-1]} 的整数，不加引号。"
            )
    if zooms[0] > zooms[1]:
        raise BadBasemap(f"底图“{code}”的 min_zoom（{zooms[0]}）大于 max_zoom（{zooms[1]}）。")


def remote(code, values):
    urls = values["urls"]
    if not isinstance(urls, list) or not 1 <= len(urls) <= MOST_PARTS:
        raise BadBasemap(f"底图“{code}”的 urls 应为一到 {MOST_PARTS} 个地址。")
    if not isinstance(values.get("key", ""), str):
        raise BadBasemap(f"底图“{code}”的 key 应为文字，加引号。")
    for url in urls:
        if not is_link(url):
            raise BadBasemap(f"底图“{code}”的地址应以 https:// 开头。")
        if not all(place in url for place in ("{z}", "{x}", "{y}")):
            raise BadBasemap(f"底图“{code}”的地址里应有 {{z}}、{{x}}、{{y}}。")
        if "{key}" in url and not values.get("key"):
            raise BadBasemap(f"底图“{code}”的地址要用 key，而 key 没有写。")
    return {"urls": tuple(urls)}


def local(code, values):
    if not isinstance(values["file"], str):
        raise BadBasemap(f"底图“{code}”的 file 应为文字，加引号。")
    file = Path(values["file"])
    if file.suffix.lower() not in FILES:
        raise BadBasemap(f"底图“{code}”的文件应为 .mbtiles 或 .pmtiles。")
    return {"file": file}
