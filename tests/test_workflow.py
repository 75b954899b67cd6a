"""The one door between stages."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections

from registry.choices import Role, Stage, Standing
from registry.models import Project, StageChange
from registry.workflow import Refused, advance, next_move, record
from tests.factories import ProjectFactory, UserFactory

TODAY = date.today()


def submitted(by, **kwargs):
    project = ProjectFactory(**kwargs)
    record(project, by=by, effective_on=TODAY - timedelta(days=30))
    advance(project, Stage.DECLARED, by=by, effective_on=TODAY - timedelta(days=20))
    project.refresh_from_db()
    return project


@pytest.mark.django_db
class TestAdvance:
    def test_a_move_writes_the_stage_and_its_event_together(self, reporter):
        project = submitted(reporter)
        change = project.stage_changes.last()
        assert project.stage == change.stage == Stage.DECLARED
        assert (change.by, change.effective_on) == (reporter, TODAY - timedelta(days=20))
        assert project.version == 2

    def test_a_stage_cannot_be_skipped(self, reporter):
        with pytest.raises(Refused, match="不能直接进入“开工”"):
            advance(ProjectFactory(), Stage.STARTED, by=reporter)

    def test_a_reviewer_of_the_lead_department_admits(self, reporter, reviewer):
        project = submitted(reporter)
        advance(project, Stage.RESERVED, by=reviewer)
        assert Project.objects.get().stage == Stage.RESERVED

    def test_a_reporter_does_not_review(self, reporter):
        with pytest.raises(Refused, match="角色不能审核"):
            advance(submitted(reporter), Stage.RESERVED, by=reporter)

    def test_nobody_reviews_what_he_submitted(self):
        both = UserFactory(organisation="housing", role=Role.REPORTER)
        both.memberships.create(organisation_id="housing", role=Role.REVIEWER)
        with pytest.raises(Refused, match="不能审核自己提交的项目"):
            advance(submitted(both), Stage.RESERVED, by=both)

    def test_a_neighbour_does_not_move_our_project(self, neighbour):
        with pytest.raises(Refused, match="不在您单位"):
            advance(ProjectFactory(), Stage.DECLARED, by=neighbour)

    def test_a_suspended_project_stands_still(self, reporter):
        project = ProjectFactory(standing=Standing.SUSPENDED)
        with pytest.raises(Refused, match="暂停"):
            advance(project, Stage.DECLARED, by=reporter)

    def test_a_returned_project_is_active_again_once_it_moves(self, reporter):
        project = ProjectFactory(standing=Standing.RETURNED)
        advance(project, Stage.DECLARED, by=reporter)
        assert Project.objects.get().standing == Standing.ACTIVE

    @pytest.mark.parametrize(("days", "words"), [(1, "不能晚于今天"), (-21, "不能早于上一阶段")])
    def test_dates_lie_between_the_last_change_and_today(self, days, words, reporter, reviewer):
        project = submitted(reporter)
        day = TODAY + timedelta(days=days)
        with pytest.raises(Refused, match=words):
            advance(project, Stage.RESERVED, by=reviewer, effective_on=day)
        assert StageChange.objects.count() == 2

    def test_the_road_ends(self):
        assert next_move(ProjectFactory(stage=Stage.CLOSED)) is None


def test_two_people_who_move_at_once_move_it_once(committed_db):
    reporter = UserFactory(organisation="dongqu")
    project = ProjectFactory()

    def move(_):
        try:
            advance(project, Stage.DECLARED, by=reporter)
        except Refused:
            return "refused"
        else:
            return "moved"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, range(2))) == ["moved", "refused"]
    assert project.stage_changes.count() == 1
