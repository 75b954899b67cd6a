"""Two people who move one project in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from registry.choices import MoveCode, Role
from registry.workflow import MoveRefused, advance, record
from tests.factories import UserFactory, declarable


@pytest.mark.parametrize("code", [MoveCode.PASS_TERRITORY, MoveCode.RETURN])
def test_two_people_who_move_at_once_move_it_once(committed_db, code):
    reporter = UserFactory(organisation="dongqu")
    reviewers = [UserFactory(organisation="dongqu", role=Role.REVIEWER) for _ in range(2)]
    project = declarable()
    record(project, by=reporter, effective_on=date.today())
    seen = advance(project, MoveCode.SUBMIT, by=reporter).pk

    def move(place):
        choice = (MoveCode.PASS_TERRITORY, code)[place]
        try:
            advance(project, choice, by=reviewers[place], note="原因", after=seen)
        except MoveRefused as refusal:
            return "办理“" in str(refusal) and "refused in words"
        else:
            return "moved"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, range(2))) == ["moved", "refused in words"]
    assert project.stage_changes.count() == 3
