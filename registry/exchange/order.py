"""What someone asks to be imported, as the command or a form states it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.exchange.actors import SYSTEM
from registry.models import User


@dataclass(frozen=True)
class NewProject:
    """A project to be made for the rows; sector and district have defaults."""

    name: str
    sector: str = ""
    district: str = ""


@dataclass(frozen=True)
class ImportOrder:
    """One file and where its rows go: exactly one of the three targets is given.

    `columns` are pairs of a field and a column, `constants` of a field and a value.
    """

    path: Path
    layer: str | None = None
    kind: str | None = None
    project_number: str | None = None
    new_project: NewProject | None = None
    project_column: str | None = None
    crs: str | None = None
    encoding: str | None = None
    columns: Sequence[tuple[str, str]] = ()
    constants: Sequence[tuple[str, str]] = ()
    accept_warnings: bool = False
    user: User | None = None

    @property
    def actor(self):
        return self.user or SYSTEM
