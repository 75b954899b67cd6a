"""Why a change set is not written: each asset with its sentence."""

from dataclasses import dataclass


class NotSaved(Exception):
    """Nothing was written; the text says so to the planner."""


class Conflicts(NotSaved):
    """The same assets have been changed elsewhere meanwhile."""

    def __init__(self, conflicts):
        super().__init__(
            f"有 {len(conflicts)} 项设施在您读取之后又有人改过，本次没有保存，请合并后再保存。"
        )
        self.conflicts = conflicts


class SaveRefused(NotSaved):
    """Values, shapes or places that cannot be stored, or not without a confirmation."""

    def __init__(self, refused, doubts=()):
        words = [f"有 {len(refused)} 处不能保存" if refused else ""]
        words += [f"有 {len(doubts)} 项的位置需要确认" if doubts else ""]
        super().__init__(f"{'，'.join(filter(None, words))}，本次没有保存。")
        self.refused, self.doubts = list(refused), list(doubts)


@dataclass(frozen=True)
class FieldRefusal:
    client_id: str
    field: str | None
    message: str


@dataclass(frozen=True)
class Doubt:
    client_id: str
    message: str
