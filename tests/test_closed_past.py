"""What was written about a project while it stood in a closed sector stays untold when it left.

`left` was a project of the police (A11), closed to everybody in 东区; since yesterday it is one of
water pipes (A03). All that was written then says 机密, all that was written since 公开.
"""

import json
from datetime import timedelta
from io import BytesIO

import pghistory
import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gis.documents.looking import SCREEN, THUMB
from registry.choices import Awaiting, MoveCode, Stage, Standing
from registry.editions import as_it_was, deletions_of, money_revisions, revisions
from registry.exchange.conflicts import name_authors
from registry.exchange.merging import exported
from registry.forms.history import HistoryForm
from registry.forms.rounds import PHOTOS, photos_offered
from registry.forms.stages import MoveForm
from registry.models import (
    Attachment,
    ImportBatch,
    Project,
    ReviewComment,
    RoundReport,
    StageChange,
)
from registry.overview import first_day
from registry.papers.intake import refuse_twice
from registry.refusals import Refusal
from registry.timeline import timeline_of
from registry.workflow import MoveRefused, advance, undo
from registry.workflow.changed import review_of
from registry.workflow.needs import Dossier, answered
from tests.factories import (
    AssetFactory,
    AttachmentFactory,
    FundingLineFactory,
    ProjectFactory,
    RoundReportFactory,
    UserFactory,
)
from tests.history.times import at_times
from tests.test_overview import overview

pytestmark = pytest.mark.django_db

THEN = timedelta(days=3)
CODE = "2405-510402-04-01-123456"


@pytest.fixture
def secret():
    """Of the police, with an act three days ago."""
    return ProjectFactory(
        name="机密监控", sector_id="A11", lead_id="public-security", stage=Stage.RESERVED
    )


def leave(project, **values):
    """Yesterday it left the closed sector."""
    at_times(days_ago=2)
    facts = {"sector_id": "A03", "lead_id": "housing", "name": "公开供水"}
    Project.objects.filter(pk=project.pk).update(**facts | values)
    at_times(days_ago=1)
    return Project.objects.select_related("sector", "district").get(pk=project.pk)


def ago():
    return timezone.now() - THEN


def noted(project, move, stage, *, ago=THEN, note="机密缘由", **values):
    at = timezone.now() - ago
    return StageChange.objects.create(
        project=project,
        move=move,
        stage=stage,
        effective_on=timezone.localdate(at),
        recorded_at=at,
        note=note,
        **values,
    )


def commented(project, change, text="机密意见", **values):
    return ReviewComment.objects.create(
        project=project, change=change, text=text, made_at=change.recorded_at, **values
    )


def photo(project, name, *, ago=THEN, **values):
    return AttachmentFactory(
        project=project,
        **{"type": "photo", "format": "jpg", "previews": 1, "file_name": name} | values,
        uploaded_at=timezone.now() - ago,
    )


def page(client, name, *args, **query):
    answer = client.get(reverse(f"registry:{name}", args=args), query)
    assert answer.status_code == 200
    if answer["Content-Type"].endswith("json"):
        return json.dumps(answer.json(), ensure_ascii=False)
    return answer.content.decode()


