"""Telling Traditional Chinese in Big5 from text in GBK, where both decode without an error.

GB18030 decodes nearly everything, so that it not failing says little. What tells is which
characters come out. Text in GBK consists almost wholly of the 6,763 characters and the signs of
GB2312, while Big5 read as GBK gives mostly rare characters, private ones and kana: words from the
field gave less than six in ten out of GB2312 in every file of ten values. The other way round the
test is weak (most of GB2312 is something in Big5), so it may never decide alone: Big5 is only
considered when the reading as GBK is not plausible, and then has to be nearly all common
characters. Traditional Chinese written *in GBK* mostly does not decode as Big5 at all.
"""

from collections.abc import Iterable
from functools import cache

# Below this share of GB2312 a text is not plausible as GBK, from this share of the characters of
# Big5's first level on it is plausible as Big5.
GBK_SHARE, BIG5_SHARE = 0.6, 0.9


def is_plausible_gbk(texts: Iterable[str]) -> bool:
    """Say whether text decoded as GB18030 reads like Chinese.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    bool
        True also where there is nothing but ASCII.

    Examples
    --------
    >>> is_plausible_gbk(["球墨铸铁"]), is_plausible_gbk(["管線".encode("big5").decode("gbk")])
    (True, False)
    """
    return _share(texts, _gb2312()) >= GBK_SHARE


def is_plausible_big5(texts: Iterable[str]) -> bool:
    """Say whether text decoded as Big5 reads like Chinese.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    bool

    Examples
    --------
    >>> is_plausible_big5(["管線"])
    True
    """
    return _share(texts, _big5()) >= BIG5_SHARE


def _share(texts: Iterable[str], common: frozenset[str]) -> float:
    count = found = 0
    for text in texts:
        beyond = [character for character in text if not character.isascii()]
        count += len(beyond)
        found += sum(character in common for character in beyond)
    return found / count if count else 1.0


@cache
def _gb2312() -> frozenset[str]:
    # Without rows 4 to 8: kana, Greek, Cyrillic, pinyin and frames.
    leads = [*range(0xA1, 0xA4), *range(0xB0, 0xF8)]
    # Of two signs, the dash among them, GB18030 has made other characters; texts are read by it.
    own = _characters("gb2312", leads, range(0xA1, 0xFF))
    return frozenset(sign.encode("gb2312").decode("gb18030") for sign in own)


@cache
def _big5() -> frozenset[str]:
    return _characters("cp950", range(0xA1, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])


def _characters(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> frozenset[str]:
    trails = list(trails)
    pairs = b"".join(bytes([lead, trail]) for lead in leads for trail in trails)
    return frozenset(pairs.decode(encoding, "ignore"))
