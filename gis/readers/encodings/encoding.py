"""Finding out in which encoding the text of a file is.

Evidence counts in this order: what the caller says, what the file's .cpg says, what the language
byte of the .dbf says, strict UTF-8, GB18030, Big5 (see `gis.readers.encodings.hanzi`). Evidence
that the text contradicts is passed over with a remark: a lying .cpg is common.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from gis.errors import Remark, UnknownEncoding
from gis.readers.encodings.decoding import CHINESE, TRADITIONAL, Text, decode, extends_ascii, known
from gis.readers.encodings.hanzi import is_plausible_big5, is_plausible_gbk

# So many values are kept to look at their characters; the others are only decoded.
KEPT = 5_000
# So many are shown where no encoding fits.
SHOWN = 5
HANZI = re.compile("[\u3400-\u9fff]")


class EncodingEvidence:
    """What the text of a file says about its encoding, gathered piece by piece.

    Nothing grows with the file: of the text only a few thousand values are kept.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    given : str, optional
        What the caller says: taken or refused, never overruled.
    claims : iterable of (str, str)
        What the file says about itself: source (``".cpg"``) and encoding, best first.

    Raises
    ------
    UnknownEncoding
        ``unknown_encoding``, ``encoding_mismatch`` (given).

    Examples
    --------
    >>> evidence = EncodingEvidence("pipes.shp", claims=[(".cpg", "UTF-8")])
    >>> evidence.add([Text(1, "材质", "球墨铸铁".encode("gbk"), 20)])
    >>> encoding, remarks = evidence.verdict()
    >>> encoding, [remark.code for remark in remarks]
    ('gb18030', ['encoding_ignored', 'encoding_guessed'])
    """

    def __init__(
        self, name: str, *, given: str | None = None, claims: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._name = name
        self._given = known(given) if given else None
        self._said = given
        if self._given and not extends_ascii(self._given):
            place: dict[str, object] = {"row": 0, "column": ""}
            raise UnknownEncoding("encoding_mismatch", name=name, encoding=given, **place)
        self._claims = [(source, claim, _known(claim)) for source, claim in claims]
        wanted = [self._given] if self._given else [encoding for _, _, encoding in self._claims]
        self._misfits: dict[str, Text | None] = {
            encoding: None
            for encoding in [*wanted, "utf-8", CHINESE, TRADITIONAL]
            if encoding is not None
        }
        self._kept: list[Text] = []
        self._chinese_utf8 = False

    def add(self, texts: Sequence[Text]) -> None:
        """Take values into account.

        Parameters
        ----------
        texts : sequence of Text
            Those that are not plain ASCII; best of one column and each only once.
        """
        for (column, width), group in groupby(texts, lambda text: (text.column, text.width)):
            same = list(group)
            rows = np.array([text.row for text in same])
            self.add_column(column, width, [text.raw for text in same], rows)

    def add_column(
        self, column: str, width: int, values: Sequence[bytes], rows: NDArray[np.int64]
    ) -> None:
        """Take many values of one column into account.

        Parameters
        ----------
        column : str
        width : int
            Bytes that the column holds.
        values : sequence of bytes
            Those that are not plain ASCII; best each only once.
        rows : ndarray of int
            Where they stand.
        """

        def texts(count: int) -> Iterator[Text]:
            for row, raw in zip(rows[:count].tolist(), values, strict=False):
                yield Text(row, column, raw, width)

        self._kept += texts(max(0, KEPT - len(self._kept)))
        # A line's end is no part of a character in any of the encodings: decoding all at once is
        # as strict as one by one, and a hundred times quicker.
        joined = b"\n".join(values)
        for encoding, misfit in self._misfits.items():
            if misfit is None and not _decodes(joined, encoding):
                self._misfits[encoding] = _misfit(texts(len(values)), encoding)
        if not self._chinese_utf8 and not self._misfits["utf-8"]:
            self._chinese_utf8 = bool(HANZI.search(joined.decode("utf-8", "ignore")))

    def verdict(self) -> tuple[str, list[Remark]]:
        """Choose the encoding that all text agrees with.

        Returns
        -------
        encoding : str
            Python's name of it.
        remarks : list of Remark
            ``encoding_ignored`` for each claim that is wrong; ``encoding_guessed`` where none
            holds and the text is not UTF-8 either, of which one can be sure;
            ``encoding_doubtful`` where a claim cannot be refuted but reads worse than another.

        Raises
        ------
        UnknownEncoding
            ``encoding_mismatch`` (given); ``encoding_undetected``, with ``samples``: row, column
            and for some encodings how the text would read.
        """
        if self._given:
            self._refuse(self._misfits[self._given], "encoding_mismatch", encoding=self._said)
            return self._given, []
        remarks: list[Remark] = []
        for source, claim, encoding in self._claims:
            if encoding and self._is_believable(encoding):
                return encoding, [*remarks, *self._doubts(encoding)]
            params: dict[str, object] = {"source": source, "encoding": claim}
            remarks.append(Remark(0, "", "encoding_ignored", params))
        if not self._misfits["utf-8"]:
            return "utf-8", remarks
        guess = self._guess()
        return guess, [*remarks, Remark(0, "", "encoding_guessed", {"encoding": guess})]

    def _is_believable(self, encoding: str) -> bool:
        if self._kept and (_is_single_byte(encoding) or self._misfits[encoding]):
            return False
        # GBK decodes most UTF-8 to rare characters, but Chinese in GBK is practically never UTF-8.
        is_utf8 = self._chinese_utf8 and not self._misfits["utf-8"]
        return encoding == "utf-8" or not is_utf8

    def _doubts(self, encoding: str) -> list[Remark]:
        # That a claim of Korean or Japanese decodes says nothing: Chinese does so in both.
        other = self._preferred() if self._kept and encoding != "utf-8" else None
        if other in (None, encoding):
            return []
        params: dict[str, object] = {"encoding": encoding, "other": other}
        return [Remark(0, "", "encoding_doubtful", params)]

    def _guess(self) -> str:
        if guess := self._preferred():
            return guess
        self._refuse(self._misfits[CHINESE], "encoding_undetected", samples=self._samples())
        return CHINESE

    def _preferred(self) -> str | None:
        """Give GB18030 or Big5, whichever decodes and reads like Chinese; None for neither."""
        if not self._misfits[TRADITIONAL] and self._kept:
            gbk = not self._misfits[CHINESE] and is_plausible_gbk(self._read(CHINESE))
            if not gbk and is_plausible_big5(self._read(TRADITIONAL)):
                return TRADITIONAL
        return None if self._misfits[CHINESE] else CHINESE

    def _read(self, encoding: str) -> list[str]:
        return [decode(text.raw, text.width, encoding)[0] for text in self._kept]

    def _samples(self) -> list[dict[str, object]]:
        misfit = self._misfits[CHINESE]
        # The one that fits nothing first, each once.
        shown = list(dict.fromkeys([*([misfit] if misfit else []), *self._kept]))[:SHOWN]
        return [
            {
                "row": text.row,
                "column": text.column,
                "readings": {
                    encoding: text.raw.decode(encoding, "replace")
                    for encoding in (CHINESE, TRADITIONAL, "utf-8")
                },
            }
            for text in shown
        ]

    def _refuse(self, misfit: Text | None, code: str, **params: object) -> None:
        if misfit:
            place = {"row": misfit.row, "column": misfit.column}
            raise UnknownEncoding(code, name=self._name, **place, **params)


def detect(
    name: str, texts: Sequence[Text], *, given: str | None, claims: Iterable[tuple[str, str]]
) -> tuple[str, list[Remark]]:
    """Choose the encoding of a file whose text is all at hand.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    texts : sequence of Text
        All values that are not plain ASCII.
    given : str, optional
    claims : iterable of (str, str)

    Returns
    -------
    encoding : str
    remarks : list of Remark
        As of `EncodingEvidence.verdict`.

    Raises
    ------
    UnknownEncoding
        ``unknown_encoding``, ``encoding_mismatch`` (given), ``encoding_undetected``.
    """
    evidence = EncodingEvidence(name, given=given, claims=claims)
    evidence.add(texts)
    return evidence.verdict()


def _known(claim: str) -> str | None:
    try:
        encoding = known(claim)
    except UnknownEncoding:
        return None
    return encoding if extends_ascii(encoding) else None


def _is_single_byte(encoding: str) -> bool:
    # These decode anything, so that their claim says nothing; GDAL writes ISO-8859-1 unasked.
    return len("中".encode(encoding, "ignore")) < 2


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeError:
        return False
    return True


def _misfit(texts: Iterable[Text], encoding: str) -> Text | None:
    for text in texts:
        try:
            decode(text.raw, text.width, encoding)
        except UnicodeError:
            return text
    return None