class TestStages:
    def test_notes_and_evidence_of_then_stand_on_no_page(self, secret, login, reporter, leader):
        old = AttachmentFactory(
            project=secret, document_number="机密〔2024〕1号", uploaded_at=ago()
        )
        noted(secret, MoveCode.ADMIT, Stage.RESERVED, evidence=old, by=UserFactory())
        left = leave(secret)
        noted(left, MoveCode.PREPARE, Stage.RESERVED, ago=timedelta(), note="公开", evidence=old)

        told = page(login(reporter), "project", left.number)
        assert "公开" in told
        assert "机密" not in told
        assert "机密缘由" in page(login(leader), "project", left.number)

    def test_a_stage_is_not_entered_by_what_merely_follows_in_it(self, secret, reporter):
        noted(secret, MoveCode.ADMIT, Stage.RESERVED)
        left = leave(secret)
        noted(left, MoveCode.SUSPEND, Stage.RESERVED, ago=timedelta(), note="公开")

        step = next(each for each in timeline_of(left, reporter) if each.stage == Stage.RESERVED)
        assert [change.note for change in step.changes] == ["公开"]
        assert step.change is None

    def test_a_day_of_the_past_tells_no_earlier_stages(self, secret, login, reporter):
        noted(secret, MoveCode.ADMIT, Stage.RESERVED, by=UserFactory(display_name="机密经办"))
        left = leave(secret)
        by = UserFactory(display_name="公开经办")
        noted(left, MoveCode.PREPARE, Stage.PREPARING, ago=timedelta(), by=by)

        told = page(login(reporter), "project_history", left.number, on=f"{timezone.localdate()}")
        assert "公开经办" in told
        assert "机密" not in told

    def test_the_queue_tells_no_note_of_then(self, secret, login, reporter):
        noted(secret, MoveCode.RETURN, Stage.DECLARED, standing=Standing.RETURNED)
        left = leave(secret, stage=Stage.DECLARED, standing=Standing.RETURNED)

        told = page(login(reporter), "todo")
        assert left.number in told
        assert "机密" not in told

    def test_the_overview_of_a_day_does_not_know_where_it_stood_then(
        self, secret, reporter, leader
    ):
        noted(secret, MoveCode.ADMIT, Stage.RESERVED)
        left = leave(secret)
        noted(left, MoveCode.PREPARE, Stage.PREPARING, ago=timedelta())
        day = timezone.localdate() - timedelta(days=2)

        assert overview(f"on={day}", reporter)["total"]["projects"] == 0
        assert overview(f"on={day}", leader)["total"]["projects"] == 1
        assert overview(f"on={timezone.localdate()}", reporter)["total"]["projects"] == 1
        assert first_day(reporter) == timezone.localdate()
        assert first_day(leader) == timezone.localdate() - THEN

    def test_a_refused_move_names_neither_day_nor_person_of_then(self, secret, reporter):
        who = UserFactory(display_name="机密经办")
        change = noted(secret, MoveCode.ADMIT, Stage.RESERVED, by=who)
        gone = noted(secret, MoveCode.PREPARE, Stage.PREPARING, undone_at=timezone.now())
        left = leave(secret)

        early = change.effective_on - timedelta(days=1)
        with pytest.raises(MoveRefused, match=r"不能早于上一次办理的日期。"):
            advance(left, MoveCode.PREPARE, by=reporter, effective_on=early, note="补录")
        with pytest.raises(MoveRefused, match="项目有变动"):
            advance(left, MoveCode.PREPARE, by=reporter, after=change.pk - 1)
        for each in (change, gone):
            with pytest.raises(MoveRefused, match="又有新的办理"):
                undo(left, each.pk, by=reporter)


class TestReview:
    def test_nothing_of_then_is_compared_or_drawn(self, secret, login, reviewer, leader):
        asset = AssetFactory(project=secret, name="机密设备", kind="machine")
        at_times(days_ago=1)
        for hours in (90, 80):  # after it was registered, before it was changed
            noted(secret, MoveCode.SUBMIT, Stage.DECLARED, ago=timedelta(hours=hours))
        asset.location = Point(101.71, 26.58, srid=4490)
        asset.save()
        left = leave(secret, stage=Stage.DECLARED, awaiting=Awaiting.LEAD)
        type(asset).objects.filter(pk=asset.pk).update(name="公开设备")

        told = page(login(reviewer), "project_review", left.number)
        shapes = page(login(reviewer), "review_shapes", left.number)
        assert "还没有提交过" in told
        assert "机密" not in told + shapes
        assert review_of(left, reviewer).submission is None
        assert "机密监控" in page(login(leader), "project_review", left.number)

    def test_comments_of_then_stand_nowhere_and_hold_up_nobody(
        self, secret, login, reporter, leader
    ):
        change = noted(secret, MoveCode.RETURN, Stage.DECLARED, standing=Standing.RETURNED)
        spot = Point(101.7, 26.58, srid=4490)
        comment = commented(secret, change, field="place", point=spot)
        left = leave(secret, stage=Stage.DECLARED, standing=Standing.RETURNED)

        client = login(reporter)
        for name in ("project", "project_edit", "project_review", "comment_points"):
            assert "机密意见" not in page(client, name, left.number)
        answer = reverse("registry:comment_answer", args=(left.number, comment.pk))
        assert client.post(answer, {"text": "已改"}).status_code == 404
        assert not list(answered().find(Dossier(left, reporter)))
        assert list(answered().find(Dossier(left, leader)))
        assert "机密意见" in page(login(leader), "comment_points", left.number)


