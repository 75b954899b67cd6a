"""What may be done with a project next, and what stands against it, before anyone clicks."""

from dataclasses import dataclass

from registry.workflow.door import MoveVerdict, judge, last_change, why_not_undo
from registry.workflow.levels import waited_for
from registry.workflow.moves import Move, moves_from
from registry.workflow.needs import Dossier
from registry.workflow.states import State


@dataclass(frozen=True)
class Offer:
    """`is_mine`: the move is the person's, whatever else may stand against it."""

    move: Move
    verdict: MoveVerdict
    is_mine: bool

    @property
    def hint(self):
        """At its grey button: what is missing is listed on the page."""
        return "请先补齐列出的各项" if self.verdict.missing else self.verdict.refusal


@dataclass(frozen=True)
class Offers:
    """The moves that lead on and those to the side; the last change, and why it stays.

    `waited_for` says who reviews the project now.
    """

    state: State
    waited_for: str
    onward: list[Offer]
    aside: list[Offer]
    last: object
    undo_refusal: str | None

    @property
    def open(self):
        return any(offer.verdict for offer in (*self.onward, *self.aside))

    @property
    def refused(self):
        """Steps onward that he is told why he cannot take; a review is its reviewers' business."""
        mine = (offer for offer in self.onward if offer.is_mine or not self.waited_for)
        return [offer for offer in mine if not offer.verdict]

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
    rights = person.rights
    offers = [
        Offer(move, judge(move, project, person, dossier), bool(rights.may(move.action, project)))
        for move in moves_from(state)
    ]
    last = last_change(project)
    return Offers(
        state,
        waited_for(project),
        onward=[offer for offer in offers if offer.move.is_forward],
        aside=[offer for offer in offers if not offer.move.is_forward],
        last=last,
        undo_refusal=why_not_undo(project, last, person),
    )
