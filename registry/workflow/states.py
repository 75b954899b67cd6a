"""Where a project stands."""

from dataclasses import dataclass

from registry.choices import Awaiting, Stage, Standing


@dataclass(frozen=True)
class State:
    stage: str
    standing: str = Standing.ACTIVE
    awaiting: str = Awaiting.NOBODY

    @classmethod
    def of(cls, record):
        """Of a project, or of the change that led there."""
        return cls(record.stage, record.standing, record.awaiting)

    def write_to(self, project):
        project.stage, project.standing, project.awaiting = (
            self.stage,
            self.standing,
            self.awaiting,
        )

    def __str__(self):
        words = [Stage(self.stage).label]
        if self.standing != Standing.ACTIVE:
            words.append(Standing(self.standing).label)
        if self.awaiting:
            words.append(f"待{Awaiting(self.awaiting).label}")
        return "，".join(words)
