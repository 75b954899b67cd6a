"""What an import found: the report by row that the command writes and the batch keeps."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field

from registry.exchange import messages

#: Warnings that only a person can judge; the rest say what was done and need no answer.
TO_CONFIRM = frozenset(
    {
        *("outside_city", "outside_district", "text_cut", "written_before"),
        *("duplicate_in_file", "duplicate_registered", "code_twice", "code_registered"),
        *("key_unknown", "key_missing", "version_missing", "length_unit", "offset_suspected"),
        *("conflict_adopted", "conflict_overwritten", "shape_not_made"),
        *("encoding_doubtful", "places_dropped", "places_suggested", "ends_suggested"),
        *("places_elsewhere", "places_unread"),
        *("place_differs", "place_not_taken", "meanings_proposed", "boxes_crowded"),
        "unit_doubtful",
    }
)
#: Of these, what single rows may be left out for instead.
LEAVABLE = frozenset({"outside_city", "outside_district"})
#: Warnings told by their number alone: they may be many and ask for nothing.
COUNTED = frozenset(
    {
        *("length_differs", "repeated_vertices", "self_crossing", "tiny", "mended"),
        *("duplicate_skipped", "left_alone", "only_registered", "only_in_file"),
    }
)
#: Warnings of a table's reader that are errors where the column is a field: told by who knows.
BROKEN_CELLS = frozenset({"cell_error", "cell_uncalculated"})
#: So many of one code are listed, and so many conflicts side by side; the rest is counted.
LISTED, CONFLICTS = 1000, 200


@dataclass(frozen=True)
class Entry:
    """One thing to say about one row (0 = the file) and one field."""

    row: int
    field: str
    code: str
    message: str


class UnusableOrder(Exception):
    """An instruction that cannot be followed, so that nothing can be checked at all."""

    def __init__(self, code, **params):
        self.code, self.params = code, params
        super().__init__(messages.own(code, params))


@dataclass
class Report:
    """Lists are cut to `LISTED` a code; `counts` and `rows_refused` are always complete.

    `conflicts` are shown side by side, `disputes` are all of them: a version and
    its assets as runs (see `decisions`). `gaps` says
    what the rows lack, which keeps nothing out.
    """

    rows_read: int = 0
    encoding: str = ""
    crs: str = ""
    layer: str = ""
    kinds: list = field(default_factory=list)
    mapping: dict = field(default_factory=dict)
    kept_columns: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    conflicts: list = field(default_factory=list)
    disputes: list = field(default_factory=list)
    changes: dict = field(default_factory=dict)
    gaps: str = ""
    rows_unmapped: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_skipped: int = 0
    rows_mended: int = 0
    #: On so many sheets lie the refused rows, where they make a workbook.
    reject_sheets: int = 0
    projects: list = field(default_factory=list)
    readable: bool = True
    committed: bool = False
    good_rows_only: bool = False

    def __post_init__(self):
        #: A command is told of its options, a page of its fields.
        self.in_command = False
        self.refused_rows, self.skipped_rows = set(), set()
        #: What the reader could not make out: refused, whatever else they are.
        self.unread_rows = set()
        self.concerns_all = False
        #: Warnings whose rows someone does not want.
        self.leaves_out = frozenset()
        self.sink = None

    def stream(self, sink):
        """Every error about a row is written there too, as a line of JSON."""
        self.sink = sink

    def describe(self, staged, crs):
        """Take over what the reader found; no system where there was nothing to read in one."""
        self.rows_read, self.encoding = staged.row_count, staged.encoding
        self.layer, self.crs = staged.layer, crs.text if crs else ""
        for remark in staged.warnings:
            if remark.code not in BROKEN_CELLS:
                self.remark(remark)
        for remark in staged.rejects:
            self.reject(remark)
        self.unread_rows = {remark.row for remark in staged.rejects}

    def refuse(self, row, field_name, code, **params):
        self._note(self.errors, row, field_name, code, params)

    def reject(self, remark):
        """What `gis` says keeps a row out."""
        self._note(self.errors, remark.row, remark.field, remark.code, remark)

    def warn(self, row, field_name, code, **params):
        is_unwanted = row and code in self.leaves_out
        entries = self.errors if is_unwanted else self.warnings
        self._note(entries, row, field_name, code, params)

    def remark(self, remark):
        """What `gis` noticed and did not stop for."""
        self._note(self.warnings, remark.row, remark.field, remark.code, remark)

    def _note(self, entries, row, field_name, code, said):
        is_error = entries is self.errors
        if is_error:
            self.refused_rows.add(row)
            self.concerns_all |= row == 0
        self.counts[code] = self.counts.get(code, 0) + 1
        listed = self.counts[code] <= LISTED
        if not (listed or (is_error and self.sink)):
            return
        text = self._own(code, said) if isinstance(said, dict) else messages.of_remark(said)
        if listed:
            entries.append(Entry(row, field_name, code, text))
        if is_error and self.sink:
            self.sink.write(json.dumps([row, field_name, code, text]) + "\n")

    def _own(self, code, params):
        return messages.own(code, params, in_command=self.in_command)

    def sort(self):
        """By row, as a person goes through the file."""
        for entries in (self.warnings, self.errors):
            entries.sort(key=lambda entry: entry.row)

    def give_up(self, error):
        """The file cannot be read or the instruction not be followed."""
        if isinstance(error, UnusableOrder):
            text = self._own(error.code, error.params)
        else:
            text = messages.of_error(error, in_command=self.in_command)
        self.errors.append(Entry(0, "", error.code, text))
        self.concerns_all, self.readable = True, False
        self.sort()

    @property
    def rows_refused(self):
        return self.rows_read if self.concerns_all else len(self.refused_rows - {0})

    @property
    def to_tell(self):
        """Warnings worth a line each."""
        return [entry for entry in self.warnings if entry.code not in COUNTED]

    @property
    def rows_differing(self):
        return self.counts.get("length_differs", 0)

    def open_questions(self, order):
        """Codes of warnings that nobody has answered."""
        left_out = LEAVABLE.intersection(order.left_out)
        asked = {code for code in TO_CONFIRM - left_out if self.counts.get(code)}
        return sorted(code for code in asked if not order.accepts(code))

    def stands(self, order):
        """Whether the rows (the good ones, where that was asked) may be written."""
        if not self.readable or self.concerns_all or self.open_questions(order):
            return False
        return self.rows_ready > 0 and (order.good_rows_only or not self.refused_rows)

    @property
    def rows_ready(self):
        return self.rows_read - self.rows_refused - self.rows_skipped

    def as_dict(self):
        """Everything, for the report file."""
        return {
            **asdict(self),
            "rows_ready": self.rows_ready,
            "rows_refused": self.rows_refused,
        }

    def digest(self):
        """Lineage for the batch: warnings about rows are counted, not repeated."""
        full = self.as_dict()
        told_before = ("errors", "conflicts", "disputes", "changes", "gaps", "counts")
        for name in (*told_before, "projects", "readable", "committed"):
            del full[name]
        full["warnings"] = [asdict(entry) for entry in self.warnings if entry.row == 0]
        told = Counter(entry.code for entry in self.warnings if entry.row == 0)
        raised = {entry.code for entry in self.warnings}
        full["row_warnings"] = {
            code: count - told[code]
            for code, count in self.counts.items()
            if code in raised and count > told[code]
        }
        return full

    @classmethod
    def reopened(cls, content, refused, skipped):
        """A report as `as_dict` gave it, with the rows that it refused and left out."""
        own = {name: value for name, value in content.items() if name in cls.__dataclass_fields__}
        report = cls(**own)
        for name in ("warnings", "errors"):
            setattr(report, name, [Entry(**entry) for entry in own.get(name, ())])
        report.refused_rows, report.skipped_rows = set(refused), set(skipped)
        report.concerns_all = any(entry.row == 0 for entry in report.errors)
        return report
