"""Number formats that make codes of numbers: 1 is shown as 0001 by ``0000``, as J01 by ``"J"00``.

A workbook's reader gives the number alone, and so the code that people see would be lost.
"""

import re
from dataclasses import dataclass

# Digits, literal characters in quotes, behind a stroke or as they stand. Whatever else there is
# makes a date, a fraction, a share, an amount: those stay numbers.
TOKEN = re.compile(r'(?P<digit>[0#])|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<plain>[-+() ])')
LONGEST = 60


@dataclass(frozen=True)
class CodeFormat:
    """A format of codes.

    Attributes
    ----------
    tokens : tuple of (str, str)
        From left to right: what it is, ``"digit"`` or ``"literal"``, and its text.
    """

    tokens: tuple[tuple[str, str], ...]

    def shown(self, number: int) -> str:
        """Give a number as a spreadsheet shows it.

        Parameters
        ----------
        number : int
            Not below zero.

        Returns
        -------
        str
        """
        rest, parts = str(number), []
        first = next(place for place, (kind, _) in enumerate(self.tokens) if kind == "digit")
        for place in range(len(self.tokens) - 1, -1, -1):
            kind, text = self.tokens[place]
            if kind == "literal":
                parts.append(text)
            elif place == first and rest:  # no digit gets lost where there are too few places
                parts.append(rest)
            else:
                parts.append(rest[-1:] or text.replace("#", ""))
                rest = rest[:-1]
        return "".join(reversed(parts))


def code_format(text: str) -> CodeFormat | None:
    """Understand a number format.

    Parameters
    ----------
    text : str
        As a workbook has it; only its part for positive numbers counts.

    Returns
    -------
    CodeFormat or None
        None where it makes no code of a number: it fills up with no zeros and puts no letters
        before them. Letters behind are taken for a unit.

    Examples
    --------
    >>> code_format('"J"00').shown(1), code_format("0000;-0000").shown(12)
    ('J01', '0012')
    >>> code_format('"K"0+000').shown(12345), code_format("00-0000").shown(7)
    ('K12+345', '00-0007')
    >>> [code_format(text) for text in ("0", "0.00", "#,##0", "yyyy-mm-dd", '0"mm"', "[Red]00")]
    [None, None, None, None, None, None]
    """
    if len(text) > LONGEST:
        return None
    text = _positive(text)
    tokens, end = [], 0
    for found in TOKEN.finditer(text):
        if found.start() != end:
            return None
        end = found.end()
        kind = "digit" if found["digit"] else "literal"
        tokens.append((kind, found[found.lastgroup or 0]))
    kinds = [kind for kind, _ in tokens]
    if end != len(text) or "digit" not in kinds:
        return None
    last = len(kinds) - kinds[::-1].index("digit")
    before = "".join(literal for kind, literal in tokens[: kinds.index("digit")])
    behind = "".join(literal for kind, literal in tokens[last:])
    fills = sum(token == ("digit", "0") for token in tokens) > 1
    if _has_letters(behind) or not (fills or _has_letters(before)):
        return None
    return CodeFormat(tuple(tokens))


def _positive(text: str) -> str:
    """Give the part before the first semicolon that is no literal."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', text, maxsplit=1)[0]


def _has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)


class Styles:
    """Takes the elements of a workbook's styles as they come.

    Attributes
    ----------
    formats : dict of str to CodeFormat
        By the number that cells call their style by; only those that make codes.
    """

    SECTIONS = frozenset(
        ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
    )

    def __init__(self) -> None:
        self.formats: dict[str, CodeFormat] = {}
        self._known: dict[str, CodeFormat] = {}
        self._section, self._count = "", 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        local = tag.rpartition(":")[2]
        if local in self.SECTIONS:
            self._section = local
        elif local == "numFmt" and self._section == "numFmts":
            if found := code_format(attributes.get("formatCode", "")):
                self._known[attributes.get("numFmtId", "")] = found
        elif local == "xf" and self._section == "cellXfs":
            if found := self._known.get(attributes.get("numFmtId", "")):
                self.formats[str(self._count)] = found
            self._count += 1
