"""The road of a project through the stages: what is behind it, where it stands, what is ahead."""

from collections import defaultdict
from dataclasses import dataclass

from registry.choices import Stage
from registry.models import StageChange


@dataclass(frozen=True)
class Step:
    stage: Stage
    place: str  # done, now or ahead
    changes: list[StageChange]

    @property
    def change(self):
        """The latest change in force that led into the stage from another one."""
        led = (each for each in reversed(self.changes) if each.leads_in)
        return next(led, None)


def timeline_of(project):
    """One step a stage, each with all that happened in it, what was taken back included."""
    changes, before = defaultdict(list), None
    for change in project.stage_changes.select_related("by", "evidence"):
        change.leads_in = change.undone_at is None and change.stage != before
        changes[change.stage].append(change)
        before = before if change.undone_at else change.stage
    order = list(Stage)
    now = order.index(Stage(project.stage))
    return [
        Step(stage, "done" if place < now else "now" if place == now else "ahead", changes[stage])
        for place, stage in enumerate(order)
    ]
