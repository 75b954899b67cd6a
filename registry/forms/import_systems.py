"""The coordinate systems that a file may be in, to be chosen from, each with its reasons."""

from dataclasses import dataclass, field

from django.conf import settings

from registry.systems import system_words

#: Where the file's own system is known, so that nothing need be chosen.
SAID = ("file", "format")


@dataclass
class SystemChoice:
    """One way to read the coordinates, as a radio button with its reasons."""

    value: str
    words: str
    certainty: str = ""
    why: list = field(default_factory=list)
    bounds: list | None = None

    @property
    def is_unconverted(self):
        return self.value.endswith("!unconverted")

    @property
    def box(self):
        """West, south, east, north, for the map."""
        return ",".join(f"{degrees:.6f}" for degrees in self.bounds or ())


def offered(crs):
    """By the file's diagnosis, the surest first, each once."""
    ways = (declared, suspected, deduced, secret)
    return {each.value: each for way in ways for each in way(crs)}


def declared(crs):
    if crs.get("state") in SAID:
        words = system_words(crs["found"])
        why = ["文件写明的坐标系。" if crs["state"] == "file" else "这种格式规定的坐标系。"]
        yield SystemChoice("", words, crs["sure"], why)
    elif crs.get("state") == "none":
        unread = "坐标都没有读出来，还用不到坐标系；原因列在“文件”一栏的说明里"
        yield SystemChoice("", unread if crs.get("is_unread") else "没有图形，用不到坐标系")
    elif crs.get("state") == "given" and not crs.get("is_silent"):
        yield SystemChoice("", "按文件所写，重新识别")


def suspected(crs):
    if found := crs.get("suspicion"):
        yield SystemChoice(found["crs"], system_words(found["crs"]), "suspected", [found["why"]])


def deduced(crs):
    for each in crs.get("readings") or ():
        words = system_words(each["crs"])
        yield SystemChoice(each["crs"], words, each["certainty"], each["why"], each["bounds"])


def secret(crs):
    if crs.get("state") == "secret":
        for name in settings.SEVEN_PARAMETERS:
            yield SystemChoice(f"{crs['text']}@{name}", f"按本单位七参数“{name}”转换")
        yield SystemChoice(
            f"{crs['text']}!unconverted", "不转换，原样导入，每条记录标明“坐标系未转换”"
        )


def convertible(text):
    """Ways to read a system that someone typed and that nothing public converts; none where there
    are no own parameters.
    """
    ways = [f"{text}@{name}" for name in settings.SEVEN_PARAMETERS]
    return [SystemChoice(way, system_words(way), "needed") for way in ways]
