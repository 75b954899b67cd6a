"""What may be done with a project next, and what stands against it, before anyone clicks."""

from dataclasses import dataclass

from registry.workflow.door import Verdict, judge, last_change, why_not_undo
from registry.workflow.moves import Move, moves_from
from registry.workflow.needs import Dossier
from registry.workflow.states import State


@dataclass(frozen=True)
class Offer:
    move: Move
    verdict: Verdict


@dataclass(frozen=True)
class Offers:
    """The moves that lead on and those to the side; the last change, and why it stays."""

    state: State
    onward: list[Offer]
    aside: list[Offer]
    last: object
    undo_refusal: str | None

    @property
    def open(self):
        return any(offer.verdict for offer in (*self.onward, *self.aside))

    @property
    def replans(self):
        """Whether one of them asks for a new plan."""
        return any(offer.move.replans and offer.verdict for offer in self.aside)

    @property
    def may_undo(self):
        return self.undo_refusal is None


def offers_for(project, person, *, dossier=None):
    """Every move of the table that leaves the project's state, judged for this person."""
    state, dossier = State.of(project), dossier or Dossier(project, person)
    offers = [Offer(move, judge(move, project, person, dossier)) for move in moves_from(state)]
    last = last_change(project)
    return Offers(
        state,
        onward=[offer for offer in offers if offer.move.is_forward],
        aside=[offer for offer in offers if not offer.move.is_forward],
        last=last,
        undo_refusal=why_not_undo(project, last, person),
    )
