"""What a browser calls itself, in two words: “Chrome 156 · Linux”."""

import re

#: The special ones first: nearly all of them claim to be Chrome or Safari as well.
BROWSERS = (
    ("企业微信", r"wxwork/(\d+)"),
    ("微信", r"MicroMessenger/(\d+)"),
    ("钉钉", r"DingTalk/(\d+)"),
    ("360 浏览器", r"(?:QihooBrowser|QHBrowser)/(\d+)|360[SE]E"),
    ("QQ 浏览器", r"QQBrowser/(\d+)"),
    ("UC 浏览器", r"UC?Browser/(\d+)"),
    ("搜狗浏览器", r"MetaSr (\d+)"),
    ("华为浏览器", r"HuaweiBrowser/(\d+)"),
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)\S* (?:Mobile/\S+ )?Safari/"),
    ("IE", r"MSIE (\d+)|Trident/.*rv:(\d+)"),
)
#: Windows 11 calls itself Windows NT 10.0 as well.
SYSTEMS = (
    ("Windows 7", r"Windows NT 6\.1"),
    ("Windows", r"Windows"),
    ("鸿蒙", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone"),
    ("macOS", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)


def named(text):
    """The browser and the system that this User-Agent names; the text itself where none."""
    return " · ".join(filter(None, (first(BROWSERS, text), first(SYSTEMS, text)))) or text


def first(patterns, text):
    for name, pattern in patterns:
        if found := re.search(pattern, text):
            version = next(filter(None, found.groups()), "")
            return f"{name} {version}".strip()
    return ""
