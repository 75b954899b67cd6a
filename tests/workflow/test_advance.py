"""The one door: who moves what when, and what is written down."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry.choices import Awaiting, MoveCode, Role, Stage, Standing
from registry.models import Project, StageChange, User
from registry.workflow import AlreadyDone, MoveRefused, advance, record, undo
from registry.workflow.offers import offers_for
from registry.workflow.states import State
from tests.factories import ProjectFactory, UserFactory, declarable, give_papers

TODAY = date.today()

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(reporter):
    project = declarable()
    record(project, by=reporter, effective_on=TODAY - timedelta(days=30))
    return project


@pytest.fixture
def submitted(project, reporter):
    advance(project, MoveCode.SUBMIT, by=reporter)
    return project


def state_of(project):
    return State.of(Project.objects.get(pk=project.pk))


def test_a_move_writes_state_and_event_together(project, reporter):
    day = TODAY - timedelta(days=20)
    change = advance(project, MoveCode.SUBMIT, by=reporter, effective_on=day, note="补录")
    assert state_of(project) == State(Stage.DECLARED, awaiting=Awaiting.TERRITORY)
    assert State.of(change) == state_of(project)
    assert (change.move, change.by, change.effective_on) == (MoveCode.SUBMIT, reporter, day)
    assert project.stage_changes.count() == 2


def test_three_levels_lead_into_the_reserve(submitted, county, reviewer, city):
    advance(submitted, MoveCode.PASS_TERRITORY, by=county)
    assert state_of(submitted).awaiting == Awaiting.LEAD
    advance(submitted, MoveCode.PASS_LEAD, by=reviewer)
    assert state_of(submitted).awaiting == Awaiting.CITY
    advance(submitted, MoveCode.ADMIT, by=city)
    assert state_of(submitted) == State(Stage.RESERVED)


@pytest.mark.parametrize(
    ("facts", "organisation", "first"),
    [
        ({}, "dongqu", Awaiting.TERRITORY),
        ({}, "housing", Awaiting.LEAD),
        ({"district_id": "510400"}, "taskforce", Awaiting.LEAD),
        ({"sector_id": "A11"}, "public-security", Awaiting.LEAD),
        ({"sector_id": "A05"}, "dongqu", Awaiting.TERRITORY),
    ],
)
def test_the_first_level_is_that_of_who_submits_what(facts, organisation, first):
    project = declarable(**facts)
    change = advance(project, MoveCode.SUBMIT, by=UserFactory(organisation=organisation))
    assert change.awaiting == first


def test_a_restricted_project_never_waits_for_those_who_may_not_see_it(police):
    project = declarable(sector_id="A11")
    advance(project, MoveCode.SUBMIT, by=police)
    other = UserFactory(organisation="public-security", role=Role.REVIEWER)
    assert advance(project, MoveCode.PASS_LEAD, by=other).stage == Stage.RESERVED


def test_a_sector_without_a_lead_goes_from_the_county_to_the_city(reporter, county):
    project = declarable(sector_id="A05")
    advance(project, MoveCode.SUBMIT, by=reporter)
    assert advance(project, MoveCode.PASS_TERRITORY, by=county).awaiting == Awaiting.CITY


@pytest.mark.parametrize(
    ("organisation", "role", "words"),
    [
        ("dongqu", Role.REPORTER, "角色不能初审"),
        ("xiqu", Role.REVIEWER, "不在您单位的初审范围"),
        ("housing", Role.REVIEWER, "角色不能初审"),
        ("taskforce", Role.LEADER, "角色不能初审"),
    ],
)
def test_each_level_is_for_its_own_reviewers(submitted, organisation, role, words):
    person = UserFactory(organisation=organisation, role=role)
    with pytest.raises(MoveRefused, match=words):
        advance(submitted, MoveCode.PASS_TERRITORY, by=person)


@pytest.mark.parametrize("code", [MoveCode.PASS_TERRITORY, MoveCode.RETURN])
def test_nobody_reviews_what_he_submitted(project, code):
    both = UserFactory(organisation="dongqu", role=Role.REPORTER)
    both.memberships.create(organisation_id="dongqu", role=Role.REVIEWER)
    advance(project, MoveCode.SUBMIT, by=both)
    with pytest.raises(MoveRefused, match="不能审核自己提交的项目"):
        advance(project, code, by=both, note="原因")


def test_not_even_the_administrator_reviews_what_he_submitted(project, admin):
    advance(project, MoveCode.SUBMIT, by=admin)
    with pytest.raises(MoveRefused, match="不能审核自己提交的项目"):
        advance(project, MoveCode.PASS_TERRITORY, by=admin)


def test_what_is_returned_comes_back_to_the_first_level(submitted, reporter, county, reviewer):
    advance(submitted, MoveCode.PASS_TERRITORY, by=county)
    advance(submitted, MoveCode.RETURN, by=reviewer, note="投资与内容不符")
    assert state_of(submitted) == State(Stage.DECLARED, Standing.RETURNED)
    advance(submitted, MoveCode.RESUBMIT, by=reporter)
    assert state_of(submitted) == State(Stage.DECLARED, awaiting=Awaiting.TERRITORY)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State(Stage.PLANNED), MoveCode.START),
        (State(Stage.PLANNED), MoveCode.ADMIT),
        (State(Stage.DECLARED, Standing.RETURNED), MoveCode.ADMIT),
        (State(Stage.BUILDING, Standing.SUSPENDED), MoveCode.COMPLETE),
        (State(Stage.RESERVED, Standing.WITHDRAWN), MoveCode.RESUME),
        (State(Stage.BUILDING), MoveCode.WITHDRAW),
        (State(Stage.CLOSED), MoveCode.CARRY),
        (State(Stage.CLOSED), "no-such-move"),
        (State(Stage.PLANNED), MoveCode.REGISTER),
    ],
)
def test_what_is_not_in_the_table_is_refused_in_words(state, code, admin):
    project = ProjectFactory()
    state.write_to(project)
    project.save()
    with pytest.raises(MoveRefused, match=r"项目现在是“.+”，不能办理"):
        advance(project, code, by=admin, note="试试")
    assert not project.stage_changes.exists()


@pytest.mark.parametrize(
    ("state", "code", "outcome"),
    [
        (State(Stage.BUILDING), MoveCode.SUSPEND, State(Stage.BUILDING, Standing.SUSPENDED)),
        (State(Stage.BUILDING, Standing.SUSPENDED), MoveCode.RESUME, State(Stage.BUILDING)),
        (State(Stage.RESERVED), MoveCode.WITHDRAW, State(Stage.RESERVED, Standing.WITHDRAWN)),
        (State(Stage.STARTED), MoveCode.CARRY, State(Stage.STARTED)),
        (
            State(Stage.DECLARED, Standing.RETURNED),
            MoveCode.TERMINATE,
            State(Stage.DECLARED, Standing.TERMINATED),
        ),
        *(
            (
                State(Stage.DECLARED, awaiting=level),
                MoveCode.TERMINATE,
                State(Stage.DECLARED, Standing.TERMINATED),
            )
            for level in (Awaiting.TERRITORY, Awaiting.LEAD, Awaiting.CITY)
        ),
    ],
)
def test_side_moves_keep_the_stage(state, code, outcome, admin):
    project = ProjectFactory()
    state.write_to(project)
    project.save()
    advance(project, code, by=admin, note="原因", plan={"planned_finish": date(2027, 6, 1)})
    assert state_of(project) == outcome


class TestCarryingOver:
    @pytest.fixture
    def reserved(self):
        return ProjectFactory(
            stage=Stage.RESERVED, planned_start=date(2026, 3, 1), planned_finish=date(2026, 12, 1)
        )

    @pytest.mark.parametrize(
        ("plan", "words"),
        [
            ({}, "新的拟竣工"),
            ({"planned_start": date(2027, 1, 1)}, "新的拟竣工"),
            ({"planned_finish": date(2026, 12, 31)}, "下一年"),
            ({"planned_finish": date(2026, 11, 1)}, "早于原计划"),
            (
                {"planned_start": date(2025, 3, 1), "planned_finish": date(2027, 6, 1)},
                "早于原计划",
            ),
            (
                {"planned_start": date(2028, 1, 1), "planned_finish": date(2027, 6, 1)},
                "不能晚于拟竣工",
            ),
            ({"planned_finish": date(2099, 1, 1)}, "2059"),
            ({"planned_start": date(1900, 1, 1), "planned_finish": date(2027, 1, 1)}, "1950"),
        ],
    )
    def test_a_plan_that_is_none_is_refused(self, reserved, reporter, plan, words):
        with pytest.raises(MoveRefused, match=words):
            advance(reserved, MoveCode.CARRY, by=reporter, note="汛期", plan=plan)
        reserved.refresh_from_db()
        assert reserved.planned_finish == date(2026, 12, 1)

    def test_the_plan_moves_and_the_event_tells_from_where(self, reserved, reporter):
        plan = {"planned_start": None, "planned_finish": date(2027, 6, 1)}
        change = advance(reserved, MoveCode.CARRY, by=reporter, note="汛期", plan=plan)
        reserved.refresh_from_db()
        assert reserved.planned_start == date(2026, 3, 1)
        assert reserved.planned_finish == date(2027, 6, 1)
        change.refresh_from_db()
        assert change.plan == [("拟竣工", date(2026, 12, 1), date(2027, 6, 1))]

    def test_taken_back_the_old_plan_stands_again(self, reserved, reporter):
        record(reserved, by=reporter, effective_on=TODAY)
        plan = {"planned_start": date(2027, 3, 1), "planned_finish": date(2027, 6, 1)}
        change = advance(reserved, MoveCode.CARRY, by=reporter, note="汛期", plan=plan)
        undo(reserved, change.pk, by=reporter)
        reserved.refresh_from_db()
        assert reserved.planned_start == date(2026, 3, 1)
        assert reserved.planned_finish == date(2026, 12, 1)

    @pytest.mark.parametrize("moved", [{"planned_start": date(2027, 3, 1)}, {}])
    def test_taken_back_after_a_correction_the_plan_stays(self, reserved, reporter, moved):
        """Whether the move wrote the corrected date or not: a plan never runs backwards."""
        record(reserved, by=reporter, effective_on=TODAY)
        plan = {**moved, "planned_finish": date(2027, 6, 1)}
        change = advance(reserved, MoveCode.CARRY, by=reporter, note="汛期", plan=plan)
        Project.objects.update(planned_start=date(2027, 5, 1))
        undo(reserved, change.pk, by=reporter)
        reserved.refresh_from_db()
        assert reserved.planned_start == date(2027, 5, 1)
        assert reserved.planned_finish == date(2027, 6, 1)

    def test_what_has_begun_keeps_its_start(self, reserved, reporter):
        Project.objects.update(stage=Stage.BUILDING, actual_start=date(2026, 4, 1))
        plan = {"planned_start": date(2027, 3, 1), "planned_finish": date(2027, 6, 1)}
        with pytest.raises(MoveRefused, match="只改拟竣工"):
            advance(reserved, MoveCode.CARRY, by=reporter, note="汛期", plan=plan)

    def test_other_moves_leave_the_plan_alone(self, reserved, reporter):
        plan = {"planned_finish": date(2027, 6, 1)}
        advance(reserved, MoveCode.PREPARE, by=reporter, plan=plan)
        reserved.refresh_from_db()
        assert reserved.planned_finish == date(2026, 12, 1)

    def test_through_the_page_and_for_many(self, reserved, reporter, login):
        record(reserved, by=reporter, effective_on=TODAY)
        order = {"effective_on": f"{TODAY}", "note": "汛期", "move": "carry"}
        order |= {"planned_finish": "2027-06-01"}
        desk, last = login(reporter), reserved.stage_changes.last()
        page = desk.post(f"{reserved.get_absolute_url()}move/", order | {"after": last.pk})
        assert page.status_code == 302
        assert "2026-12-01 → 2027-06-01" in desk.get(reserved.get_absolute_url()).text
        last = reserved.stage_changes.last()
        many = {"project": [reserved.number], "seen": f"{reserved.pk}:{last.pk}"}
        desk.post("/projects/moves/", order | many | {"planned_finish": "2028-06-01"})
        reserved.refresh_from_db()
        assert reserved.planned_finish == date(2028, 6, 1)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State(Stage.DECLARED, awaiting=Awaiting.LEAD), MoveCode.RETURN),
        (State(Stage.RESERVED), MoveCode.WITHDRAW),
        (State(Stage.RESERVED), MoveCode.SUSPEND),
        (State(Stage.RESERVED), MoveCode.CARRY),
        (State(Stage.RESERVED), MoveCode.TERMINATE),
    ],
)
def test_side_moves_say_why(state, code, admin):
    project = ProjectFactory()
    state.write_to(project)
    project.save()
    with pytest.raises(MoveRefused, match="写明原因"):
        advance(project, code, by=admin, note="  ")


@pytest.mark.parametrize(
    ("days", "note", "words"),
    [
        (1, "", "不能晚于今天"),
        (27_000, "", "不能晚于今天"),
        (-31, "补录", "不能早于上一次办理的日期"),
        (-3000, "补录", "不能早于上一次办理的日期"),
        (-1, " ", "写明原因"),
    ],
)
def test_dates_lie_between_the_last_change_and_today(days, note, words, project, reporter):
    day = TODAY + timedelta(days=days)
    with pytest.raises(MoveRefused, match=words):
        advance(project, MoveCode.SUBMIT, by=reporter, effective_on=day, note=note)
    assert StageChange.objects.count() == 1


def test_the_start_takes_the_day_of_the_move_if_it_is_empty(admin):
    project = ProjectFactory(stage=Stage.TENDERING, platform_code="2405-510402-04-01-123456")
    give_papers(project, "tender", "contract", "permit")
    record(project, by=admin, effective_on=TODAY - timedelta(days=9))
    change = advance(project, MoveCode.START, by=admin)
    assert Project.objects.get().actual_start == TODAY
    undo(project, change.pk, by=admin)
    assert Project.objects.get().actual_start is None


def test_a_day_that_was_corrected_since_is_not_cleared(admin):
    project = ProjectFactory(stage=Stage.TENDERING, platform_code="2405-510402-04-01-123456")
    give_papers(project, "tender", "contract", "permit")
    record(project, by=admin, effective_on=TODAY - timedelta(days=9))
    change = advance(project, MoveCode.START, by=admin)
    corrected = TODAY - timedelta(days=3)
    Project.objects.update(actual_start=corrected)
    undo(project, change.pk, by=admin)
    assert Project.objects.get().actual_start == corrected
    assert state_of(project) == State(Stage.TENDERING)


def test_a_neighbour_does_not_move_our_project(project, neighbour, stranger):
    with pytest.raises(MoveRefused, match="不在您单位"):
        advance(project, MoveCode.SUBMIT, by=neighbour)
    with pytest.raises(MoveRefused, match="角色不能推进"):
        advance(project, MoveCode.SUBMIT, by=stranger)


def test_a_project_in_the_bin_does_not_move(project, reporter):
    Project.objects.update(deleted_at=timezone.now())
    with pytest.raises(MoveRefused, match="回收站"):
        advance(project, MoveCode.SUBMIT, by=reporter)


def test_the_second_of_two_clicks_changes_nothing(project, reporter):
    seen = project.stage_changes.last().pk
    advance(project, MoveCode.SUBMIT, by=reporter, after=seen)
    with pytest.raises(AlreadyDone, match="没有重复办理"):
        advance(project, MoveCode.SUBMIT, by=reporter, after=seen)
    assert project.stage_changes.count() == 2


def test_who_looks_at_an_old_page_is_told_who_was_quicker(submitted, county, reviewer):
    seen = submitted.stage_changes.last().pk
    advance(submitted, MoveCode.PASS_TERRITORY, by=county)
    other = UserFactory(organisation="dongqu", role=Role.REVIEWER)
    with pytest.raises(MoveRefused, match=f"{county}办理“初审通过”"):
        advance(submitted, MoveCode.RETURN, by=other, note="原因", after=seen)


class TestUndo:
    def test_takes_back_ones_own_last_move_and_marks_it(self, submitted, reporter):
        change = submitted.stage_changes.last()
        undo(submitted, change.pk, by=reporter)
        assert state_of(submitted) == State(Stage.PLANNED)
        change.refresh_from_db()
        assert change.undone_by == reporter
        assert submitted.stage_changes.in_force().count() == 1

    def test_frees_the_day_for_the_right_one(self, submitted, reporter):
        undo(submitted, submitted.stage_changes.last().pk, by=reporter)
        day = TODAY - timedelta(days=5)
        change = advance(submitted, MoveCode.SUBMIT, by=reporter, effective_on=day, note="日期填错")
        assert change.effective_on == day

    def test_is_for_the_mover_alone(self, submitted, admin):
        with pytest.raises(MoveRefused, match="本人可以撤销"):
            undo(submitted, submitted.stage_changes.last().pk, by=admin)

    def test_is_not_for_who_has_lost_the_right(self, submitted, reporter):
        reporter.memberships.update(role=Role.ANALYST)
        mover = User.objects.get(pk=reporter.pk)
        with pytest.raises(MoveRefused, match="角色不能推进"):
            undo(submitted, submitted.stage_changes.last().pk, by=mover)
        assert not offers_for(submitted, mover).may_undo
        assert state_of(submitted).stage == Stage.DECLARED

    def test_is_not_for_who_no_longer_answers_for_the_project(self, submitted, county):
        change = advance(submitted, MoveCode.RETURN, by=county, note="原因")
        Project.objects.update(district="510403")
        with pytest.raises(MoveRefused, match="不在您单位的初审范围"):
            undo(submitted, change.pk, by=county)
        Project.objects.update(district="510402")
        undo(submitted, change.pk, by=county)
        assert state_of(submitted).awaiting == Awaiting.TERRITORY

    def test_has_its_time(self, submitted, county, settings):
        change = advance(submitted, MoveCode.PASS_TERRITORY, by=county)
        long_ago = timezone.now() - timedelta(hours=settings.UNDO_HOURS, minutes=1)
        submitted.stage_changes.update(recorded_at=long_ago)
        with pytest.raises(MoveRefused, match="超过 24 小时"):
            undo(submitted, change.pk, by=county)

    def test_has_no_time_while_nobody_has_judged(self, submitted, reporter, login):
        long_ago = timezone.now() - timedelta(days=40)
        submitted.stage_changes.update(recorded_at=long_ago)
        assert "撤回“提交申报”" in login(reporter).get(submitted.get_absolute_url()).text
        undo(submitted, submitted.stage_changes.last().pk, by=reporter)
        assert state_of(submitted) == State(Stage.PLANNED)

    def test_is_over_once_something_followed(self, submitted, reporter, county):
        change = submitted.stage_changes.last()
        advance(submitted, MoveCode.PASS_TERRITORY, by=county)
        with pytest.raises(MoveRefused, match="又有新的办理"):
            undo(submitted, change.pk, by=reporter)

    def test_twice_is_once(self, submitted, reporter):
        change = submitted.stage_changes.last()
        undo(submitted, change.pk, by=reporter)
        with pytest.raises(AlreadyDone):
            undo(submitted, change.pk, by=reporter)

    def test_does_not_take_back_the_registration(self, project, reporter):
        with pytest.raises(MoveRefused, match="登记不能撤销"):
            undo(project, project.stage_changes.last().pk, by=reporter)

    def test_knows_no_change_of_another_project(self, submitted, reporter):
        other = declarable()
        record(other, by=reporter, effective_on=TODAY)
        with pytest.raises(MoveRefused, match="不能撤销"):
            undo(other, submitted.stage_changes.last().pk, by=reporter)


def test_a_table_without_gaps():
    """From every state that moves lead to, the road goes on or has ended on purpose."""
    from registry.workflow.moves import MOVES, ORDER, find, moves_from

    stages = [State(s) for s in ORDER if s != Stage.DECLARED]
    levels = [State(Stage.DECLARED, awaiting=a) for a in Awaiting.values if a]
    for state in (*stages, *levels):
        onward = [move for move in moves_from(state) if move.is_forward]
        assert len(onward) == (0 if state.stage == Stage.CLOSED else 1), state
    assert {move.code for move in MOVES} == set(MoveCode) - {MoveCode.REGISTER}
    for move in MOVES:
        for stage in move.stages:
            state = State(stage, move.standings[0], move.awaiting[0])
            assert find(move.code, state) is move
