"""The table of money: saved as one, by turns, twice without harm, and refused in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry import rollups
from registry.choices import FundingStatus, Role
from registry.forms.money import MoneySheet, Stale, Unsound
from registry.funding import money_of
from registry.models import FundingLine, FundingLineEvent, FundingTotal, Project
from tests.factories import FundingLineFactory, ProjectFactory, UserFactory
from tests.sheets import address, typed

SOURCES = ("ultra-long-bond", "county", "residents")


@pytest.fixture
def project(db):
    return ProjectFactory(investment_wan="1000", name="大渡口供水管网更新")


@pytest.fixture
def post(project, login, reporter):
    """`post(lines, removed, user=…)`: the answer to one save of the table as it now stands."""

    def send(lines=(), removed=(), user=reporter, **content):
        content = {
            "opened": {str(line.pk): line.version for line in project.funding_lines.all()},
            "lines": list(lines),
            "removed": [str(key) for key in removed],
            "reason": "省财政下达第二批资金",
            **content,
        }
        return login(user).post(address(project), content, content_type="application/json")

    return send


def stored(project):
    lines = project.funding_lines.order_by("source", "year", "id")
    return [(line.source_id, line.year, str(line.amount_wan), line.status) for line in lines]


def test_lines_are_added_changed_and_removed_in_one_save(post, project, reporter):
    kept, dropped = FundingLineFactory.create_batch(2, project=project)
    new = typed(source="residents", amount_wan="１,200.50", dated_on="2026-03-01", note="自筹")
    answer = post([typed(kept, amount_wan="77", status="received"), new], [dropped.client_id])
    assert answer.status_code == 200
    assert stored(project) == [
        ("county", 2025, "77.00", "received"),
        ("residents", 2026, "1200.50", "intended"),
    ]
    added = project.funding_lines.get(source="residents")
    assert (str(added.client_id), str(added.dated_on)) == (new["client_id"], "2026-03-01")
    assert project.funding_lines.get(source="county").pk == kept.pk


def test_every_change_says_who_and_why(post, project, reporter, login):
    changed, dropped = FundingLineFactory.create_batch(2, project=project)
    post([typed(changed, amount_wan="77")], [dropped.client_id], reason="概算调整")
    events = FundingLineEvent.objects.filter(project=project)
    assert {event.pgh_label for event in events} == {"update", "delete"}
    for event in events:
        assert event.pgh_context.metadata["reason"] == "概算调整"
        assert event.pgh_context.metadata["user"] == reporter.pk
    post([typed()], reason="新增一笔")
    added = project.changes.select_related("context").first()
    assert (added.operation, added.user) == ("insert", reporter)
    assert (added.context.metadata["reason"], added.context.metadata["door"]) == (
        "新增一笔",
        "form",
    )
    page = login(reporter).get(f"/projects/{project.number}/money/").text
    for words in ("原因：概算调整", "<del>100.00</del>", "原因：新增一笔", str(reporter)):
        assert words in page


def test_lines_of_the_same_source_and_year_are_never_merged(post, project):
    post([typed(status=status) for status in ("received", "paid", "paid")])
    assert stored(project) == [
        ("county", 2026, "10.00", "received"),
        ("county", 2026, "10.00", "paid"),
        ("county", 2026, "10.00", "paid"),
    ]
    assert FundingTotal.objects.get(project=project).amount_wan == Decimal(30)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount_wan": "-5"}, "县（区）财政 2026 年：金额不能小于 0"),
        ({"amount_wan": "约3.8"}, "县（区）财政 2026 年：“约3.8”不是数字"),
        ({"amount_wan": ""}, "必填"),
        ({"amount_wan": "1e99"}, "不是数字"),
        ({"amount_wan": "10000000.01"}, "请检查单位是不是万元"),
        ({"amount_wan": "1.234"}, "两位小数"),
        ({"year": "1999"}, "2000 年至 2059 年"),
        ({"year": "明年"}, "县（区）财政 明年 年"),
        ({"source": "lottery"}, "资金 2026 年"),
        ({"status": "gone"}, "gone"),
        ({"dated_on": "2099-01-01"}, "1950 年至 2059 年"),
        ({"dated_on": "昨天"}, "日期"),
        ({"dated_on": "2058-01-01", "status": "paid"}, "支付日期不能晚于今天"),
        ({"note": "长" * 201}, "200"),
    ],
)
def test_one_bad_line_is_refused_by_its_cell_and_nothing_is_saved(post, project, values, told):
    good = typed(source="residents")
    answer = post([good, typed(**values)])
    assert answer.status_code == 422
    body = answer.json()
    assert "没有保存" in body["error"]
    assert told in body["refused"][0]["text"]
    assert not project.funding_lines.exists()


@pytest.mark.parametrize(
    "content",
    [
        {"lines": [typed(amount_wan=5)]},
        {"lines": [{**typed(), "project": 1}]},
        {"lines": [{**typed(), "client_id": "x"}]},
        {"lines": [typed(document_number="川财\x00建")]},
        {"lines": [typed(note="\ud800")]},
        {"lines": "all"},
        {"opened": {"x": 1}},
        {"opened": []},
        {"reason": None},
        {"reason": "长" * 201},
        {"removed": ["1"]},
        {"lines": [typed() for _ in range(201)]},
    ],
)
def test_forms_of_content_that_no_page_sends_are_refused_in_words(post, project, content):
    answer = post(**content)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]
    assert not project.funding_lines.exists()


def test_the_first_plan_of_a_project_says_no_reason_and_every_change_of_it_does(post, project):
    first = typed()
    assert post([first], reason="").status_code == 200
    line = project.funding_lines.get()
    for lines, removed in (([typed(line, amount_wan="7")], []), ([], [line.client_id])):
        answer = post(lines, removed, reason="  ")
        assert (answer.status_code, answer.json()["error"]) == (422, "请填写变更原因。")
    assert post([], [line.client_id]).status_code == 200
    assert post([typed()], reason="").status_code == 422


def test_money_that_comes_after_the_plan_was_declared_says_why(post, project, login, reporter):
    page = f"/projects/{project.number}/money/"
    assert "可以不写" in login(reporter).get(page).text
    Project.objects.filter(pk=project.pk).update(stage="reserved")
    assert "可以不写" not in login(reporter).get(page).text
    assert post([typed()], reason="").status_code == 422


def test_only_what_is_paid_cannot_be_of_a_day_to_come(post, project):
    ahead = [typed(status=status, dated_on="2058-01-01") for status in ("intended", "granted")]
    today = typed(status="paid", dated_on=f"{timezone.localdate()}")
    assert post([*ahead, today]).status_code == 200
    for line in project.funding_lines.filter(status="granted"):
        assert post([typed(line, dated_on="2058-01-01", status="paid")]).status_code == 422
    assert project.funding_lines.filter(status="paid").count() == 1


def test_a_payment_that_was_dated_ahead_is_asked_about(db, project):
    FundingLineFactory(project=project, status="paid", dated_on=date(2058, 1, 1))
    assert any("支付日期 2058-01-01 晚于今天" in hint for hint in money_of(project).hints)


def test_a_project_has_room_for_so_many_lines(post, project):
    FundingLineFactory.create_batch(150, project=project)
    answer = post([typed() for _ in range(51)])
    assert (answer.status_code, "最多登记 200 笔" in answer.json()["error"]) == (422, True)
    assert project.funding_lines.count() == 150


def test_the_second_saver_sees_what_the_first_did_and_overwrites_nothing(post, project):
    line, gone = FundingLineFactory.create_batch(2, project=project)
    opened = {str(each.pk): each.version for each in project.funding_lines.all()}
    other = UserFactory(organisation="dongqu", display_name="李四")
    post([typed(line, amount_wan="120"), typed(amount_wan="5")], [gone.client_id], user=other)

    answer = post([typed(line, amount_wan="130")], opened=opened)

    assert answer.status_code == 409
    told = " ".join(answer.json()["told"])
    assert "李四于" in told
    assert "金额（万元）由“100.00”改为“120.00”" in told
    assert "删除资金" in told
    assert "新增资金“县（区）财政 2026 年 5.00 万元”" in told
    assert [amount for _, _, amount, _ in stored(project)] == ["120.00", "5.00"]


def test_saying_the_same_twice_changes_nothing(post, project):
    line, gone = FundingLineFactory.create_batch(2, project=project)
    opened = {str(each.pk): each.version for each in project.funding_lines.all()}
    content = ([typed(line, amount_wan="7"), typed()], [gone.client_id])
    for _ in range(2):
        assert post(*content, opened=opened).status_code == 200
    assert len(stored(project)) == 2
    line.refresh_from_db()
    assert line.version == 2


def test_a_line_of_another_project_cannot_be_taken(post, project):
    foreign = FundingLineFactory()
    assert post([typed(foreign, amount_wan="1")]).status_code == 422
    assert post([], [foreign.client_id]).status_code == 200
    foreign.refresh_from_db()
    assert (foreign.amount_wan, foreign.project_id != project.pk) == (Decimal(100), True)


def test_who_may_see_and_change_the_money(post, project, login, stranger, neighbour, analyst, db):
    page = f"/projects/{project.number}/money/"
    reviewer = UserFactory(organisation="dongqu", role=Role.REVIEWER)
    for user, seen, saved in (
        (stranger, 404, 404),
        (neighbour, 404, 404),
        (analyst, 200, 403),
        (reviewer, 200, 403),
    ):
        assert login(user).get(page).status_code == seen
        assert login(user).get(page.replace("money/", "money.json")).status_code == seen
        assert post([typed()], user=user).status_code == saved
    assert "您只能查看" in login(analyst).get(page).text
    assert "data-money-grid" not in login(analyst).get(page).text
    assert not project.funding_lines.exists()


def test_who_is_signed_out_is_told_so(client, project):
    assert client.post(address(project), {}, content_type="application/json").status_code == 401


def test_the_page_reads_without_scripts(login, reporter, project):
    FundingLineFactory(project=project, amount_wan="1500", document_number="示例文号", year=None)
    FundingLineFactory(project=project, amount_wan="250.5", status=FundingStatus.PAID)
    page = login(reporter).get(f"/projects/{project.number}/money/").text
    for words in (
        "1,750.50",
        "超出总投资 750.50",
        "未定年度",
        "示例文号",
        "已支付，还没有填支付日期",
    ):
        assert words in page


def test_more_lines_cost_no_further_query(login, reporter, project, django_assert_num_queries):
    desk = login(reporter)
    for _ in range(2):
        FundingLineFactory.create_batch(20, project=project)
        with django_assert_num_queries(11):
            desk.get(f"/projects/{project.number}/money/")


def test_granted_money_is_what_was_granted_arrived_or_paid(db, project):
    for amount, status in ((100, "granted"), (20, "received"), (3, "paid"), (500, "applied")):
        FundingLineFactory(project=project, amount_wan=amount, status=status)
    course = [(label, str(wan)) for label, wan, _ in money_of(project).course]
    assert course == [("已下达", "123.00"), ("已到位", "23.00"), ("已支付", "3.00")]


@pytest.mark.slow
def test_savers_at_the_same_moment_take_turns(committed_db):
    project = ProjectFactory()
    line = FundingLineFactory(project=project)
    users = [UserFactory(organisation="dongqu") for _ in range(4)]

    def save(user):
        try:
            MoneySheet(
                project, by=user, opened={line.pk: 1}, removed=[], reason="并发",
                lines=[typed(line, client_id=line.client_id, amount_wan=str(user.pk))],
            ).submit()  # fmt: skip
        except Stale:
            return "stale"
        finally:
            connections.close_all()
        return user.pk

    with ThreadPoolExecutor(len(users)) as pool:
        outcome = list(pool.map(save, users))
    assert outcome.count("stale") == len(users) - 1
    winner = next(each for each in outcome if each != "stale")
    assert FundingLine.objects.get().amount_wan == winner
    assert not rollups.differing()
    assert not rollups.tallies_differ()


STEP = st.tuples(
    st.sampled_from(SOURCES),
    st.sampled_from(["", "2025", "2026", "1999"]),
    st.sampled_from(["1", "0", "33.33", "1,000", "-2", "约3"]),
    st.sampled_from(FundingStatus.values),
    st.integers(0, 5),
    st.booleans(),
)


class AnyEdits(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(saves=st.lists(st.lists(STEP, max_size=5), max_size=5))
    def test_totals_stay_true_whatever_is_saved_or_refused(self, saves):
        project, by = ProjectFactory(), UserFactory()
        for steps in saves:
            present = list(project.funding_lines.order_by("pk"))
            lines, removed = [], []
            for source, year, amount, status, place, removes in steps:
                old = present[place] if place < len(present) else None
                if old and removes:
                    removed.append(old.client_id)
                    continue
                key = old.client_id if old else uuid4()
                parts = {"source": source, "year": year, "amount_wan": amount, "status": status}
                lines.append(typed(old, client_id=key, **parts))
            opened = {line.pk: line.version for line in present}
            before = stored(project)
            try:
                MoneySheet(
                    project, by=by, opened=opened, lines=lines, removed=removed, reason="试"
                ).submit()
            except Unsound:
                assert stored(project) == before
        assert not rollups.differing()
        assert not rollups.tallies_differ()
        assert Project.objects.get().version == 1
