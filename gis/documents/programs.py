"""Files that an operating system or an office program runs instead of showing."""

import re
from pathlib import PurePosixPath

PROGRAM = re.compile(
    r"exe|com|scr|pif|bat|cmd|cpl|dll|sys|msi|msp|msix|appx|application"
    r"|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|wsc|hta|reg|inf|scf|lnk|chm|jar"
    r"|sh|command|app|apk|deb|rpm|dmg|pkg|iso|img|vhd|vhdx|jnlp|gadget"
    r"|docm|dotm|xlsm|xltm|xlsb|xlam|xll|pptm|potm|ppsm|ppam"
)


def is_program(name: str) -> bool:
    """Tell by its name whether opening a file would run it.

    Parameters
    ----------
    name : str
        With or without folders. Dots and blanks at its end, which Windows drops, hide nothing,
        nor does a NUL in its midst.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_program("发票.pdf.EXE. "), is_program("发票.xml")
    (True, False)
    """
    return any(PROGRAM.fullmatch(_suffix(part)) for part in name.split("\0"))


def _suffix(name: str) -> str:
    return PurePosixPath(name.rstrip(". \t")).suffix.lower().removeprefix(".")
