"""Where a move may lead any project: what its outcome for the one in hand is held against."""

from registry.choices import Stage
from registry.workflow.levels import LEVELS
from registry.workflow.states import State


def may_lead(move, state, outcome):
    if not move.leaves(state):
        return False
    names = [level.awaiting for level in LEVELS]
    later = names[names.index(state.awaiting) + 1 :] if state.awaiting else names
    ends = {State(move.to or state.stage, move.standing)}
    if move.is_routed:
        ends |= {State(Stage.DECLARED, awaiting=each) for each in later}
    return outcome in ends