class TestPapers:
    def test_papers_and_photos_of_then_are_for_those_who_might_see_them_then(
        self, secret, login, reporter, leader
    ):
        AttachmentFactory(project=secret, file_name="机密批复.pdf", uploaded_at=ago())
        spot = Point(101.7, 26.58, srid=4490)
        photo(secret, "机密现场.jpg", location=spot, placed_by="camera", spot="机密点")
        photo(secret, "机密草稿.jpg", deleted_at=ago())
        left = leave(secret)
        photo(left, "公开.jpg", ago=timedelta(), location=spot, placed_by="camera")

        client = login(reporter)
        for name in ("project", "project_card", "papers", "photo_points"):
            told = page(client, name, left.number)
            assert "公开" in told, name
            assert "机密" not in told, name
            assert "机密" in page(login(leader), name, left.number) or name == "project"
        for who, count in ((reporter, 1), (leader, 2)):
            assert f'data-count="{count}"' in page(login(who), "photo_strip")

    @pytest.mark.parametrize("name", ["paper", "paper_original", "paper_thumb", "paper_screen"])
    def test_their_addresses_answer_nobody_else(self, secret, login, reporter, admin, name):
        old = AttachmentFactory(project=secret, previews=1, uploaded_at=ago())
        old.folder.mkdir(parents=True)
        for file in (old.path.name, THUMB, SCREEN.format(page=1)):
            (old.folder / file).write_bytes(b"x")
        left = leave(secret)

        further = (1,) if name == "paper_screen" else ()
        url = reverse(f"registry:{name}", args=(left.number, old.pk, *further))
        assert login(reporter).get(url).status_code == 404
        answer = login(admin).get(url)
        answer.close()
        assert answer.status_code == 200

    @pytest.mark.parametrize("name", ["paper_delete", "paper_restore"])
    def test_they_are_neither_deleted_nor_brought_back_unseen(self, secret, login, reporter, name):
        old = AttachmentFactory(project=secret, uploaded_at=ago())
        left = leave(secret)

        url = reverse(f"registry:{name}", args=(left.number, old.pk))
        assert login(reporter).post(url).status_code == 404
        assert Attachment.objects.present().count() == 1

    def test_they_are_no_evidence_and_yet_not_asked_for_again(self, secret, login, reporter):
        old = AttachmentFactory(project=secret, type="approval", uploaded_at=ago())
        left = leave(secret, stage=Stage.PREPARING)

        assert not MoveForm(project=left, user=reporter).fields["evidence"].queryset.exists()
        told = page(login(reporter), "papers", left.number)
        assert "还没有资料和照片" in told
        assert "可行性研究" in told or "可研" in told
        assert f"<strong>{old.get_type_display()}" not in told

    def test_who_sends_the_same_file_is_not_told_its_name(self, secret, reporter):
        old = AttachmentFactory(project=secret, file_name="机密批复.pdf", uploaded_at=ago())
        left = leave(secret)

        with pytest.raises(Refusal) as refusal:
            refuse_twice(left, old.sha256, "我的.pdf", reporter)
        assert "我的.pdf" in str(refusal.value)
        assert "机密" not in str(refusal.value)


class TestRounds:
    @pytest.fixture
    def before(self, secret):
        report = RoundReportFactory(project=secret, told=(40, "55.00"), text="机密进展")
        RoundReport.objects.filter(pk=report.pk).update(reported_at=ago())
        return report

    def test_the_round_before_is_not_told(self, before, login, reporter, leader):
        left = leave(before.project)
        report = RoundReportFactory(project=left, previous=before, told=(50, "60.00"))
        path = f"/rounds/{report.round_id}/"

        told = page(login(reporter), "round", report.round_id)
        assert "上轮" not in told
        assert "5.00" not in told
        assert "上轮 40%" in page(login(leader), "round", report.round_id)
        fill = login(reporter).get(f"{path}fill/").content.decode()
        assert "机密" not in fill
        assert "上一轮没有填报" in fill

    def test_its_figures_fill_no_form_and_are_not_taken_over(self, before, login, reporter):
        left = leave(before.project)
        report = RoundReportFactory(project=left, previous=before)

        client = login(reporter)
        fill = client.get(f"/rounds/{report.round_id}/fill/").content.decode()
        assert "机密" not in fill
        assert "55.00" not in fill
        sent = {f"r{report.pk}-version": 1, "unchanged": "1"}
        told = client.post(f"/rounds/{report.round_id}/reports/{report.pk}/", sent)
        assert "机密" not in told.content.decode()
        report.refresh_from_db()
        assert report.progress is None

    def test_the_workbook_leaves_it_out(self, before, login, analyst, leader):
        left = leave(before.project)
        report = RoundReportFactory(project=left, previous=before, told=(50, "60.00"))

        answer = login(analyst).post(f"/rounds/{report.round_id}/table.xlsx")
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        row = [cell.value for cell in sheet[5]]
        assert (row[5], row[6], row[9], row[10]) == (50, None, None, None)

    def test_what_was_told_then_in_a_round_that_is_still_open_is_not_shown(
        self, before, login, reporter, leader
    ):
        leave(before.project)
        open_ = RoundReportFactory(round=before.round)

        told = page(login(reporter), "round", before.round_id)
        assert open_.project.number in told
        assert "机密" not in told
        assert before.project.number not in told
        assert "机密进展" in page(login(leader), "round", before.round_id)

    def test_what_it_was_called_at_the_opening_is_not_told_in_an_open_round(
        self, secret, login, analyst
    ):
        report = RoundReportFactory(project=secret)
        leave(secret)

        answer = login(analyst).post(f"/rounds/{report.round_id}/table.xlsx")
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        assert [cell.value for cell in sheet[5]][1] == "公开供水"

    def test_photos_of_then_are_not_offered(self, secret, reporter):
        photo(secret, "机密.jpg")
        left = leave(secret)
        fresh = photo(left, "公开.jpg", ago=timedelta())
        report = RoundReportFactory(project=left)

        assert photos_offered([report], reporter) == {left.pk: [fresh]}


