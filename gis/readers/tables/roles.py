"""What the name of a column promises about places: which axis, of which end of a line.

Surveyors in China call *north* X and east Y, so plain X and Y stay as they are written: whoever
deduces the system of coordinates swaps them. Only 经度 and 纬度, 东 and 北 (横 and 纵) decide.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from gis.readers.tables.unit_words import BRACKETED, unit_in, without_units_above
from gis.simplified import simplified

Axis = Literal["x", "y"]
End = Literal["", "start", "end"]
#: How a name says it: by a word that decides, by a letter that may mean much, by X and Y.
Source = Literal["named", "plain", "letter"]

#: QX, QDX and ZX, ZDX are 起点X and 终点X by their first letters.
ENDS: tuple[tuple[End, re.Pattern[str]], ...] = (
    ("start", re.compile(r"起始点|起始|起点|始点|首点|start|begin|from|^起|起$|^qd?(?=_?[xy])")),
    (
        "end",
        re.compile(
            r"终止点|终止|终点|止点|末点|尾点|end|(?<![a-z])to(?![a-z])|^[终止]|[终止]$"
            r"|^zd?(?=_?[xy])"
        ),
    ),
)
EAST = re.compile(r"经度|东经|东坐标|东向坐标|横坐标|longitude|easting|^(?:lon|lng|long|east|东)$")
NORTH = re.compile(r"纬度|北纬|北坐标|北向坐标|纵坐标|latitude|northing|^(?:lat|north|北)$")
#: 东坐标, 北(X), Y(东), 纵X; letters for east and north only beside X and Y: N(X), Y(E).
BESIDE_LETTER = re.compile(
    r"[xy]?(?:方?向)?(?P<word>[东北纵横])(?:方?向)?[xy]?|(?P<before>[en])[xy]|[xy](?P<after>[en])"
)
EASTWARDS = frozenset("东横e")
NUMBERED = re.compile(r"([xy])([12])")
LETTERS: dict[str, Axis] = {"e": "x", "n": "y", "l": "x", "b": "y"}
FILLER = re.compile(
    r"坐标|coordinates?|coords?|points?|点|测|位置|中心|图上|平面|gps|cgcs2000|2000|[_\-./\s()]"
)
#: A group of columns that says no more than that they are coordinates: 2000国家大地坐标系/X.
OF_PLACES = re.compile(r"坐标|coord|位置|点位")
HEIGHT = re.compile(
    r"(?:(?:高程|标高)/)?(?:地面|管顶|管底|管线|井底|中心|顶点)?(?:高程|标高)|z|h|z坐标|elevation|elev"
)
GROUP = re.compile(
    r"(?:所属)?(?:管段|管线段?|管道|线段?|折线|线路|管)(?:编号|编码|号|id|代码|名称)?"
    r"|(?:pipe|line|seg(?:ment)?)[_ ]?(?:id|no|number|code|name)?"
)
ORDER = re.compile(
    r"(?:顶点|折点|拐点|节点|点|点位)?(?:序号|顺序号?|次序|序)|(?:拐点|折点|顶点|节点)(?:编?号)?"
    r"|点号|(?:vertex|point|node)?[_ ]?(?:order|seq(?:uence)?|index|idx)|vertex"
)
#: Of those, names that promise a place in an order; the others may be names of points as well.
COUNTING = re.compile(r"[序次]|order|seq|index|idx")
POINT_NAME = re.compile(
    r"(?:物探|图上|管|管线|外业|测|井|节)?点(?:编?号|名|编码|id)?|(?:检查)?井(?:编?号|编码)"
    r"|编号|(?:point|node)[_ ]?(?:id|no|name|code)?"
)
NAMES_SOMETHING = re.compile(r"点号|编?号|点名|编码|no$|id$|^起点$|^终点$")


@dataclass(frozen=True)
class Role:
    """What a column's name says: of which end, which axis, and how surely."""

    end: End
    axis: Axis
    source: Source


def tidy(name: str) -> str:
    """Give a column's name without width, case, blanks and unit, to be compared.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> tidy("Ｘ 坐标（m）"), tidy("X坐标（北）"), tidy("坐标（米）/X")
    ('x坐标', 'x坐标(北)', '坐标/x')
    """
    name = without_units_above(name)
    if unit := unit_in(name):
        name = BRACKETED.sub("", name.strip()).removesuffix(f"/{unit}")
    text = "".join(unicodedata.normalize("NFKC", name).split())
    # Taiwan writes 座標.
    return simplified(text).replace("座标", "坐标").casefold()


def role_of(name: str) -> Role | None:
    """Say what a column's name promises.

    Parameters
    ----------
    name : str

    Returns
    -------
    Role or None
        None where it is no coordinate.

    Examples
    --------
    >>> role_of("终点Y坐标")
    Role(end='end', axis='y', source='plain')
    >>> role_of("X坐标（北）")
    Role(end='', axis='y', source='named')
    >>> role_of("坐标（米）/北(X)")
    Role(end='', axis='y', source='named')
    >>> role_of("起点/起点X") == role_of("管段起点/X") == role_of("起点坐标/起点X")
    True
    """
    tidied = tidy(name)
    text, end = _parted(tidied)
    group, _, own = text.rpartition("/")
    is_of_places = OF_PLACES.search(group) or _parted(tidied.rpartition("/")[0])[1]
    return _axis(text, end) or (_axis(own, end) if is_of_places else None)


def end_of(name: str) -> End:
    """Say of which end of a line a column speaks, whatever it says of it.

    Parameters
    ----------
    name : str

    Returns
    -------
    {"", "start", "end"}

    Examples
    --------
    >>> end_of("起点坐标"), end_of("终点（经度，纬度）"), end_of("坐标")
    ('start', 'end', '')
    """
    return _parted(tidy(name))[1]


def named_end(name: str) -> End:
    """Say of which end of a line a column holds the point's name: 起点点号, 终点编号.

    Parameters
    ----------
    name : str

    Returns
    -------
    {"", "start", "end"}
        Empty for other columns.

    Examples
    --------
    >>> named_end("起点点号"), named_end("终点埋深")
    ('start', '')
    """
    text = tidy(name)
    if NAMES_SOMETHING.search(text):
        for end, pattern in ENDS:
            if pattern.search(text):
                return end
    return ""


def _parted(text: str) -> tuple[str, End]:
    """Part a name from the end of the line that it speaks of.

    A group and its columns may both say it (起点/起点X); the column knows best.
    """
    parts = [_parted_once(part) for part in text.split("/")]
    said = [end for _, end in parts if end]
    return "/".join(rest for rest, _ in parts), said[-1] if said else ""


def _parted_once(text: str) -> tuple[str, End]:
    for end, pattern in ENDS:
        if pattern.search(text):
            return pattern.sub("", text, count=1), end
    return text, ""


def _axis(text: str, end: End) -> Role | None:
    core = text.strip("_-./ ")
    east, north = EAST.search(core), NORTH.search(core)
    if east or north:
        return None if east and north else Role(end, "x" if east else "y", "named")
    bare = FILLER.sub("", core)
    if decided := BESIDE_LETTER.fullmatch(bare):
        word = decided["word"] or decided["before"] or decided["after"]
        return Role(end, "x" if word in EASTWARDS else "y", "named")
    if numbered := NUMBERED.fullmatch(bare):
        return Role("start" if numbered[2] == "1" else "end", _letter(numbered[1]), "plain")
    if bare in ("x", "y"):
        return Role(end, _letter(bare), "plain")
    return Role(end, LETTERS[bare], "letter") if bare in LETTERS else None


def _letter(text: str) -> Axis:
    return "x" if text == "x" else "y"
