"""The shelf and one paper: who sees, sends in, corrects, deletes and fetches what."""

from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from registry.choices import AuditAction
from registry.models import Attachment, AuditRecord, Project
from registry.papers.intake import take
from tests.factories import AttachmentFactory, ProjectFactory, UserFactory
from tests.papers.files import pdf, picture, sent

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def photo(project, reporter):
    return take(project, sent("工地.jpg", picture(placed=True)), by=reporter)


@pytest.fixture
def paper(project, reporter):
    return take(project, sent("批复.pdf", pdf()), by=reporter, document_number="示例〔2025〕1号")


def shelf(project):
    return f"/projects/{project.number}/papers/"


def page(paper):
    return f"{shelf(paper.project)}{paper.pk}/"


def facts(paper, **changed):
    """What the form of a paper sends back."""
    place = paper.location.coords if paper.location else ("", "")
    kept = {name: getattr(paper, name) for name in ("type", "document_number", "note", "version")}
    dated = {"dated_on": paper.dated_on or "", "moment": paper.moment, "spot": paper.spot}
    return kept | dated | {"longitude": place[0], "latitude": place[1]} | changed


def words_of(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_several_files_are_sent_at_once_and_each_is_judged_by_itself(project, reporter, login):
    files = [sent("a.jpg", picture()), sent("假.pdf", b"<html>"), sent("批复.pdf", pdf())]
    answer = login(reporter).post(
        shelf(project), {"files": files, "spot": "1 号井", "moment": "before"}, follow=True
    )
    assert "已上传 2 个文件" in words_of(answer)
    assert "“假.pdf”的内容不是 pdf" in words_of(answer)
    photo, paper = Attachment.objects.order_by("type").reverse()
    assert (photo.moment, photo.spot, photo.uploaded_by) == ("before", "1 号井", reporter)
    assert (paper.type, paper.moment, paper.spot) == ("approval", "", "")


def test_the_script_is_told_of_its_one_file(project, reporter, login):
    client = login(reporter)
    answer = client.post(shelf(project), {"files": sent("a.jpg", picture())}, **JSON)
    assert (answer.status_code, answer.json()["type"]) == (201, "照片")
    assert answer.json()["url"] == page(Attachment.objects.get())
    again = client.post(shelf(project), {"files": sent("a.jpg", picture())}, **JSON)
    assert again.status_code == 422
    assert "内容完全相同" in again.json()["error"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"type": "poem"}, "类型"),
        ({"dated_on": "2058-01-01"}, "日期不能晚于今天"),
        ({"dated_on": "2099-01-01"}, "日期应在 1950 年至 2059 年之间"),
        ({"moment": "never"}, "施工阶段"),
        ({"note": "长" * 201}, "说明"),
    ],
)
def test_forged_facts_are_refused_and_nothing_is_kept(project, reporter, login, facts, words):
    files = {"files": sent("a.jpg", picture())}
    answer = login(reporter).post(shelf(project), files | facts, **JSON)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not Attachment.objects.exists()


def test_who_may_not_edit_sends_nothing_in(project, login, neighbour, stranger, leader, analyst):
    for person, status in ((neighbour, 404), (stranger, 404), (leader, 403), (analyst, 403)):
        answer = login(person).post(shelf(project), {"files": sent("a.jpg", picture())})
        assert answer.status_code == status
    assert not Attachment.objects.exists()


def addresses(paper):
    return {
        "shelf": shelf(paper.project),
        "page": page(paper),
        "thumb": f"{page(paper)}thumb.webp",
        "screen": f"{page(paper)}1.webp",
        "original": f"{page(paper)}original/",
        "points": f"/projects/{paper.project.number}/photos.geojson",
    }


def got(client, url):
    """The answer, its file read to the end."""
    answer = client.get(url)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


MATRIX = {
    "reporter": dict.fromkeys(("shelf", "page", "thumb", "screen", "original", "points"), 200),
    "analyst": dict.fromkeys(("shelf", "page", "thumb", "screen", "original", "points"), 200),
    "leader": {"shelf": 200, "page": 200, "thumb": 200, "screen": 200, "original": 403},
    "neighbour": dict.fromkeys(("shelf", "page", "thumb", "screen", "original", "points"), 404),
    "stranger": dict.fromkeys(("shelf", "page", "thumb", "screen", "original", "points"), 404),
    "police": dict.fromkeys(("shelf", "page", "thumb", "screen", "original", "points"), 404),
}


@pytest.mark.parametrize("role", MATRIX)
def test_each_address_answers_each_person_as_it_should(request, photo, login, role):
    client = login(request.getfixturevalue(role))
    found = {name: got(client, url).status_code for name, url in addresses(photo).items()}
    assert found | MATRIX[role] == found


