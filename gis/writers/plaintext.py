"""Text that a format's own characters, or a spreadsheet's eagerness, would change."""

from gis.errors import Remark
from gis.printable import NOT_IN_XML, printable
from gis.writers.dbf import MAX_REMARKS


class Remarks:
    """What had to be changed; only the first thousand are kept.

    Attributes
    ----------
    truncated, replaced : list of Remark
    truncated_count, replaced_count : int
    """

    def __init__(self) -> None:
        self.truncated: list[Remark] = []
        self.replaced: list[Remark] = []
        self.truncated_count = self.replaced_count = 0

    def xml_text(self, text: str, row: int, column: str, format: str) -> str:
        """Give text that XML can hold, with a mark for each character that it cannot.

        Parameters
        ----------
        text : str
        row : int
        column, format : str
            For the remark.

        Returns
        -------
        str
        """
        lacking = NOT_IN_XML.findall(text)
        if not lacking:
            return text
        found = "".join(f"\\x{ord(character):02x}" for character in dict.fromkeys(lacking))
        self.lacking(found, row, column, format)
        return printable(text)

    def lacking(self, characters: str, row: int, column: str, format: str) -> None:
        """Note that a mark stands for some characters."""
        self.replaced_count += 1
        if len(self.replaced) < MAX_REMARKS:
            params: dict[str, object] = {"characters": characters, "encoding": format}
            self.replaced.append(Remark(row, column, "characters_replaced", params))

    def too_long(self, row: int, column: str, code: str, **params: object) -> None:
        """Note that something did not fit."""
        self.truncated_count += 1
        if len(self.truncated) < MAX_REMARKS:
            self.truncated.append(Remark(row, column, code, params))
