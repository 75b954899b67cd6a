"""XML from strangers: no document types, no entities, no links followed."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from gis.errors import Remark, UnreadableFile
from gis.readers.encodings.text import decode_whole

# Deeper than any true file; what is far deeper would wear out the memory.
MAX_DEPTH = 200
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


@dataclass(slots=True)
class Element:
    """One element, its name without namespace.

    Attributes
    ----------
    tag : str
    attributes : dict of str to str
        With their prefixes.
    children : list of Element
    pieces : list of str
        Text directly in it.
    """

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in the element, without spaces around."""
        return "".join(self.pieces).strip()

    def child(self, tag: str) -> "Element | None":
        """Give the first child of a name."""
        return next((child for child in self.children if child.tag == tag), None)

    def said(self, tag: str) -> str | None:
        """Give the text of the first child of a name; None for none or an empty one."""
        found = self.child(tag)
        return (found.text or None) if found else None


# Told of each element that ends, with those around it; True to have it dropped.
Closed = Callable[[Element, list[Element]], bool]


def decode(raw: bytes, name: str, given: str | None) -> tuple[str, str, list[Remark]]:
    """Decode an XML file.

    Parameters
    ----------
    raw : bytes
    name : str
        What to call the file in an error.
    given : str, optional
        The encoding the caller says.

    Returns
    -------
    text : str
    encoding : str
    remarks : list of Remark
        As of `gis.readers.encodings.encoding.detect`.

    Raises
    ------
    UnknownEncoding

    Examples
    --------
    >>> raw = '<?xml version="1.0" encoding="GBK"?><name>燃气</name>'.encode("gbk")
    >>> decode(raw, "a.kml", None)[1]
    'gb18030'
    """
    declared = DECLARED.match(raw.removeprefix(codecs.BOM_UTF8))
    claim = declared[1].decode() if declared else "utf-8"
    return decode_whole(raw, name, given=given, claim=("XML", claim))


def parse(text: str, name: str, closed: Closed) -> Element:
    """Read an XML file.

    Parameters
    ----------
    text : str
        What it says of its own encoding does not count any more.
    name : str
        What to call the file in an error.
    closed : callable
        Told of each element when it ends.

    Returns
    -------
    Element
        The root, with all that was not dropped.

    Raises
    ------
    UnreadableFile
        ``wrong_content``: HTML; ``entities_declared``; ``damaged``.

    Examples
    --------
    >>> parse("<a><b>x</b></a>", "a.xml", lambda element, around: False).said("b")
    'x'
    """
    builder = _Builder(name, closed)
    try:
        builder.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise UnreadableFile("damaged", name=name, reason=str(error)) from None
    return builder.root


class _Builder:
    def __init__(self, name: str, closed: Closed) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.root = Element("", {})
        self._name = name
        self._closed = closed
        self._open: list[Element] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            reason = f"more than {MAX_DEPTH} elements in each other"
            raise UnreadableFile("damaged", name=self._name, reason=reason)
        # Prefixes are not looked up: many files use "gx:" without saying what it is.
        self._open.append(Element(tag.rpartition(":")[2], attributes))

    def _end(self, tag: str) -> None:
        element = self._open.pop()
        if self._closed(element, self._open):
            return
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _refuse(self, doctype: str, *_others: object) -> None:
        if doctype.lower() == "html":
            raise UnreadableFile("wrong_content", name=self._name, format="XML")
        raise UnreadableFile("entities_declared", name=self._name)
