"""What the demo city has to show: papers, photos and monthly rounds, all marked as examples."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pypdfium2
import pytest
from django.contrib.gis.db.models import Union
from django.contrib.gis.db.models.functions import Distance
from django.db import IntegrityError, transaction
from django.db.models import F, Min
from django.utils import timezone
from PIL import Image

from registry.choices import Moment, RoundState, Stage, Standing
from registry.models import Asset, Attachment, Change, District, Project, Round, RoundPhoto, User
from registry.seed import pictures
from registry.seed.attachments import chosen_for_photos, photos_of
from registry.seed.chronicle import TODAY
from registry.seed.demo import drafts as drafts_of_the_demo
from registry.seed.rounds import REMINDED, RUNS_ROUNDS
from registry.seed.sending import Parcel, send, sent_or_gone
from registry.workflow.moves import MOVES
from registry.workflow.needs import Dossier
from tests.papers.files import picture

NEAR_M = 20


@pytest.fixture
def city(demo_city, db):
    User.objects.update(is_active=True)


@pytest.fixture
def papers(city):
    return Attachment.objects.papers()


@pytest.fixture
def photos(city):
    return Attachment.objects.photos()


@pytest.fixture
def rounds(city):
    """The closed one and the open one."""
    return Round.objects.order_by("month")


@pytest.fixture
def desk(city, login):
    return login(User.objects.get(username=RUNS_ROUNDS))


def projects_of(attachments):
    return Project.objects.filter(pk__in=attachments.values("project"))


def test_some_projects_have_papers_and_some_have_photos(papers, photos):
    assert projects_of(papers).count() == 20
    assert projects_of(photos).count() == 15
    assert set(projects_of(photos).values_list("district", flat=True)) == set(
        District.objects.values_list("code", flat=True)
    )
    for project in projects_of(photos):
        assert 2 <= project.attachments.photos().count() <= 6
        assert project.attachments.photos().values("spot").distinct().count() == 1


def test_a_project_with_papers_has_all_that_its_moves_asked_for(papers):
    asked_for = 0
    for project in projects_of(papers):
        dossier = Dossier(project, reader=None)
        made = set(project.stage_changes.values_list("move", flat=True))
        for move in MOVES:
            if move.code in made:
                assert move.lacking_papers(dossier) == [], (project.name, move)
                asked_for += len(move.needs)
    assert asked_for


def test_papers_are_older_than_the_move_that_asked_for_them(papers):
    """What nobody asked for is not there, and nothing is sent before it is dated."""
    for paper in papers.select_related("project"):
        made = paper.project.stage_changes.values_list("move", "effective_on")
        asking = {move.code for move in MOVES for need in move.needs if need.paper == paper.type}
        assert paper.dated_on < min(day for move, day in made if move in asking), paper
        assert timezone.localdate(paper.uploaded_at) == paper.dated_on <= TODAY
        assert paper.dated_on >= timezone.localdate(paper.project.created_at), paper


def test_every_paper_says_that_it_is_an_example(papers):
    for paper in papers:
        assert paper.file_name.endswith("（示例）.pdf")
        assert paper.document_number in ("", f"示例〔{paper.dated_on.year}〕{number_of(paper)}号")
        assert (paper.pages, paper.previews) == (1, 1)
    document = pypdfium2.PdfDocument(papers.first().path)
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    assert papers.first().project.name in words.replace("\r\n", "")
    assert words.count("示例数据") >= 2


def number_of(paper):
    return paper.document_number.partition("〕")[2].rstrip("号")


def test_every_photo_lies_in_the_city_on_the_works_of_its_project(photos):
    outline = District.objects.outlined().aggregate(all=Union("outline"))["all"]
    assert not photos.exclude(location__coveredby=outline, placed_by="camera").exists()
    for photo in photos:
        near = Asset.objects.mapped().filter(project=photo.project_id)
        metres = near.annotate(away=Distance("location", photo.location)).aggregate(m=Min("away"))
        assert metres["m"].m < NEAR_M, photo


def test_photos_are_taken_while_the_works_go_on(photos):
    for photo in photos.select_related("project"):
        project = photo.project
        ended = project.actual_finish or TODAY
        assert project.actual_start <= photo.dated_on <= ended
        assert timezone.localdate(photo.taken_at) == photo.dated_on
        assert photo.moment != Moment.AFTER or project.actual_finish
    moments = photos.filter(project__stage=Stage.ACCEPTED).values_list("moment", flat=True)
    assert set(moments) == set(Moment)


def test_files_and_previews_are_there_as_for_anyone(papers, photos):
    for attachment in [*papers, *photos]:
        names = {path.name for path in attachment.folder.iterdir()}
        assert names == {f"original.{attachment.format}", "thumb.webp", "screen-1.webp"}
        assert attachment.uploaded_by_id == attachment.project.created_by_id


def test_the_ledger_tells_the_day_of_the_paper_and_not_of_the_set_up(papers):
    paper = papers.first()
    change = Change.objects.get(recorded="attachment", first=paper.pk)
    assert change.at == paper.uploaded_at


def test_the_same_photos_come_again(photos):
    active = [d for d in drafts_of_the_demo() if d.project.standing == Standing.ACTIVE]
    again = [(p.project.name, p.name) for p in photos_of(chosen_for_photos(active))]
    told = photos.order_by("pk").values_list("project__name", "file_name")
    assert again == list(told)


def test_pictures_can_be_drawn_without_a_chinese_font(monkeypatch):
    monkeypatch.setattr(pictures, "chinese_font", lambda: None)
    pictures.letters.cache_clear()
    asset = SimpleNamespace(kind="pipe", work="replace", medium="gas")
    shot = SimpleNamespace(
        moment=Moment.DURING, at=timezone.now(), spot=(101.7, 26.58), seeds=((1,), (1, 2))
    )
    content = pictures.photo_of(asset, shot, ("施工中", "项目"))
    pictures.letters.cache_clear()
    with Image.open(BytesIO(content)) as image:
        assert image.size == (960, 720)


def test_files_of_a_seed_that_fails_go_with_its_rows(city):
    project = Project.objects.select_related("created_by").first()
    parcel = Parcel(project, "a.jpg", lambda: picture(color="teal"), {"note": "fails"})
    folders = []
    with pytest.raises(RuntimeError):
        fail_after(parcel, folders)
    assert len(folders) == 1
    assert not folders[0].exists()
    assert not Attachment.objects.filter(note="fails").exists()


def fail_after(parcel, seen):
    with sent_or_gone() as folders, transaction.atomic():
        send([parcel], folders)
        seen += [folder for folder in folders if folder.exists()]
        raise RuntimeError


def test_last_months_round_is_closed_with_some_late_and_some_missing(rounds):
    closed, now = rounds
    asked = closed.reports.count()
    assert closed.is_closed
    assert not now.is_closed
    assert 0.8 * asked < closed.reports.reported().count() < asked
    late = closed.reports.filter(reported_at__gt=closed.due_at)
    assert 0 < late.count() < asked / 5
    assert not late.filter(reported_at__gt=closed.closed_at).exists()
    assert (closed.month.month + 1, closed.opened_by.username) == (now.month.month, RUNS_ROUNDS)


def test_the_closed_round_is_frozen(rounds):
    report = rounds[0].reports.reported().first()
    for change in (
        lambda: Round.objects.filter(pk=rounds[0].pk).update(name="改名"),
        lambda: type(report).objects.filter(pk=report.pk).update(progress=1),
    ):
        with pytest.raises(IntegrityError, match="已经关闭"), transaction.atomic():
            change()


def test_this_months_round_is_half_told_and_one_territory_was_reminded(rounds):
    now = rounds[1]
    assert now.due_at > timezone.now() + timedelta(days=1)
    assert 0.4 * now.reports.count() <= now.reports.reported().count() <= 0.6 * now.reports.count()
    reminder = now.reminders.get()
    waiting = now.reports.filter(district=REMINDED).in_state(RoundState.WAITING)
    assert (reminder.district_id, reminder.missing) == (REMINDED, waiting.count())


def test_reports_agree_with_stage_and_money(rounds):
    for report in rounds[1].reports.reported().select_related("previous", "project"):
        begun = report.stage in (Stage.STARTED, Stage.BUILDING)
        assert (report.progress > 0) == begun, report
        assert report.paid_wan <= report.arranged_wan
        assert report.reported_by_id == report.project.created_by_id
        if before := report.previous:
            assert before.progress <= report.progress
            assert before.paid_wan <= report.paid_wan
    assert rounds[1].reports.filter(is_unchanged=True).exists()
    assert rounds[1].reports.exclude(shown=None).exists()


def test_what_has_been_paid_stands_in_the_money_as_well(rounds):
    building = Project.objects.filter(stage=Stage.BUILDING, standing=Standing.ACTIVE)
    told = rounds[1].reports.reported().filter(project__in=building, paid_wan__gt=0)
    assert told.exists()
    for report in told:
        lines = report.project.funding_lines.filter(status="paid")
        assert report.paid_wan <= sum(line.amount_wan for line in lines)


def test_a_round_shows_photos_that_were_taken_before_it_was_told(rounds):
    shown = RoundPhoto.objects.filter(report__round__in=rounds)
    assert shown.exists()
    assert not shown.filter(attachment__uploaded_at__gt=F("report__reported_at")).exists()
    assert not shown.exclude(attachment__project=F("report__project")).exists()


def test_the_pages_show_it(desk, photos, rounds):
    first = photos.filter(project__district="510403").first()
    number = first.project.number
    assert f"/projects/{number}/" in told_by(desk, "/overview/photos/?district=510403")
    assert first.spot in told_by(desk, f"/projects/{number}/papers/")
    points = desk.get(f"/projects/{number}/photos.geojson").json()
    assert len(points["features"]) == first.project.attachments.photos().count()
    listed = told_by(desk, "/rounds/")
    for each in rounds:
        assert each.name in listed
        assert "西区" in told_by(desk, each.get_absolute_url())


def told_by(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
