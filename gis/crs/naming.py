"""The texts that name a coordinate system, as people, commands and lineage write them."""

import re
from collections.abc import Mapping
from dataclasses import replace

from gis.crs.datums import SevenParameters
from gis.crs.recognising import Secret, from_epsg, from_wkt
from gis.crs.systems import OFFSETS, PACKINGS, STORAGE, Crs, Packing
from gis.errors import UnknownCrs

NUMBER = r"[+-]?\d{1,9}(?:\.\d{1,6})?"
ADDED = "add="
PREFIX = re.compile(
    rf"\s*(swap|dms|km|mm|add\s*=\s*{NUMBER}\s*,\s*{NUMBER})\s*:\s*", re.IGNORECASE | re.ASCII
)
UNCONVERTED = re.compile(r"!\s*unconverted\s*", re.IGNORECASE)
# The name of own parameters holds none of these, so no WKT or PROJ string is mistaken for one.
OWN = re.compile(r'@([^"\]!@]+)')


def parse(
    text: str,
    *,
    secret: Secret = "refuse",  # noqa: S107 (not a password)
    parameters: Mapping[str, SevenParameters] | None = None,
) -> Crs:
    """Give the coordinate system that a person, a command or a lineage names.

    Parameters
    ----------
    text : str
        ``"EPSG:n"``, ``"gcj02"`` or ``"bd09"`` (case, blanks and hyphens do not matter), WKT or a
        PROJ string. Before it ``swap:`` (y before x, in Chinese tables X before Y), ``dms:``
        (packed degrees), ``km:`` or ``mm:``, or ``add=400000,2900000:`` (metres to add to easting
        and northing); ``swap:dms:EPSG:4490`` is both. After it, for 北京54 and 西安80,
        ``!unconverted`` or ``@name`` of own parameters.
    secret : "refuse", "unconverted" or SevenParameters
        What to do with these two where the text does not say; of no effect on other datums.
    parameters : mapping of str to SevenParameters, optional
        What ``@name`` may stand for.

    Returns
    -------
    Crs
        ``parse(crs.text, parameters=...)`` gives it again.

    Raises
    ------
    UnknownCrs
        ``unknown_crs``: no such name or code, not a horizontal system, or packing that does not
        suit it; ``bad_wkt``: nobody can make a system of it; ``constants_need_metres``: something
        is to be added to degrees; ``datum_not_convertible``: Beijing 1954 or Xian 1980;
        ``datum_foreign``: another old datum; ``parameters_missing``: no such own parameters;
        ``mark_not_needed``: the datum of a marked system is not secret.

    Examples
    --------
    >>> parse("epsg:4543").definition.name
    'CGCS2000 / 3-degree Gauss-Kruger CM 102E'
    >>> parse("GCJ-02").text
    'gcj02'
    >>> parse("EPSG:2379", secret="unconverted").text
    'EPSG:2379!unconverted'
    """
    prefixes, rest = _prefixes(text)
    base, marked = _marked(rest, parameters or {})
    crs = _named(base, text, marked or secret)
    if marked and not (crs.unconverted or crs.parameters):
        raise UnknownCrs("mark_not_needed", crs=crs.title, datum=crs.datum)
    return _written(crs, prefixes, text)


def _prefixes(text: str) -> tuple[list[str], str]:
    found = []
    while match := PREFIX.match(text):
        found.append(re.sub(r"\s", "", match[1]).lower())
        text = text[match.end() :]
    return found, text


def _marked(text: str, parameters: Mapping[str, SevenParameters]) -> tuple[str, Secret | None]:
    mark = UNCONVERTED.search(text)
    if mark and mark.end() == len(text):
        return text[: mark.start()], "unconverted"
    base, at, _ = text.rpartition("@")
    own = OWN.fullmatch(text[len(base) :]) if at else None
    if own is None:
        return text, None
    name = own[1].strip()
    if name not in parameters:
        raise UnknownCrs("parameters_missing", crs=base.strip()[:200], name=name)
    # The text must lead back here, whatever its owner calls the parameters.
    return base, replace(parameters[name], name=name)


def _named(base: str, text: str, secret: Secret) -> Crs:
    name = re.sub(r"[\s_-]", "", base).lower()
    if name in OFFSETS:
        return Crs(name, STORAGE.definition, OFFSETS[name])
    code = re.fullmatch(r"epsg:(\d{1,9})", name, re.ASCII)
    if code:
        return from_epsg(int(code[1]), secret=secret)
    if "[" in base or base.lstrip().startswith("+"):
        return from_wkt(base, secret=secret)
    raise UnknownCrs("unknown_crs", crs=text[:200])


def _written(crs: Crs, prefixes: list[str], text: str) -> Crs:
    packings = [PACKINGS[prefix] for prefix in prefixes if prefix in PACKINGS]
    packing = packings[0] if packings else None
    constants = [prefix for prefix in prefixes if prefix.startswith(ADDED)]
    once = len(set(prefixes)) == len(prefixes) and len(packings) <= 1 and len(constants) <= 1
    if not once or not _suits(packing, crs):
        raise UnknownCrs("unknown_crs", crs=text[:200])
    if constants and not crs.definition.is_projected:
        raise UnknownCrs("constants_need_metres", crs=crs.title)
    shown = [*(["swap"] if "swap" in prefixes else []), *packings, *constants]
    return replace(
        crs,
        text=":".join([*shown, crs.text]),
        swapped="swap" in prefixes,
        packing=packing,
        added_m=_metres(constants[0]) if constants else None,
    )


def _metres(constant: str) -> tuple[float, float]:
    east, north = constant.removeprefix(ADDED).split(",")
    return float(east), float(north)


def _suits(packing: Packing | None, crs: Crs) -> bool:
    if packing is None:
        return True
    return crs.definition.is_geographic == (packing == "dms")
