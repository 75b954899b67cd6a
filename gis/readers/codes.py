"""Code tables: what a file itself calls the codes of a column, as ArcGIS keeps 管材 as 1 and 2."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

# A longer table is no code table: ArcGIS itself grows slow over a few thousand.
MOST_CODES = 50_000
# Characters of its name that are told.
LONGEST_NAME = 100


@dataclass(frozen=True)
class CodeTable:
    """What the codes of a column are called: a coded-value domain (属性域) of the file.

    Attributes
    ----------
    domain : str
        Its name, cut to `LONGEST_NAME`.
    names : dict of str to str
        By code, as text; one more than `MOST_CODES` where there are too many.

    Examples
    --------
    >>> table = CodeTable("管材", {"1": "球墨铸铁", "2.0": "PE", "A": "钢"})
    >>> [table.name_of(value) for value in (1, 1.0, 2, "1", "2", "A", 7)]
    ['球墨铸铁', '球墨铸铁', 'PE', '球墨铸铁', None, '钢', None]
    """

    domain: str
    names: dict[str, str]

    @property
    def is_telling(self) -> bool:
        """Whether any name says more than its code; our own packages list what may be chosen."""
        return any(code != name for code, name in self.names.items())

    @property
    def is_too_long(self) -> bool:
        """Whether it was cut off."""
        return len(self.names) > MOST_CODES

    def name_of(self, value: object) -> str | None:
        """Give the name of a code as it stands in a column; None where it has none.

        Parameters
        ----------
        value : object

        Returns
        -------
        str or None
        """
        if isinstance(value, str):
            return self.names.get(value.strip())
        if isinstance(value, int | float):
            return self._by_number.get(value)
        return None

    @cached_property
    def _by_number(self) -> dict[int | float | None, str]:
        found = {}
        for code, name in self.names.items():
            number = _number(code)
            # Of 1 and 01 the number is the one that is written like it.
            if number not in found or code == str(number):
                found[number] = name
        return found


def code_table(domain: str, pairs: Iterable[tuple[str, str]]) -> CodeTable:
    """Make a code table of codes and names as a file tells them.

    Parameters
    ----------
    domain : str
    pairs : iterable of (str, str)
        Read only as far as is needed to know that there are too many; a blank name is none.

    Returns
    -------
    CodeTable
    """
    names: dict[str, str] = {}
    for code, name in pairs:
        if name.strip():
            names[code.strip()] = name.strip()
        if len(names) > MOST_CODES:
            break
    return CodeTable(domain[:LONGEST_NAME], names)


def _number(code: str) -> int | float | None:
    if "_" in code:  # Python's own, no number of a table
        return None
    try:
        return int(code)
    except ValueError:
        pass
    try:
        return float(code)
    except ValueError:
        return None
