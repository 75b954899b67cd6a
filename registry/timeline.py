"""The road of a project through the stages: what is behind it, where it stands, what is ahead."""

from dataclasses import dataclass

from registry.choices import Stage
from registry.models import StageChange


@dataclass(frozen=True)
class Step:
    stage: Stage
    place: str  # done, now or ahead
    change: StageChange | None


def timeline_of(project):
    """One step a stage, each with the latest change that led into it."""
    changes = {change.stage: change for change in project.stage_changes.select_related("by")}
    order = list(Stage)
    now = order.index(Stage(project.stage))
    return [
        Step(
            stage, "done" if place < now else "now" if place == now else "ahead", changes.get(stage)
        )
        for place, stage in enumerate(order)
    ]
