"""Coordinate systems in the words of those who use them, by the texts that orders keep."""

import re
from textwrap import shorten

from django.conf import settings

from gis.crs.gauss_kruger import GK3, GK6
from registry.models import District

#: Without packing and marks: the systems that a city's files come in, the usual ones first.
NAMED = {
    "EPSG:4490": "CGCS2000 经纬度",
    "EPSG:4326": "WGS 84 经纬度",
    "EPSG:3857": "网页墨卡托",
    "EPSG:4610": "西安80 经纬度",
    "EPSG:4214": "北京54 经纬度",
    "gcj02": "火星坐标 GCJ-02（高德、腾讯地图）",
    "bd09": "百度坐标 BD-09",
}


def _gauss_kruger():
    for zones, width in ((GK3, "三度带"), (GK6, "六度带")):
        for datum, (plain, prefixed) in zones.codes.items():
            meridians = (f"{datum} {width} {{}}E", zones.first_meridian, zones.width)
            yield plain, plain + zones.count, *meridians
            yield prefixed, prefixed + zones.count, f"{datum} {width} {{}} 带", zones.first_zone, 1


#: First code of each run of systems and the one after its last, and the name of the first; each
#: next one lies so many degrees or one zone further.
RUNS = (*_gauss_kruger(), (32601, 32661, "WGS 84 UTM 北 {} 带", 1, 1))
#: What someone who chooses one for a file to give away has to know of it.
ADVICE = {
    "EPSG:4490": "国家大地坐标系",
    "EPSG:4326": "GPS、国外软件",
    "EPSG:3857": "配网页底图，不能量长度和面积",
}
PREFIXES = {
    "swap": "纵横坐标互换",
    "dms": "度分秒连写",
    "km": "以千米为单位",
    "mm": "以毫米为单位",
}
METRES = r"([+-]?\d{1,9}(?:\.\d+)?)"
PREFIX = re.compile(rf"(?:(swap|dms|km|mm)|add={METRES},{METRES}):", re.ASCII)
CODE = re.compile(r"EPSG:(\d+)", re.IGNORECASE)
MARK = re.compile(r"(?:!(unconverted)|@([^\"\]!@]+))$")
#: Longest definition that someone may paste: a .prj has one or two thousand characters, WKT 2 of
#: a Chinese system up to three.
SYSTEM_CHARS = 5_000
#: So much of a PROJ string is shown.
PROJ_CHARS = 80
WKT_NAME = re.compile(r'^\s*\w+\s*\[\s*"([^"]*)"')


def offered():
    """What someone may choose where the file says nothing: by groups, for a list to choose from;
    one query.
    """
    steps = our_zones()
    ours = ("EPSG:4490", *of_zones("CGCS2000", steps))
    old = (*of_zones("西安80", steps), "EPSG:4610", *of_zones("北京54", steps), "EPSG:4214")
    return (
        ("常用", (*ours, "EPSG:4326", "gcj02", "bd09")),
        ("两列坐标次序相反", tuple(f"swap:{text}" for text in (*ours, "dms:EPSG:4490"))),
        ("度分秒连写成一个数", ("dms:EPSG:4490",)),
        *by_own_parameters(old),
        (
            "没有公开转换参数，只能标注“坐标系未转换”",
            tuple(f"{text}!unconverted" for text in old),
        ),
    )


def our_zones():
    """Which 3° zones the city lies in, that of most of it first; all of them where no outline is
    loaded. One query.
    """
    extent = District.objects.extent()
    return GK3.over(extent[0], extent[2]) if extent else range(GK3.count)


def of_zones(datum, steps):
    """The systems of 3° zones, without and with the zone's number in the easting."""
    return [f"EPSG:{first + step}" for step in steps for first in GK3.codes[datum]]


def of_exports(steps):
    """The systems that files are given away in, with these zones."""
    return ("EPSG:4490", *of_zones("CGCS2000", steps), "EPSG:4326", "EPSG:3857")


