"""Coordinate systems in the words of those who use them, by the texts that orders keep."""

import re

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
#: First and last code of each run of Gauss-Krüger systems, and the name of the first; each next
#: one lies so many degrees or one zone further.
RUNS = (
    (4534, 4554, "CGCS2000 三度带 {}E", 75, 3),
    (4513, 4533, "CGCS2000 三度带 {} 带", 25, 1),
    (4502, 4512, "CGCS2000 六度带 {}E", 75, 6),
    (4491, 4501, "CGCS2000 六度带 {} 带", 13, 1),
    (2370, 2390, "西安80 三度带 {}E", 75, 3),
    (2349, 2369, "西安80 三度带 {} 带", 25, 1),
    (2338, 2348, "西安80 六度带 {}E", 75, 6),
    (2327, 2337, "西安80 六度带 {} 带", 13, 1),
    (2422, 2442, "北京54 三度带 {}E", 75, 3),
    (2401, 2421, "北京54 三度带 {} 带", 25, 1),
    (21413, 21423, "北京54 六度带 {} 带", 13, 1),
    (32601, 32660, "WGS 84 UTM 北 {} 带", 1, 1),
)
PREFIXES = {
    "swap": "纵横坐标互换",
    "dms": "度分秒连写",
    "km": "以千米为单位",
    "mm": "以毫米为单位",
}
PREFIX = re.compile(r"(swap|dms|km|mm):")
MARK = re.compile(r"(?:!(unconverted)|@([^\"\]!@]+))$")
WKT_NAME = re.compile(r'^\s*\w+\s*\[\s*"([^"]*)"')

#: What someone may choose where the file says nothing: by groups, for a list to choose from.
OFFERED = (
    ("常用", ("EPSG:4490", "EPSG:4543", "EPSG:4522", "EPSG:4326", "gcj02", "bd09")),
    (
        "两列坐标次序相反",
        ("swap:EPSG:4490", "swap:EPSG:4543", "swap:EPSG:4522", "swap:dms:EPSG:4490"),
    ),
    ("度分秒连写成一个数", ("dms:EPSG:4490",)),
    (
        "没有公开转换参数，只能标注“坐标系未转换”",
        tuple(f"EPSG:{code}!unconverted" for code in (2379, 2358, 4610, 2431, 2410, 4214)),
    ),
)


def system_words(text):
    """`CGCS2000 三度带 102E（EPSG:4543），纵横坐标互换`; what has no name here, as it is."""
    rest, told = text or "", []
    while match := PREFIX.match(rest):
        told.append(PREFIXES[match[1]])
        rest = rest[match.end() :]
    mark = MARK.search(rest)
    base = rest[: mark.start()] if mark else rest
    words = named(base)
    if told:
        words = f"{words}，{'、'.join(told)}"
    if mark:
        words += "，坐标系未转换" if mark[1] else f"，按自有参数“{mark[2]}”转换"
    return words


def named(base):
    code = re.fullmatch(r"EPSG:(\d+)", base, re.IGNORECASE)
    words = NAMED.get(base) or (code and of_run(int(code[1])))
    if words and code:
        zoned = words.endswith(" 带") and "UTM" not in words
        return f"{words}（{base}{'，横坐标前有带号' if zoned else ''}）"
    if words:
        return words
    wkt = WKT_NAME.match(base)
    return wkt[1] if wkt else base


def of_run(code):
    for first, last, words, start, step in RUNS:
        if first <= code <= last:
            return words.format(start + (code - first) * step)
    return None


def choices(current=()):
    """Groups for a list to choose from; what is chosen already is among them."""
    known = {text for _, texts in OFFERED for text in texts}
    own = [text for text in dict.fromkeys(current) if text and text not in known]
    groups = [*OFFERED, *([("本文件", tuple(own))] if own else [])]
    return [(label, [(text, system_words(text)) for text in texts]) for label, texts in groups]
