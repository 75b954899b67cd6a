"""A list that is cut into pages without being counted or sorted as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InParts:
    """Rows of `whole` one part after another, each sorted and with the number of its rows.

    A page looks through the part that it lies in, for bare keys; its own rows alone are read.
    """

    whole: object
    parts: tuple

    def count(self):
        return sum(number for _, number in self.parts)

    def __getitem__(self, wanted):
        keys, passed = [], 0
        for rows, number in self.parts:
            first, last = max(wanted.start - passed, 0), min(wanted.stop - passed, number)
            if first < last:
                keys += rows.values_list("pk", flat=True)[first:last]
            passed += number
        found = self.whole.in_bulk(keys)
        return [found[key] for key in keys if key in found]