#: Whichever city it is.
EXPORTED = frozenset(of_exports(range(GK3.count)))


def export_choices(current=""):
    """What an export offers in this city, for a list to choose from; what is chosen already is
    among them. One query.
    """
    texts = of_exports(our_zones())
    own = (current,) if current in EXPORTED.difference(texts) else ()
    return [(text, advised(text)) for text in (*texts, *own)]


def advised(text):
    """`CGCS2000 三度带 34 带（EPSG:4522，横坐标前有带号 34）`: a system that an export offers."""
    words = plain_name(text)
    zone = is_numbered(words) and words.split()[-2]
    advice = ADVICE.get(text) or (f"横坐标前有带号 {zone}" if zone else "横坐标不带带号")
    return f"{words}（{text}，{advice}）"


def by_own_parameters(old):
    """A group for each of the administrator's own parameters: which datum they are of is not
    known here.
    """
    texts = (*old, *(f"swap:{text}" for text in old))
    return [
        (f"按自有参数“{name}”转换", tuple(f"{text}@{name}" for text in texts))
        for name in settings.SEVEN_PARAMETERS
    ]


def system_words(text):
    """`CGCS2000 三度带 102E（EPSG:4543），纵横坐标互换`; what has no name here, as it is."""
    rest, told = text or "", []
    while match := PREFIX.match(rest):
        told.append(PREFIXES[match[1]] if match[1] else added_words(*match.groups()[1:]))
        rest = rest[match.end() :]
    mark = MARK.search(rest)
    base = rest[: mark.start()] if mark else rest
    words = named(base)
    if told:
        words = f"{words}，{'、'.join(told)}"
    if mark:
        words += "，坐标系未转换" if mark[1] else f"，按自有参数“{mark[2]}”转换"
    return words


def added_words(east_m, north_m):
    """`东坐标加 400000 米、北坐标加 2900000 米`; what is nothing is not told."""
    sides = (("东坐标", east_m), ("北坐标", north_m))
    return "、".join(f"{side}加 {metres} 米" for side, metres in sides if float(metres))


def constants_words(text):
    """What is added to the metres of a system; empty for nothing."""
    found = next((m for m in PREFIX.finditer(text) if not m[1]), None)
    return added_words(*found.groups()[1:]) if found else ""


def with_added(text, east_m, north_m):
    """The same system, read with constants added to its metres instead of those it had."""
    rest, kept = text, []
    while match := PREFIX.match(rest):
        kept += [match[0]] if match[1] else []
        rest = rest[match.end() :]
    return "".join([*kept, f"add={east_m:f},{north_m:f}:", rest])


def named(base):
    words = plain_name(base)
    if words and CODE.fullmatch(base):
        return f"{words}（{base}{'，横坐标前有带号' if is_numbered(words) else ''}）"
    if words:
        return words
    wkt = WKT_NAME.match(base)
    if wkt:
        return wkt[1]
    is_proj = base.startswith("+")
    return f"自定义坐标系 {shorten(base, PROJ_CHARS, placeholder=' …')}" if is_proj else base


def plain_name(base):
    """`CGCS2000 三度带 102E`; None for what has no name here."""
    code = CODE.fullmatch(base)
    return NAMED.get(base) or (code and of_run(int(code[1])))


def is_numbered(words):
    """Whether a zone of this name has its number before the easting."""
    return words.endswith(" 带") and "UTM" not in words


def of_run(code):
    for first, end, words, start, step in RUNS:
        if first <= code < end:
            return words.format(start + (code - first) * step)
    return None


def choices(current=()):
    """Groups for a list to choose from; what is chosen already is among them."""
    listed = offered()
    known = {text for _, texts in listed for text in texts}
    own = [text for text in dict.fromkeys(current) if text and text not in known]
    groups = [*listed, *([("本文件", tuple(own))] if own else [])]
    return [(label, [(text, system_words(text)) for text in texts]) for label, texts in groups]