def test_no_more_photos_are_loaded_than_are_offered(leader, monkeypatch):
    reports = RoundReportFactory.create_batch(2)
    for report in reports:
        for n in range(PHOTOS + 3):
            photo(report.project, f"{n}.jpg")
    loaded = []
    monkeypatch.setattr(
        Attachment, "from_db", classmethod(counting(Attachment.from_db.__func__, loaded))
    )

    offered = photos_offered(reports, leader)

    newest = [f"{n}.jpg" for n in reversed(range(3, PHOTOS + 3))]
    assert [[each.file_name for each in found] for found in offered.values()] == [newest] * 2
    assert len(loaded) == 2 * PHOTOS


def counting(from_db, loaded):
    def counted(cls, *args):
        loaded.append(args)
        return from_db(cls, *args)

    return counted


class TestHistory:
    def test_who_changed_something_then_is_not_offered(self, secret, reporter, leader):
        who = UserFactory(display_name="机密民警")
        with pghistory.context(user=who.pk):
            Project.objects.filter(pk=secret.pk).update(contact="王工")
        left = leave(secret)

        def offered(user):
            return HistoryForm({}, project=left, user=user).fields["person"].queryset

        assert not offered(reporter).exists()
        assert list(offered(leader)) == [who]

    def test_an_old_version_named_in_a_form_tells_nothing_of_then(self, secret, reporter, leader):
        asset = AssetFactory(project=secret, kind="machine", name="机密设备")
        paper = AttachmentFactory(project=secret, note="机密")
        line = FundingLineFactory(project=secret, note="机密")
        gone = AssetFactory(project=secret, kind="machine")
        for record, values in (
            (asset, {"name": "又"}),
            (paper, {"note": ""}),
            (line, {"note": ""}),
        ):
            type(record).objects.filter(pk=record.pk).update(**values)
        client_id, _ = gone.client_id, gone.delete()
        left = leave(secret)

        for record in (left, asset, paper):
            record.refresh_from_db()
            assert as_it_was(record, 1, reporter) is None
            assert revisions(record, reporter, since=1) == []
            assert revisions(record, leader, since=1)
        assert money_revisions(left, reporter, {line.pk: 1}) == []
        assert money_revisions(left, leader, {line.pk: 1})
        assert deletions_of(left, reporter, [client_id]) == {}
        assert client_id in deletions_of(left, leader, [client_id])

    def test_the_file_that_brought_an_asset_then_is_not_named(
        self, secret, login, reporter, leader, police
    ):
        asset = AssetFactory(project=secret, kind="machine", location=None)
        batch = ImportBatch.objects.create(
            file_name="机密点位.xlsx", imported_by=police, sha256="0" * 64
        )
        ImportBatch.objects.update(imported_at=ago())
        type(asset).objects.filter(pk=asset.pk).update(batch=batch)
        left = leave(secret)

        assert "机密" not in page(login(reporter), "project_card", left.number, asset=asset.pk)
        assert "机密点位" in page(login(leader), "project_card", left.number, asset=asset.pk)

    def test_an_import_does_not_name_who_changed_an_asset_then(self, secret, reporter, leader):
        asset = AssetFactory(project=secret, kind="machine")
        who = UserFactory(display_name="机密民警")
        with pghistory.context(user=who.pk):
            type(asset).objects.filter(pk=asset.pk).update(name="甲")
        leave(secret)

        found = [{"asset": asset.pk}], [{"asset": asset.pk}]
        for conflicts, user in zip(found, (reporter, leader), strict=True):
            name_authors(conflicts, user)
        assert found[0][0]["at"] is None
        assert found[0][0]["by"] != "机密民警"
        assert found[1][0]["by"] == "机密民警"

    def test_an_import_does_not_tell_what_an_asset_was_then(self, secret, reporter, leader):
        asset = AssetFactory(project=secret, kind="machine", name="机密设备")
        type(asset).objects.filter(pk=asset.pk).update(name="公开设备")
        leave(secret)

        version = {asset.pk: asset.version}
        assert exported(version, reporter) == {}
        assert exported(version, leader)[asset.pk]["name"] == "机密设备"
