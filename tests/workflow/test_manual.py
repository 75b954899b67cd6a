"""The manual of moves says what the table says."""

from pathlib import Path

import pytest
from django.conf import settings

from registry.access import ACTION_LABELS
from registry.choices import Awaiting, Stage, Standing
from registry.workflow import batch
from registry.workflow.moves import MOVES, ORDER

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "办理.md").read_text()


def origin(move):
    """`申报（待县（区）初审）`, `入库至完工`."""
    labels = [Stage(stage).label for stage in move.stages]
    words = labels[0] if len(labels) == 1 else f"{labels[0]}至{labels[-1]}"
    asides = ["审核中"] if len(move.awaiting) > 1 else []
    asides += [Standing(each).label for each in move.standings if each != Standing.ACTIVE]
    if Standing.ACTIVE not in move.standings:
        words += f"（{'、'.join(asides)}）"
    elif asides:
        words += f"（含{'、'.join(asides)}）"
    if move.is_review:
        words += f"（待{Awaiting(move.awaiting[0]).label}）"
    return words


def outcome(move):
    if move.is_routed:
        return "下一级审核，最后一级之后“入库”"
    if move.to:
        return Stage(move.to).label
    return "阶段不变" + (
        f"，{Standing(move.standing).label}" if move.standing != Standing.ACTIVE else ""
    )


def row(move):
    asked = [
        *map(str, move.needs),
        *["新的拟竣工"] * move.replans,
        *["写明原因"] * move.must_say_why,
    ]
    needs = "；".join(asked) or "—"
    cells = (move.label, origin(move), outcome(move), ACTION_LABELS[move.action], needs)
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.code}-{move.action}")
def test_every_move_stands_in_the_manual_as_it_is(move):
    assert row(move) in MANUAL


def test_the_numbers_are_the_real_ones():
    assert f"{settings.UNDO_HOURS} 小时" in MANUAL
    assert f"{settings.REVIEW_DAYS} 天" in MANUAL
    assert f"最多 {batch.MOST} 个" in MANUAL
    assert " → ".join(stage.label for stage in ORDER) in MANUAL
