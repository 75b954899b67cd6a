"""OLE2 compound files, the container of .xls: finding one stream in them."""

import struct

from gis.errors import UnreadableFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Sector numbers from here on mean something else than a sector.
SPECIAL = 0xFFFFFFFA
ENTRY_BYTES = 128


class Container:
    """An OLE2 file.

    Parameters
    ----------
    raw : bytes
    name : str
        What to call the file in an error.

    Raises
    ------
    UnreadableFile
        ``damaged``.
    """

    def __init__(self, raw: bytes, name: str) -> None:
        self.raw, self.name = raw, name
        if len(raw) < 512 or raw[:8] != MAGIC:
            raise self._damaged("no OLE header")
        shift, short_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or short_shift != 6:
            raise self._damaged("sector size")
        self.size = 1 << shift
        directory, self.cutoff = (
            struct.unpack_from("<I", raw, 48)[0],
            struct.unpack_from("<I", raw, 56)[0],
        )
        short_table = struct.unpack_from("<I", raw, 60)[0]
        self.table = self._allocation()
        entries = self._chain(directory)
        self.entries = [
            entries[place : place + ENTRY_BYTES]
            for place in range(0, len(entries) - ENTRY_BYTES + 1, ENTRY_BYTES)
        ]
        if not self.entries:
            raise self._damaged("no directory")
        raw_table = self._chain(short_table) if short_table < SPECIAL else b""
        self.short_table = struct.unpack(f"<{len(raw_table) // 4}I", raw_table)
        start = struct.unpack_from("<I", self.entries[0], 116)[0]
        self.short_stream = self._chain(start) if start < SPECIAL else b""

    def stream(self, *names: str) -> bytes | None:
        """Give the first stream that has one of these names, in the order of the names.

        Parameters
        ----------
        *names : str

        Returns
        -------
        bytes or None
        """
        found = {self._name_of(entry): entry for entry in reversed(self.entries)}
        for name in names:
            if entry := found.get(name):
                start, size = struct.unpack_from("<II", entry, 116)
                if size < self.cutoff:
                    return self._short_chain(start)[:size]
                return self._chain(start)[:size]
        return None

    def _name_of(self, entry: bytes) -> str:
        length = min(64, struct.unpack_from("<H", entry, 64)[0])
        return entry[: max(0, length - 2)].decode("utf-16-le", "replace")

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.raw[start : start + self.size]

    def _allocation(self) -> tuple[int, ...]:
        """Join the sectors that hold the table of sectors."""
        numbers = [n for n in struct.unpack_from("<109I", self.raw, 76) if n < SPECIAL]
        following = struct.unpack_from("<I", self.raw, 68)[0]
        seen: set[int] = set()
        while following < SPECIAL:
            block = self._sector(following)
            if following in seen or len(block) < self.size:
                raise self._damaged("sector table")
            seen.add(following)
            *more, following = struct.unpack(f"<{self.size // 4}I", block)
            numbers += [n for n in more if n < SPECIAL]
        if len(numbers) > len(self.raw) // self.size:
            raise self._damaged("sector table")
        whole = b"".join(self._sector(number) for number in numbers)
        return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])

    def _chain(self, number: int) -> bytes:
        return b"".join(self._sector(n) for n in self._follow(number, self.table))

    def _short_chain(self, number: int) -> bytes:
        return b"".join(
            self.short_stream[n * 64 : n * 64 + 64] for n in self._follow(number, self.short_table)
        )

    def _follow(self, number: int, table: tuple[int, ...]) -> list[int]:
        numbers: list[int] = []
        while number < SPECIAL:
            if number >= len(table) or len(numbers) > len(table):  # beyond the end, or a circle
                raise self._damaged("sector chain")
            numbers.append(number)
            number = table[number]
        return numbers

    def _damaged(self, reason: str) -> UnreadableFile:
        return UnreadableFile("damaged", name=self.name, reason=reason)
