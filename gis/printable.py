"""Characters that a file cannot hold, and the mark that stands for each."""

import re

# The printer's geta mark, part of GBK.
LACKING = "〓"
# No XML can hold these, and so no workbook.
NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Give text that XML can hold, with a mark for each character that it cannot.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> printable("G\x01")
    'G〓'
    """
    return NOT_IN_XML.sub(LACKING, text)
