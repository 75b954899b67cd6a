"""What someone asks to be imported, as the command or a form states it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from registry.exchange.actors import SYSTEM
from registry.models import User

#: Rows are added, or those that are registered already are changed.
APPEND, UPDATE = "append", "update"
#: Where the register has changed since the export: the file's values, or what is registered.
ADOPT, KEEP = "adopt", "keep"
#: Or each value from the side that has changed it: see `merging.merge_of`.
MERGE = "merge"
#: What an update knows an asset by.
IDENTITY, NUMBER = "client_id", "number"

#: Not part of what is kept of an order: who asks and for which file stands beside it.
BESIDE = {"path", "user"}


@dataclass(frozen=True)
class NewProject:
    """A project to be made for the rows; all but its name have defaults."""

    name: str
    sector: str = ""
    district: str = ""
    lead: str = ""


@dataclass(frozen=True)
class ImportOrder:
    """One file and where its rows go: exactly one of the three targets is given.

    `columns` are pairs of a field and a column, `kept` columns that are no field whatever they are
    called, `constants` of a field and a value, `units` of
    a field and the unit its column is in, `values` are field, raw text and what it means.
    `table` corrects what a table reader found out; with `keep_codes` those stay that the file
    itself has names for. `accepted` are codes of warnings, `mends` of faults in shapes that may be
    repaired. `decisions` are the choices (`ADOPT` and the others) of which values hold, each with
    the version that the person has seen and the assets: see `decisions.packed`. `left_out` are
    codes of warnings whose rows are not wanted: they are refused.
    """

    path: Path
    layer: str | None = None
    kind: str | None = None
    project_number: str | None = None
    new_project: NewProject | None = None
    project_column: str | None = None
    crs: str | None = None
    encoding: str | None = None
    table: dict | None = None
    keep_codes: bool = False
    columns: Sequence[tuple[str, str]] = ()
    kept: Sequence[str] = ()
    constants: Sequence[tuple[str, str]] = ()
    units: Sequence[tuple[str, str]] = ()
    values: Sequence[tuple[str, str, str]] = ()
    mode: str = APPEND
    key: str = IDENTITY
    good_rows_only: bool = False
    accept_warnings: bool = False
    accepted: Sequence[str] = ()
    mends: Sequence[str] = ()
    decisions: Sequence[tuple[str, int, list[int]]] = ()
    left_out: Sequence[str] = ()
    skip_duplicates: bool = False
    user: User | None = field(default=None, compare=False)

    @property
    def actor(self):
        return self.user or SYSTEM

    @property
    def updates(self):
        return self.mode == UPDATE

    @property
    def has_target(self):
        return bool(self.project_number or self.new_project or self.project_column)

    def accepts(self, code):
        """Whether a warning of this code has been answered."""
        return self.accept_warnings or code in self.accepted

    def as_json(self):
        """What a batch keeps: `from_json` gives the order back."""
        content = asdict(self)
        return {name: value for name, value in content.items() if name not in BESIDE}

    @classmethod
    def from_json(cls, content, *, path, user=None):
        """An order that was kept; names that this version does not know are left out."""
        known = {f.name for f in fields(cls)} - BESIDE
        asked = {name: value for name, value in content.items() if name in known}
        if asked.get("new_project"):
            asked["new_project"] = NewProject(**asked["new_project"])
        for name in ("columns", "constants", "units", "values", "decisions"):
            asked[name] = tuple(tuple(entry) for entry in asked.get(name) or ())
        for name in ("kept", "accepted", "mends", "left_out"):
            asked[name] = tuple(asked.get(name) or ())
        return cls(path=Path(path), user=user, **asked)
