"""The page of review: what has changed, comments, answers, and nothing passed unseen."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.contrib.gis.geos import LineString
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.choices import MoveCode, Operation, Role
from registry.history.plans import last_change
from registry.models import (
    Asset,
    FundingLine,
    FundingRule,
    Project,
    ProjectEvent,
    ReviewComment,
    StageChange,
)
from registry.workflow import MoveRefused, advance, record, remarks, undo
from registry.workflow.changed import review_of
from tests.factories import (
    AssetFactory,
    AttachmentFactory,
    FundingLineFactory,
    UserFactory,
    declarable,
)
from tests.history.times import at_times

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(reporter):
    project = declarable(name="要审核的项目")
    record(project, by=reporter, effective_on=date(2026, 1, 1))
    advance(project, MoveCode.SUBMIT, by=reporter)
    return project


@pytest.fixture
def returned(project, county):
    """Submitted four days ago and returned; what is done now is done after that."""
    days_pass(2)
    remarks.decide(
        project,
        MoveCode.RETURN,
        by=county,
        looked_at=last_change(project),
        comments=[{"field": "place", "text": "写明到街道", "point": None}],
    )
    days_pass(2)
    return Project.objects.get(pk=project.pk)


def days_pass(days):
    at_times(days_ago=days)
    shift = timedelta(days=days)
    with pgtrigger.ignore():
        StageChange.objects.update(recorded_at=F("recorded_at") - shift)
        ProjectEvent.objects.update(created_at=F("created_at") - shift)


def resubmit(project, reporter):
    for comment in project.review_comments.open():
        remarks.answer(comment, "已改", by=reporter)
    advance(project, MoveCode.RESUBMIT, by=reporter)
    return Project.objects.get(pk=project.pk)


def url(project):
    return f"/projects/{project.number}/review/"


def order(project, code, *comments, **values):
    last = project.stage_changes.in_force().last()
    rows = {
        f"comment-{place}-{name}": value
        for place, row in enumerate(comments)
        for name, value in row.items()
    }
    return {
        "move": code,
        "after": last.pk,
        "looked_at": last_change(project),
        "effective_on": date.today().isoformat(),
        "comment-TOTAL_FORMS": len(comments),
        "comment-INITIAL_FORMS": 0,
        **rows,
        **values,
    }


def seen_on(page):
    """What the form of a refused page would send back of what was looked at."""
    form = page.context["decision"].form
    return {name: form[name].value() for name in ("after", "looked_at")}


class TestComparison:
    def test_a_first_submission_has_nothing_to_compare_with(self, project, reporter):
        review = review_of(project, reporter)
        assert (review.former, review.since_former) == (None, None)

    def test_fields_money_and_assets_stand_beside_what_was_submitted(self, returned, reporter):
        Project.objects.update(place="大渡口街道", investment_wan=Decimal(120))
        FundingLine.objects.update(amount_wan=Decimal(110))
        FundingLineFactory(project=returned, source_id="bank-loan", amount_wan=Decimal(10))
        asset = returned.assets.get()
        asset.attributes = asset.attributes | {"diameter_mm": 400}
        asset.location = LineString((101.70, 26.58), (101.72, 26.58), srid=4490)
        asset.save()
        added = AssetFactory(
            project=returned, name="新增管段", medium="water", year_laid=1990,
            attributes={"diameter_mm": 100, "material": "PE"},
        )  # fmt: skip
        review = review_of(resubmit(returned, reporter), reporter)
        since = review.since_former
        told = {each.field: (each.old, each.new) for each in since.fields}
        assert told == {
            "place": ("大渡口", "大渡口街道"),
            "investment_wan": ("100.00", "120.00"),
        }
        assert [e.operation for e in since.money] == [Operation.UPDATE, Operation.INSERT]
        assert [e.operation for e in since.assets] == [Operation.UPDATE, Operation.INSERT]
        assert [str(each) for each in since.assets[0].differences] == [
            "管径 DN（mm）由“300”改为“400”",
            "位置由“2 个顶点的图形”改为“2 个顶点的图形”",
        ]
        assert since.assets[0].is_reshaped
        outlines = json.loads(since.outlines())["features"]
        states = [(f["properties"]["step"], f["properties"]["state"]) for f in outlines]
        assert states == [
            (f"asset-{asset.pk}", "old"),
            (f"asset-{asset.pk}", "new"),
            (f"asset-{added.pk}", "new"),
        ]
        assert outlines[1]["geometry"]["coordinates"][1] == [101.72, 26.58]

    def test_what_was_deleted_is_told(self, returned, reporter):
        other = AssetFactory(
            project=returned, medium="water", year_laid=1990,
            attributes={"diameter_mm": 100, "material": "PE"},
        )  # fmt: skip
        Asset.objects.exclude(pk=other.pk).delete()
        review = review_of(resubmit(returned, reporter), reporter)
        operations = {entry.operation for entry in review.since_former.assets}
        assert operations == {Operation.DELETE, Operation.INSERT}

    def test_nothing_changed_is_said(self, returned, reporter, county, login):
        project = resubmit(returned, reporter)
        assert not review_of(project, reporter).since_former
        assert "相比没有修改" in login(county).get(url(project)).text

    def test_papers_that_came_and_went_are_told_and_the_new_marked(
        self, project, reporter, county, login
    ):
        AttachmentFactory(project=project, type="feasibility", file_name="旧可研.pdf")
        kept = AttachmentFactory(project=project, type="approval", file_name="批复.pdf")
        thrown = AttachmentFactory(project=project, type="other", file_name="误传.pdf")
        project = self.returned_with(project, county)
        thrown.deleted_at = timezone.now()
        thrown.save()
        kept.scan = "clean"
        kept.save()
        AttachmentFactory(project=project, type="feasibility", file_name="补充可研.pdf")
        passing = AttachmentFactory(project=project, type="other", file_name="传了又删.pdf")
        passing.deleted_at = timezone.now()
        passing.save()
        project = resubmit(project, reporter)
        since = review_of(project, reporter).since_former
        told = {(entry.title, entry.operation) for entry in since.papers}
        assert told == {
            ("可研报告 补充可研.pdf", Operation.INSERT),
            ("其他 误传.pdf", Operation.DELETE),
        }
        page = login(county).get(url(project)).text
        assert "相比没有修改" not in page
        rows = re.findall(r"<tr>(.*?)</tr>", part(page, "papers"), re.DOTALL)
        assert [">新<" in row for row in rows if "补充可研" in row or "旧可研" in row] == [
            False,
            True,
        ]

    def returned_with(self, project, county):
        days_pass(2)
        looked_at = last_change(project)
        remarks.decide(project, MoveCode.RETURN, by=county, looked_at=looked_at, note="补可研")
        days_pass(2)
        return Project.objects.get(pk=project.pk)

    def test_a_change_after_the_submission_is_told_apart(self, project, county, login):
        days_pass(1)
        Project.objects.update(content="悄悄改了内容")
        page = login(county).get(url(project)).text
        assert "提交之后又有修改" in page
        assert "悄悄改了内容" in page

    def test_what_has_its_old_values_again_hides_nothing(self, returned, reporter):
        """An import was undone: more rows were written over than are told one by one."""
        (year,) = returned.assets.values_list("year_laid", flat=True)
        for each in (2001, year):
            returned.assets.update(year_laid=each)
        added = AssetFactory(
            project=returned, name="新增管段", medium="water", year_laid=1990,
            attributes={"diameter_mm": 100, "material": "PE"},
        )  # fmt: skip
        project = resubmit(returned, reporter)
        since = review_of(project, reporter).since_former
        object.__setattr__(since, "limit", 1)
        assert [(entry.key, entry.operation) for entry in since.assets] == [
            (f"asset-{added.pk}", Operation.INSERT)
        ]
        assert since.untold_assets == 0

    def test_many_changed_assets_are_bounded_and_counted(self, returned, reporter, monkeypatch):
        AssetFactory.create_batch(
            5, project=returned, medium="water", year_laid=1990,
            attributes={"diameter_mm": 100, "material": "PE"},
        )  # fmt: skip
        review = review_of(resubmit(returned, reporter), reporter)
        object.__setattr__(review.since_former, "limit", 2)
        assert len(review.since_former.assets) == 2
        assert review.since_former.untold_assets == 3


class TestContents:
    """What a reviewer judges by, whether or not there is anything to compare with."""

    def test_a_first_submission_shows_the_money_by_source_and_year_with_its_gap(
        self, project, county, login
    ):
        FundingLine.objects.update(source="county", year=2026, amount_wan=Decimal("60"))
        FundingLineFactory(project=project, source_id="bank-loan", year=2027, amount_wan=20)
        Project.objects.update(investment_wan=Decimal("1234.50"))
        money = part(login(county).get(url(project)).text, "money")
        assert "县（区）财政" in money
        assert "银行贷款" in money
        assert "2026 年" in money
        assert "2027 年" in money
        assert "缺口 1,154.50 万元" in money

    def test_a_broken_rule_of_money_is_told(self, project, county, login):
        rule = FundingRule.objects.create(text="贷款上限", limit=10, severity="block")
        rule.sources.set(["bank-loan"])
        FundingLine.objects.update(source="bank-loan", amount_wan=Decimal(70))
        money = part(login(county).get(url(project)).text, "money")
        assert "贷款上限" in money
        assert "超出 60 万元" in money

    def test_facilities_are_counted_with_declared_against_mapped_length(
        self, project, county, login
    ):
        mapped = project.assets.get().length_m
        Asset.objects.update(declared_length_m=Decimal(f"{mapped * 1.5:.2f}"))
        AssetFactory(project=project, kind="machine", name="抢修车", attributes={}, location=None)
        facilities = part(login(county).get(url(project)).text, "assets")
        assert "管段 · 给水" in facilities
        assert "+50.0%" in facilities
        assert "只比" not in facilities
        assert "未上图 1" in facilities
        assert "抢修车" in facilities
        assert "修改" not in facilities

    def test_lengths_are_compared_of_what_is_both_declared_and_mapped(self, project, county, login):
        Asset.objects.update(declared_length_m=Decimal(f"{project.assets.get().length_m * 2:.2f}"))
        AssetFactory(project=project, medium="water")
        facilities = part(login(county).get(url(project)).text, "assets")
        assert "+100.0%" in facilities
        assert "只比 1 段" in facilities

    def test_papers_are_named_and_so_are_those_that_the_next_gate_will_miss(
        self, project, county, login
    ):
        AttachmentFactory(project=project, type="feasibility", file_name="管网可研.pdf")
        papers = part(login(county).get(url(project)).text, "papers")
        assert "管网可研.pdf" in papers
        assert "还缺：" in papers
        missing = papers.partition("还缺：")[2].partition("</p>")[0]
        assert "审批（核准、备案）文件" in missing
        assert "可研报告" not in missing

    def test_each_part_can_be_commented_while_it_is_reviewed(self, project, county, login):
        def buttons():
            page = login(county).get(url(project)).text
            return [page.count(f'data-comment-on="{n}"') for n in ("funding", "assets", "papers")]

        assert buttons() == [1, 1, 1]
        Project.objects.update(stage="planned", awaiting="")
        assert buttons() == [0, 0, 0]

    def test_below_a_comparison_a_long_part_is_folded(self, returned, reporter, county, login):
        Project.objects.update(content="改了内容")
        FundingLineFactory.create_batch(13, project=returned, amount_wan=1)
        page = login(county).get(url(resubmit(returned, reporter))).text
        assert not is_open(page, "money")
        assert is_open(page, "assets")

    def test_a_first_submission_folds_nothing(self, project, county, login):
        FundingLineFactory.create_batch(13, project=project, amount_wan=1)
        assert is_open(login(county).get(url(project)).text, "money")

    def test_changed_shapes_lie_among_the_projects_others(self, returned, reporter, county, login):
        asset = returned.assets.get()
        asset.location = LineString((101.70, 26.58), (101.72, 26.58), srid=4490)
        asset.save()
        project = resubmit(returned, reporter)
        page = login(county).get(url(project)).text
        assert f'data-around-url="/projects/{project.number}/assets.geojson"' in page

    def test_the_rules_of_money_are_read_once(self, project, city, login, spatial_reference):
        """The gate of the last level asks for them too."""
        FundingRule.objects.create(text="贷款上限", limit=10)
        Project.objects.update(awaiting="city")
        with CaptureQueriesContext(connection) as asked:
            login(city).get(url(project))
        rules = [each for each in asked if 'FROM "registry_fundingrule"' in each["sql"]]
        assert len(rules) == 1


def part(page, name):
    """One part of the page as it was sent."""
    return re.search(f'<details[^>]*id="part-{name}".*?</details>', page, re.DOTALL)[0]


def is_open(page, name):
    return " open" in part(page, name).partition(">")[0]


class TestDecision:
    def test_is_written_with_its_comments(self, project, county, login):
        row = {
            "field": "investment_wan",
            "text": "投资偏高",
            "longitude": "101.71",
            "latitude": "26.58",
        }
        answer = login(county).post(url(project), order(project, "return", row))
        assert answer.url == "/todo/"
        comment = ReviewComment.objects.get()
        assert (comment.field, comment.text, comment.by) == ("investment_wan", "投资偏高", county)
        assert comment.point.coords == (101.71, 26.58)
        assert comment.change.note == "见审核意见 1 条"
        assert Project.objects.get().standing == "returned"

    def test_is_nothing_where_a_part_is_refused(self, project, county, login):
        row = {"field": "place", "text": "", "longitude": "101.71", "latitude": "26.58"}
        answer = login(county).post(url(project), order(project, "return", row))
        assert "还没有写意见" in answer.text
        answer = login(county).post(url(project), order(project, "return"))
        assert "写明原因" in answer.text
        assert not ReviewComment.objects.exists()
        assert Project.objects.get().standing == "active"

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ({"field": "password", "text": "x"}, "有效的选项"),
            ({"text": "长" * 501}, "500"),
            ({"text": "x", "longitude": "abc", "latitude": "26"}, "不是"),
            ({"text": "x", "longitude": "200", "latitude": "26"}, "180"),
            ({"text": "x", "longitude": "101.7"}, "同时填写"),
        ],
    )
    def test_forged_comments_are_refused_in_words(self, project, county, login, row, told):
        answer = login(county).post(url(project), order(project, "return", row, note="原因"))
        assert answer.status_code == 200
        assert told in answer.text
        assert not ReviewComment.objects.exists()

    def test_passes_nothing_that_was_not_looked_at(self, project, county, login):
        posted = order(project, "pass_territory")
        days_pass(1)
        Project.objects.update(content="审核人没看到的内容")
        answer = login(county).post(url(project), posted)
        assert "项目又有修改" in answer.text
        assert "审核人没看到的内容" in answer.text
        assert Project.objects.get().awaiting == "territory"

    def test_is_sent_again_once_what_changed_was_looked_at(self, project, reporter, county, login):
        """Taken back, changed and submitted again, while the reviewer had the page open."""
        posted = order(project, "return", {"field": "place", "text": "写明到街道"})
        undo(project, project.stage_changes.last().pk, by=reporter)
        Project.objects.update(content="改了内容")
        advance(project, MoveCode.SUBMIT, by=reporter)
        desk = login(county)
        refused = desk.post(url(project), posted)
        assert f"项目已由{reporter}办理“提交申报”" in refused.text
        assert "写明到街道" in refused.text
        assert desk.post(url(project), posted | seen_on(refused)).url == "/todo/"
        assert ReviewComment.objects.get().text == "写明到街道"

    def test_a_changed_field_is_looked_at_and_passed(self, project, county, login):
        posted = order(project, "pass_territory")
        Project.objects.update(content="审核人没看到的内容")
        desk = login(county)
        refused = desk.post(url(project), posted)
        assert desk.post(url(project), posted | seen_on(refused)).url == "/todo/"

    def test_a_colleague_who_was_quicker_is_named_and_what_was_typed_is_shown(
        self, project, county, login
    ):
        posted = order(project, "return", {"field": "place", "text": "写明到街道"}, note="两处要改")
        colleague = UserFactory(organisation="dongqu", role=Role.REVIEWER)
        login(colleague).post(url(project), order(project, "return", note="先退回"))
        page = login(county).post(url(project), posted).text
        decision = page[page.index('id="decision"') :].partition("</section>")[0]
        assert f"项目已由{colleague}办理“退回修改”" in decision
        assert "写明到街道" in decision
        assert "两处要改" in decision
        assert not ReviewComment.objects.exists()

    def test_twice_is_once(self, project, county, login):
        row = {"field": "", "text": "请补充"}
        posted = order(project, "return", row)
        login(county).post(url(project), posted)
        page = login(county).post(url(project), posted, follow=True).text
        assert "“退回修改”您已经办理，没有重复办理。" in page
        assert ReviewComment.objects.count() == 1

    def test_a_pass_twice_is_said_to_be_done(self, project, county, login):
        posted = order(project, "pass_territory")
        login(county).post(url(project), posted)
        page = login(county).post(url(project), posted, follow=True).text
        assert "“初审通过”您已经办理，没有重复办理。" in page
        assert project.stage_changes.count() == 3

    def test_other_comments_of_a_second_window_are_not_told_as_made(self, project, county, login):
        posted = order(project, "return", {"field": "place", "text": "第二个窗口的意见"})
        login(county).post(url(project), order(project, "return", note="先退回"))
        page = login(county).post(url(project), posted).text
        assert "没有办理。“退回修改”您已经办理" in page
        assert "第二个窗口的意见" in page
        assert not ReviewComment.objects.exists()

    def test_is_not_for_the_neighbour_the_stranger_or_the_reporter(
        self, project, neighbour, stranger, reporter, login
    ):
        for person in (neighbour, stranger):
            assert login(person).get(url(project)).status_code == 404
            assert login(person).post(url(project), order(project, "return")).status_code == 404
        answer = login(reporter).post(url(project), order(project, "pass_territory"))
        assert "您的角色不能初审项目" in answer.text

    def test_lines_are_counted_as_the_browser_counts_them_and_stay_apart(
        self, project, county, reporter, login
    ):
        lines = "\r\n".join(["长" * 98] * 5)  # 494 signs for the browser, 498 as they are sent
        row = {"field": "place", "text": f"{lines}长长长长长"}
        posted = order(project, "return", row, note=row["text"])
        assert login(county).post(url(project), posted).url == "/todo/"
        comment = ReviewComment.objects.get()
        assert len(comment.text) == len(comment.change.note) == 499
        page = login(reporter).get(f"/projects/{project.number}/").text
        for words in (f'<p class="lines">{comment.text}</p>', f'help lines">{comment.text}<'):
            assert words in page

    def test_more_comments_than_there_may_be_are_refused_in_plain_words(
        self, project, county, login
    ):
        rows = [{"field": "place", "text": f"意见 {number}"} for number in range(51)]
        answer = login(county).post(url(project), order(project, "return", *rows))
        assert "一次最多写 50 条意见" in answer.text
        assert "表单" not in answer.text
        assert "意见 50</textarea>" in answer.text
        answer = login(county).post(
            url(project), order(project, "return", *rows[:50], {"text": ""})
        )
        assert answer.url == "/todo/"

    def test_a_script_in_a_comment_is_text(self, project, county, reporter, login):
        row = {"field": "place", "text": "<script>alert(1)</script>"}
        login(county).post(url(project), order(project, "return", row))
        for address in (f"/projects/{project.number}/", f"/projects/{project.number}/edit/"):
            page = login(reporter).get(address).text
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert" in page


def steps(project, person, login):
    page = login(person).get(f"/projects/{project.number}/").text
    return page[page.index('id="moves"') :].partition("</section>")[0]


class TestWaiting:
    def test_the_submitter_is_told_who_reviews_and_that_it_may_be_taken_back(
        self, project, reporter, login
    ):
        told = steps(project, reporter, login)
        assert "已提交，等东区审核员初审。还没有人审过，可以撤回。" in told
        assert "您的角色不能" not in told

    def test_after_the_first_level_nothing_can_be_taken_back(
        self, project, reporter, county, login
    ):
        advance(project, MoveCode.PASS_TERRITORY, by=county)
        told = steps(project, reporter, login)
        assert "已提交，等牵头部门审核员复审。" in told
        assert "撤回" not in told

    def test_who_may_not_review_his_own_is_told_so(self, project, county, login):
        with pgtrigger.ignore():
            StageChange.objects.filter(move=MoveCode.SUBMIT).update(by=county)
        assert "不能审核自己提交的项目" in steps(project, county, login)

    def test_what_a_submission_lacks_is_asked_for_in_one_plain_sentence(self, reporter, login):
        told = steps(declarable(name="缺地点的项目", place=""), reporter, login)
        assert "<strong>下一步“提交申报”</strong>之前，请先补齐：" in told
        assert "还不能办理" not in told


class TestAnswer:
    def test_a_comment_stands_at_its_field_until_it_is_answered(self, returned, reporter, login):
        desk, page = login(reporter), f"/projects/{returned.number}/edit/"
        assert "写明到街道" in desk.get(page).text
        comment = ReviewComment.objects.get()
        desk.post(f"/projects/{returned.number}/comments/{comment.pk}/answer/", {"text": "已写明"})
        assert "写明到街道" not in desk.get(page).text
        assert "答复：已写明" in desk.get(f"/projects/{returned.number}/").text

    def test_what_is_not_answered_does_not_come_back(self, returned, reporter):
        with pytest.raises(MoveRefused) as refusal:
            advance(returned, MoveCode.RESUBMIT, by=reporter)
        assert [m.text for m in refusal.value.missing] == ["审核意见未答复：写明到街道"]

    def test_the_first_answer_stands(self, returned, reporter, login):
        comment = ReviewComment.objects.get()
        remarks.answer(comment, "第一次", by=reporter)
        address = f"/projects/{returned.number}/comments/{comment.pk}/answer/"
        page = login(reporter).post(address, {"text": "第二次"}, follow=True).text
        assert "答复：第一次" in page
        comment.refresh_from_db()
        assert comment.answer == "第一次"

    def test_is_for_those_who_may_edit(self, returned, neighbour, analyst, login):
        comment = ReviewComment.objects.get()
        address = f"/projects/{returned.number}/comments/{comment.pk}/answer/"
        assert login(neighbour).post(address, {"text": "x"}).status_code == 404
        assert login(analyst).post(address, {"text": "x"}).status_code == 403
        assert ReviewComment.objects.open().count() == 1

    def test_an_empty_answer_is_none(self, returned, reporter, login):
        comment = ReviewComment.objects.get()
        address = f"/projects/{returned.number}/comments/{comment.pk}/answer/"
        assert "没有答复" in login(reporter).post(address, {"text": " "}, follow=True).text

    def test_a_decision_taken_back_takes_its_comments_along(self, project, county, reporter, login):
        row = {"field": "place", "text": "写错了项目"}
        login(county).post(url(project), order(project, "return", row))
        undo(project, project.stage_changes.last().pk, by=county)
        assert "写错了项目" not in login(reporter).get(f"/projects/{project.number}/").text


class TestReturnTakenBack:
    """What the reporter has done about a return is not undone with it."""

    @pytest.fixture
    def last(self, project, county):
        """Returned an hour ago with one comment."""
        days_pass(1)
        comment = {"field": "place", "text": "写明到街道", "point": None}
        change = remarks.decide(
            project,
            MoveCode.RETURN,
            by=county,
            looked_at=last_change(project),
            comments=[comment],
        )
        days_pass(1 / 24)
        return change

    def test_is_refused_once_a_comment_was_answered(self, last, project, county, reporter, login):
        remarks.answer(last.comments.get(), "已写明", by=reporter)
        with pytest.raises(MoveRefused, match="已答复意见或修改了项目，不能撤销"):
            undo(project, last.pk, by=county)
        assert "撤销“退回修改”" not in steps(project, county, login)
        assert "答复：已写明" in login(reporter).get(f"/projects/{project.number}/").text

    def test_is_refused_once_the_project_was_changed(self, last, project, county):
        Project.objects.update(place="大渡口街道")
        with pytest.raises(MoveRefused, match="已答复意见或修改了项目，不能撤销"):
            undo(project, last.pk, by=county)

    def test_is_done_while_nothing_was_touched(self, last, project, county, login):
        assert "撤销“退回修改”" in steps(project, county, login)
        undo(project, last.pk, by=county)
        assert Project.objects.get().awaiting == "territory"


def test_pins_are_for_those_who_see_the_project(project, county, neighbour, login):
    row = {"text": "这里少一段", "longitude": "101.71", "latitude": "26.58"}
    login(county).post(url(project), order(project, "return", row))
    address = f"/projects/{project.number}/comments.geojson"
    feature = login(county).get(address).json()["features"][0]
    assert feature["geometry"]["coordinates"] == [101.71, 26.58]
    assert feature["properties"]["text"] == "这里少一段"
    for name in ("comments.geojson", "review/shapes.geojson"):
        assert login(neighbour).get(f"/projects/{project.number}/{name}").status_code == 404


def test_the_page_costs_the_same_for_many_changes(
    returned, reporter, county, login, django_assert_num_queries, spatial_reference
):
    project = resubmit(returned, reporter)
    desk = login(county)
    days_pass(1)

    def fill():
        AssetFactory.create_batch(
            5, project=project, medium="water", year_laid=1990,
            attributes={"diameter_mm": 100, "material": "PE"},
        )  # fmt: skip

    for _ in range(2):
        fill()
        FundingLineFactory.create_batch(2, project=project, amount_wan=1)
        AttachmentFactory.create_batch(2, project=project)
        with django_assert_num_queries(59):
            desk.get(url(project))


def test_a_project_without_shapes_has_a_map_for_the_pins(project, county, reporter, login):
    Asset.objects.update(location=None)
    desk, page = login(reporter), f"/projects/{project.number}/"
    assert "data-comment-map" not in desk.get(page).text
    row = {"text": "装在这里吗", "longitude": "101.71", "latitude": "26.58"}
    login(county).post(url(project), order(project, "return", row))
    assert "data-comment-map" in login(reporter).get(page).text


def test_comments_are_kept_by_the_database(project, county):
    change = project.stage_changes.last()
    comment = ReviewComment(project=project, change=change, by=county, text="x")
    comment.answered_at = timezone.now()
    with pytest.raises(ValidationError, match="答复不能为空"):
        comment.validate_constraints()