def test_nobody_unknown_sees_anything(client, photo):
    for url in addresses(photo).values():
        assert client.get(url).status_code in {302, 401}


def test_papers_of_a_restricted_sector_stay_closed(login, leader, police, neighbour):
    project = ProjectFactory(sector_id="A11", lead_id="public-security")
    photo = take(project, sent("a.jpg", picture()), by=police)
    local = UserFactory(organisation="dongqu")
    for person, status in ((local, 404), (neighbour, 404), (police, 200), (leader, 200)):
        assert got(login(person), f"{page(photo)}thumb.webp").status_code == status
        strip = login(person).get("/overview/photos/").content.decode()
        assert (page(photo) in strip) == (status == 200)


def test_a_paper_of_one_project_is_not_found_under_another(photo, reporter, login):
    other = ProjectFactory()
    for rest in ("", "thumb.webp", "1.webp", "original/"):
        assert login(reporter).get(f"{shelf(other)}{photo.pk}/{rest}").status_code == 404
    for rest in ("delete/", "restore/"):
        assert login(reporter).post(f"{shelf(other)}{photo.pk}/{rest}").status_code == 404


def test_a_preview_runs_nothing_and_says_nothing_of_the_camera(photo, leader, login):
    answer = got(login(leader), f"{page(photo)}1.webp")
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")
    assert b"SECRET" not in answer.body
    with Image.open(BytesIO(answer.body)) as image:
        assert not image.getexif()


def test_an_original_is_sent_to_be_saved_and_noted_in_the_log(paper, reporter, login):
    answer = got(login(reporter), f"{page(paper)}original/")
    assert answer.body == paper.path.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    noted = AuditRecord.objects.get(action=AuditAction.DOWNLOADED)
    assert noted.subject == f"{paper.project.number} paper {paper.pk}"


def test_a_file_that_waits_for_the_scanner_is_not_handed_out(photo, reporter, login):
    Attachment.objects.update(scan="waiting")
    client = login(reporter)
    assert client.get(f"{page(photo)}original/").status_code == 403
    assert client.get(f"{page(photo)}thumb.webp").status_code == 404
    assert "等待查毒" in client.get(shelf(photo.project)).content.decode()


def test_a_file_that_is_gone_is_not_found_rather_than_an_error(photo, reporter, login):
    photo.path.unlink()
    assert login(reporter).get(f"{page(photo)}original/").status_code == 404


def test_a_paper_is_corrected(paper, reporter, login):
    changed = facts(paper, type="contract", document_number="示例合同 1 号", dated_on="2025-01-02")
    assert login(reporter).post(page(paper), changed).status_code == 302
    paper.refresh_from_db()
    assert (paper.type, paper.document_number) == ("contract", "示例合同 1 号")


def test_a_pdf_cannot_become_a_photo(paper, reporter, login):
    answer = login(reporter).post(page(paper), facts(paper, type="photo"))
    assert answer.status_code == 200
    assert answer.context["form"].errors["type"]


