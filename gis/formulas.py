"""Text in a delimited file that a spreadsheet would run as a formula."""

import re

# Spreadsheets take text that begins like this for a formula and run it.
FORMULA = re.compile(r"[=+\-@\t\r]")
QUOTED = re.compile(r"'+[=+\-@\t\r]")


def quoted(text: str) -> str:
    """Give text for a delimited file that no spreadsheet takes for a formula.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        With an apostrophe before what looks like a formula, or like the outcome of this.

    Examples
    --------
    >>> quoted("=1+1"), quoted("'=1+1"), quoted("G-1")
    ("'=1+1", "''=1+1", 'G-1')
    """
    return f"'{text}" if FORMULA.match(text) or QUOTED.match(text) else text


def unquoted(text: str) -> str:
    """Take back what `quoted` did.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> unquoted("'=1+1"), unquoted("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if QUOTED.match(text) else text
