"""What an import found: the report by row that the command writes and the batch keeps."""

from collections import Counter
from dataclasses import asdict, dataclass, field

from registry.exchange import messages

#: Warnings that only a person can judge; the rest say what was done and need no answer.
TO_CONFIRM = frozenset({"outside_city", "outside_district", "text_cut"})
#: Warnings told by their number alone: they may be many and ask for nothing.
COUNTED = frozenset({"length_differs"})


@dataclass(frozen=True)
class Entry:
    """One thing to say about one row (0 = the file) and one field."""

    row: int
    field: str
    code: str
    message: str


class Unusable(Exception):
    """An instruction that cannot be followed, so that nothing can be checked at all."""

    def __init__(self, code, **params):
        self.code = code
        super().__init__(messages.own(code, **params))


@dataclass
class Report:
    rows_read: int = 0
    encoding: str = ""
    crs: str = ""
    layer: str = ""
    mapping: dict = field(default_factory=dict)
    kept_columns: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    rows_unmapped: int = 0
    projects: list = field(default_factory=list)
    readable: bool = True
    committed: bool = False

    def describe(self, source):
        """Take over what the reader found."""
        self.rows_read = len(source.frame)
        self.rows_unmapped = int(source.frame.geometry.isna().sum())
        self.encoding, self.crs, self.layer = source.encoding, source.crs.text, source.layer
        for remarks, entries in ((source.rejects, self.errors), (source.warnings, self.warnings)):
            entries += (Entry(r.row, r.field, r.code, messages.of_remark(r)) for r in remarks)

    def refuse(self, row, field_name, code, **params):
        self.errors.append(Entry(row, field_name, code, messages.own(code, **params)))

    def warn(self, row, field_name, code, **params):
        self.warnings.append(Entry(row, field_name, code, messages.own(code, **params)))

    def sort(self):
        """By row, as a person goes through the file."""
        for entries in (self.warnings, self.errors):
            entries.sort(key=lambda entry: entry.row)

    def give_up(self, error):
        """The file cannot be read or the instruction not be followed."""
        text = str(error) if isinstance(error, Unusable) else messages.of_error(error)
        self.errors.append(Entry(0, "", error.code, text))
        self.readable = False
        self.sort()

    @property
    def refused_rows(self):
        return {entry.row for entry in self.errors if entry.row}

    def rows_refused_for(self, field_name):
        return list({e.row for e in self.errors if e.row and e.field == field_name})

    @property
    def rows_refused(self):
        concerns_all = any(entry.row == 0 for entry in self.errors)
        return self.rows_read if concerns_all else len(self.refused_rows)

    @property
    def unconfirmed(self):
        """Warnings that someone has to accept before anything is written."""
        return [entry for entry in self.warnings if entry.code in TO_CONFIRM]

    @property
    def to_tell(self):
        """Warnings worth a line each."""
        return [entry for entry in self.warnings if entry.code not in COUNTED]

    @property
    def rows_differing(self):
        return sum(entry.code == "length_differs" for entry in self.warnings)

    def stands(self, accept_warnings):
        """Whether the rows may be written."""
        return not self.errors and (accept_warnings or not self.unconfirmed)

    def as_dict(self):
        """Everything, for the report file."""
        return {
            **asdict(self),
            "rows_ready": self.rows_read - self.rows_refused,
            "rows_refused": self.rows_refused,
        }

    def digest(self):
        """Lineage for the batch: warnings about rows are counted, not repeated."""
        full = self.as_dict()
        for name in ("errors", "projects", "readable", "committed"):
            del full[name]
        full["warnings"] = [asdict(entry) for entry in self.warnings if entry.row == 0]
        full["row_warnings"] = Counter(entry.code for entry in self.warnings if entry.row)
        return full
