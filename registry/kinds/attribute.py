"""What every attribute of a kind has in common."""

from dataclasses import dataclass
from typing import Any, ClassVar

from registry.kinds.values import is_blank

#: Of what an attribute is said. What is said of one asset alone, of its whole length or of one of
#: its ends is not true of the next one, of a part, or of the same line turned round.
SHARED, OWN, WHOLE, START, END = "", "own", "whole", "start", "end"


@dataclass(frozen=True)
class Attribute:
    """One attribute of a kind. `name` carries the unit, `label` is what people read."""

    name: str
    label: str
    unit: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    suggestions: tuple[Any, ...] = ()
    scope: str = SHARED
    #: The attribute that says the same of what has no such value: one of both is needed.
    instead: str = ""
    #: How a list of what lacks calls it, where not by its label.
    gap: str = ""
    #: How one writes it, where that may be wondered about.
    example: str = ""

    input_type = "text"
    max_length: ClassVar[int | None] = None
    #: Long texts are written in several lines.
    is_long: ClassVar[bool] = False

    @property
    def gap_label(self) -> str:
        return self.gap or self.label

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Stored values with their words, where there is a closed list."""
        return ()

    @property
    def room(self) -> int:
        """Characters of the longest text, digits before the point of the largest number with its
        sign; 0 where a closed list or the type itself says it.
        """
        return 0

    @property
    def hint(self) -> str:
        return f"如：{self.example}" if self.example else ""

    @property
    def caption(self) -> str:
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    def clean(self, raw: Any) -> Any:
        return None if is_blank(raw) else self.parse(raw)

    def parse(self, raw: Any) -> Any:
        return self.recognise(raw)[0]

    def recognise(self, raw: Any) -> tuple[Any, str]:
        """The stored value, and how it was understood where that is more than reading it.

        The second is for the import's report, "球铁 → 球墨铸铁"; empty where nothing is to tell.
        """
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """A stored value as people read it; the unit stands in the caption."""
        return f"{value:.15g}" if isinstance(value, float) else str(value)