def test_a_photo_is_moved_by_hand_and_asked_about_when_it_lies_elsewhere(
    photo, reporter, login, outline
):
    outline("510402", 101.6, 26.5, 101.8, 26.7)
    client = login(reporter)
    far = facts(photo, longitude="103.1", latitude="26.6")
    answer = client.post(page(photo), far)
    assert "不在本市范围内" in str(answer.context["form"].errors["outside_confirmed"])
    assert client.post(page(photo), far | {"outside_confirmed": "on"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.location.x, photo.placed_by) == (103.1, "hand")
    nowhere = facts(photo, longitude="", latitude="")
    assert client.post(page(photo), nowhere).status_code == 302
    photo.refresh_from_db()
    assert (photo.location, photo.placed_by) == (None, "")


def test_the_second_to_save_sees_both_and_loses_nothing(paper, reporter, login):
    opened = facts(paper, note="我的说明")
    Attachment.objects.filter(pk=paper.pk).update(document_number="示例〔2025〕9号")
    client = login(reporter)
    answer = client.post(page(paper), opened)
    form = answer.context["form"]
    assert "已被修改，本次没有保存" in form.non_field_errors()[0]
    assert "示例〔2025〕9号" in form.non_field_errors()[0]
    assert (form["note"].value(), form["document_number"].value()) == (
        "我的说明",
        "示例〔2025〕9号",
    )
    again = {name: form[name].value() for name in ("type", "note", "document_number", "version")}
    assert client.post(page(paper), again).status_code == 302
    paper.refresh_from_db()
    assert (paper.note, paper.document_number) == ("我的说明", "示例〔2025〕9号")


def test_a_paper_that_was_deleted_meanwhile_is_not_found(paper, reporter, login):
    Attachment.objects.update(deleted_at=timezone.now())
    assert login(reporter).post(page(paper), facts(paper)).status_code == 404


def test_a_paper_goes_and_comes_back_and_second_clicks_do_no_harm(paper, reporter, login):
    client = login(reporter)
    for words in ("可在本页底部恢复", "已经删除"):
        assert words in words_of(client.post(f"{page(paper)}delete/", follow=True))
    listed = client.get(shelf(paper.project))
    assert list(listed.context["deleted"]) == [paper]
    assert not listed.context["papers"]
    assert client.get(f"{page(paper)}original/").status_code == 404
    for words in ("已恢复", "无需恢复"):
        assert words in words_of(client.post(f"{page(paper)}restore/", follow=True))
    assert client.get(page(paper)).status_code == 200


def test_a_paper_whose_twin_was_sent_again_stays_deleted(paper, reporter, login):
    Attachment.objects.update(deleted_at=timezone.now())
    take(paper.project, sent("又一份.pdf", paper.path.read_bytes()), by=reporter)
    answer = login(reporter).post(f"{page(paper)}restore/", follow=True)
    assert "内容完全相同" in words_of(answer)
    paper.refresh_from_db()
    assert paper.deleted_at


def test_readers_see_neither_deleted_papers_nor_the_buttons_work(paper, leader, login):
    Attachment.objects.update(deleted_at=timezone.now())
    assert "批复.pdf" not in login(leader).get(shelf(paper.project)).content.decode()
    assert login(leader).post(f"{page(paper)}restore/").status_code == 403


def test_a_name_and_a_note_are_text_and_never_markup(project, reporter, login):
    AttachmentFactory(project=project, file_name="<b>a</b>.pdf", note="<script>x</script>")
    shown = login(reporter).get(shelf(project)).content.decode()
    assert "<script>x" not in shown
    assert "<b>a" not in shown


def test_photos_of_one_spot_stand_side_by_side_in_the_order_of_work(project, reporter, login):
    for moment in ("after", "before"):
        AttachmentFactory(project=project, type="photo", format="jpg", spot="1 号井", moment=moment)
    AttachmentFactory(project=project, type="photo", format="jpg")
    answer = login(reporter).get(shelf(project))
    (pair,) = answer.context["pairs"]
    assert [(label, len(photos)) for label, photos in pair.moments] == [
        ("施工前", 1),
        ("施工中", 0),
        ("完工后", 1),
    ]
    assert len(answer.context["photos"]) == 1


def test_photos_with_a_place_are_on_the_map(photo, reporter, login):
    found = login(reporter).get(f"/projects/{photo.project.number}/photos.geojson").json()
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([101.7185, 26.5823])
    assert feature["properties"]["thumb"] == f"{page(photo)}thumb.webp"


def test_the_strip_shows_the_newest_photos_of_the_question(reporter, login, neighbour):
    east, west = ProjectFactory(), ProjectFactory(district_id="510403")
    admin = UserFactory(is_superuser=True)
    shown = {p.district_id: take(p, sent("a.jpg", picture()), by=admin) for p in (east, west)}
    strip = login(admin).get("/overview/photos/?district=510403").content.decode()
    assert page(shown["510403"]) in strip
    assert page(shown["510402"]) not in strip
    assert (
        "还没有照片" in login(neighbour).get("/overview/photos/?district=510402").content.decode()
    )
    assert login(admin).get("/overview/photos/?district=nowhere").status_code == 400


def test_many_papers_take_as_many_queries_as_one(
    project, reporter, login, django_assert_max_num_queries
):
    for n in range(30):
        AttachmentFactory(project=project, uploaded_by=reporter)
        AttachmentFactory(
            project=project, type="photo", format="jpg", uploaded_by=reporter, spot=f"{n % 5}"
        )
    client = login(reporter)
    with django_assert_max_num_queries(15):
        client.get(shelf(project))


def test_a_thumbnail_takes_few_queries(photo, leader, login, django_assert_max_num_queries):
    client = login(leader)
    with django_assert_max_num_queries(8):
        got(client, f"{page(photo)}thumb.webp")


def test_a_deleted_project_hides_its_papers(photo, reporter, login):
    Project.objects.update(deleted_at=timezone.now())
    for url in addresses(photo).values():
        assert login(reporter).get(url).status_code == 404


def test_what_the_next_move_asks_for_stands_on_the_shelf_and_on_the_projects_page(
    project, reporter, login
):
    Project.objects.update(stage="preparing")
    client = login(reporter)
    for address in (shelf(project), f"/projects/{project.number}/"):
        (wanted,) = client.get(address).context["wanted"]
        assert "审批（核准、备案）文件" in wanted[1]
    AttachmentFactory(project=project, type="approval")
    (wanted,) = client.get(shelf(project)).context["wanted"]
    assert "审批（核准、备案）文件" not in wanted[1]
    assert "可研报告" in wanted[1]
