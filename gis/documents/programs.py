"""Files that an operating system or an office program runs instead of showing."""

from pathlib import PurePosixPath

SUFFIXES = frozenset(
    (
        *(
            "exe",
            "com",
            "scr",
            "pif",
            "bat",
            "cmd",
            "cpl",
            "dll",
            "sys",
            "msi",
            "msp",
            "msix",
            "appx",
            "application",
        ),
        *(
            "ps1",
            "psm1",
            "vbs",
            "vbe",
            "js",
            "jse",
            "wsf",
            "wsh",
            "wsc",
            "hta",
            "reg",
            "inf",
            "scf",
            "lnk",
            "chm",
            "jar",
        ),
        *(
            "sh",
            "command",
            "app",
            "apk",
            "deb",
            "rpm",
            "dmg",
            "pkg",
            "iso",
            "img",
            "vhd",
            "vhdx",
            "jnlp",
            "gadget",
        ),
        *("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "xll", "pptm", "potm", "ppsm", "ppam"),
    )
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
    return any(_suffix(part) in SUFFIXES for part in name.split("\0"))


def _suffix(name: str) -> str:
    return PurePosixPath(name.rstrip(". \t")).suffix.lower().removeprefix(".")
