"""待办: what waits for whom, oldest first, and how many the header says."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from registry.choices import MoveCode, Role, Standing
from registry.exports import wording
from registry.models import Project, StageChange
from registry.question import Question
from registry.workflow import advance
from registry.workflow.queue import badge, overdue, to_mend, to_review
from tests.factories import ProjectFactory, UserFactory, declarable, told

pytestmark = pytest.mark.django_db

TODAY = date.today()


@pytest.fixture
def county(db):
    return UserFactory(organisation="dongqu", role=Role.REVIEWER, display_name="审核王")


@pytest.fixture
def submitted(reporter):
    project = declarable(name="等着审核的项目")
    advance(project, MoveCode.SUBMIT, by=reporter)
    return project


def test_a_submission_waits_at_one_level_after_the_other(submitted, county, reviewer, city):
    people = {"pass_territory": county, "pass_lead": reviewer, "admit": city}
    for code, person in people.items():
        waiting = [who for who in people.values() if to_review(who)]
        assert waiting == [person]
        assert badge(person) == 1
        advance(submitted, code, by=person)
    assert not any(to_review(who) for who in people.values())


def test_nobody_finds_his_own_submission_in_his_queue(db):
    both = UserFactory(organisation="dongqu")
    both.memberships.create(organisation_id="dongqu", role=Role.REVIEWER)
    advance(declarable(), MoveCode.SUBMIT, by=both)
    assert not to_review(both)


def test_who_submitted_before_another_did_may_review(county, db):
    first, second = (UserFactory(organisation="dongqu") for _ in range(2))
    for both in (first, second):
        both.memberships.create(organisation_id="dongqu", role=Role.REVIEWER)
    project = declarable()
    advance(project, MoveCode.SUBMIT, by=first)
    advance(project, MoveCode.RETURN, by=county, note="管径与概算不符")
    advance(project, MoveCode.RESUBMIT, by=second)
    assert not to_review(second)
    assert to_review(first).get() == project


def test_the_neighbour_the_stranger_and_the_leader_have_nothing_to_review(
    submitted, neighbour, stranger, leader, analyst
):
    other = UserFactory(organisation="xiqu", role=Role.REVIEWER)
    for person in (neighbour, stranger, leader, analyst, other):
        assert not to_review(person)
        assert not to_mend(person)


def test_what_is_returned_waits_for_its_reporters_with_the_reason(
    submitted, county, reporter, neighbour, login
):
    advance(submitted, MoveCode.RETURN, by=county, note="管径与概算不符")
    assert list(to_mend(reporter)) == [submitted]
    assert not to_mend(neighbour)
    page = login(reporter).get("/todo/").text
    assert "管径与概算不符" in page
    assert "审核王" in page


@pytest.mark.parametrize(
    ("facts", "late"),
    [
        ({"planned_start": TODAY - timedelta(1), "stage": "tendering"}, True),
        ({"planned_start": TODAY - timedelta(1), "stage": "started"}, False),
        ({"planned_start": TODAY, "stage": "tendering"}, False),
        ({"planned_finish": TODAY - timedelta(40), "stage": "building"}, True),
        ({"planned_finish": TODAY - timedelta(40), "stage": "completed"}, False),
        ({"planned_finish": TODAY - timedelta(40), "stage": "building",
          "standing": Standing.SUSPENDED}, False),
        ({"stage": "planned"}, False),
    ],
)  # fmt: skip
def test_overdue_is_what_should_have_begun_or_ended(facts, late, reporter, login):
    project = ProjectFactory(**facts)
    assert list(overdue(reporter)) == [project] * late
    page = login(reporter).get("/todo/?list=overdue").text
    assert ("，已过 " in page) == late


def test_the_oldest_comes_first_and_is_marked_late(submitted, reporter, county, login, settings):
    newer = declarable(name="后来的项目")
    advance(newer, MoveCode.SUBMIT, by=reporter)
    long_ago = timezone.now() - timedelta(days=settings.REVIEW_DAYS)
    StageChange.objects.filter(project=submitted).update(recorded_at=long_ago)
    page = login(county).get("/todo/").text
    assert page.index(submitted.name) < page.index(newer.name)
    assert page.count("is-late") == 1
    assert f"已等 {settings.REVIEW_DAYS} 天" in page


def test_the_header_counts_for_who_has_something_to_do(
    submitted, county, reporter, leader, stranger, login
):
    assert '待办 <span class="badge-count num">1</span>' in login(county).get("/projects/").text
    page = login(reporter).get("/projects/").text
    assert 'href="/todo/"' in page
    assert "待办 <span" not in page
    for person in (leader, stranger):
        assert 'href="/todo/"' not in login(person).get("/projects/").text


def test_the_header_says_no_more_than_its_limit(county, monkeypatch):
    monkeypatch.setattr("registry.workflow.queue.BADGE_LIMIT", 2)
    ProjectFactory.create_batch(3, stage="declared", awaiting="territory")
    assert badge(county) == "2+"


def test_a_stranger_finds_an_empty_page_and_a_guest_must_sign_in(client, login, stranger):
    assert "没有等您审核的项目" in login(stranger).get("/todo/").text
    assert client.get("/todo/").status_code == 302


def test_an_unknown_list_is_an_error_that_names_it(login, county):
    answer = login(county).get("/todo/?list=<script>")
    assert answer.status_code == 400
    assert "<script>" not in answer.text


def test_a_deleted_project_waits_for_nobody(submitted, county):
    Project.objects.update(deleted_at=timezone.now())
    assert not to_review(county)


def test_each_queue_leads_to_its_question(submitted, county, reporter, login):
    page = login(county).get("/todo/")
    assert page.context["question"] == "awaiting=territory"
    found = login(county).get(f"/projects/?{page.context['question']}")
    assert [row.number for row in found.context["register"].page] == [submitted.number]
    asked = Question(QueryDict("awaiting=territory"), county)
    assert wording(asked) == "待谁办理：县（区）初审"
    page = login(reporter).get("/todo/?list=returned")
    assert page.context["question"] == "awaiting=reporter"
    assert not login(reporter).get("/todo/?list=overdue").context["question"]


def test_a_longer_queue_costs_no_further_query(
    login, county, django_assert_num_queries, spatial_reference
):
    def fill():
        for project in ProjectFactory.create_batch(4, stage="declared", awaiting="territory"):
            told(project, ("planned", "2026-01-01"), ("declared", "2026-01-02"))

    desk = login(county)
    for _ in range(2):
        fill()
        with django_assert_num_queries(10):
            desk.get("/todo/")
