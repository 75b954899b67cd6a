"""Papers and photos as a clerk uses them: dropped, refused, looked at, side by side, on the map."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import Attachment
from tests.papers.files import pdf, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DROP = """([zone, files]) => {
  const data = new DataTransfer();
  for (const { name, type, bytes } of files) {
    const content = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
    data.items.add(new File([content], name, { type }));
  }
  const about = { bubbles: true, cancelable: true, dataTransfer: data };
  for (const event of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(event, about));
  }
}"""


@pytest.fixture
def own_papers(stage):
    """The demo's papers stay, those of this test go again."""
    demos = set(Attachment.objects.values_list("pk", flat=True))
    yield
    stage.commit(lambda: Attachment.objects.exclude(pk__in=demos).delete())


@pytest.fixture
def shelf(project, sign_in, own_papers):
    """The papers of a project in front of 东区's reporter."""
    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{project.number}/papers/")
    return page


def file(name, content, type="image/jpeg"):
    return {"name": name, "mimeType": type, "buffer": content}


def drop(page, *files):
    """Drop files on the zone, as a hand does from the desktop."""
    from base64 import b64encode

    told = [
        {"name": f["name"], "type": f["mimeType"], "bytes": b64encode(f["buffer"]).decode()}
        for f in files
    ]
    zone = page.locator("[data-drop]").element_handle()
    page.evaluate(DROP, [zone, told])


def send(page, *files, **facts):
    """Choose files and send them; the page comes again when all are kept."""
    for name, value in facts.items():
        field = page.locator(f"[name={name}]")
        field.select_option(value) if name == "moment" else field.fill(value)
    page.set_input_files("[name=files]", list(files))
    with page.expect_navigation():
        page.get_by_role("button", name="上传", exact=True).click()


def test_files_are_dropped_and_each_is_told_what_came_of_it(shelf, watch, project):
    watch.provoke("422")
    drop(
        shelf,
        file("工地.jpg", picture(placed=True)),
        file("示例可研报告.pdf", pdf(2), "application/pdf"),
        file("假的批复.pdf", b"<html></html>", "application/pdf"),
    )
    rows = shelf.locator("[data-sendings] li")
    expect(rows).to_have_count(3)
    shelf.get_by_role("button", name="上传", exact=True).click()
    expect(rows.nth(0)).to_have_attribute("data-state", "sent")
    expect(rows.nth(1)).to_contain_text("已保存为“可研报告”")
    expect(rows.nth(2)).to_have_attribute("data-state", "refused")
    expect(rows.nth(2)).to_contain_text("内容不是 pdf 格式")
    rows.nth(2).get_by_role("button", name="移除").click()
    shelf.get_by_role("link", name="显示刚上传的资料").click()
    expect(shelf.get_by_role("link", name="示例可研报告.pdf")).to_be_visible()
    expect(shelf.locator(".photo img")).to_have_count(1)


def test_a_file_too_big_is_told_before_it_is_sent(shelf):
    limit = shelf.locator("[data-papers-upload]")
    limit.evaluate("(form) => { form.dataset.limit = 10; }")
    shelf.set_input_files("[name=files]", [file("大.jpg", picture())])
    expect(shelf.locator("[data-sendings] li")).to_contain_text("请压缩或拆分后再传")


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_on_a_phone_what_was_chosen_and_its_button_stand_under_the_zone(
    project, sign_in, own_papers
):
    page = sign_in("demo-dongqu", **PHONE)
    page.goto(f"/projects/{project.number}/papers/")
    page.set_input_files("[name=files]", [file("工地.jpg", picture())])
    expect(page.locator("[data-drop]")).to_be_in_viewport()
    expect(page.locator("[data-sendings] li")).to_be_in_viewport()
    expect(page.get_by_role("button", name="上传", exact=True)).to_be_in_viewport()
    with page.expect_navigation():
        page.get_by_role("button", name="上传", exact=True).click()
    told = page.locator("[data-sent-told]")
    expect(told).to_contain_text("已上传 1 份")
    expect(told).to_be_in_viewport()
    expect(page.locator(".photo.is-just-sent")).to_be_in_viewport()


def test_what_was_sent_is_said_and_in_sight(shelf):
    send(shelf, file("工地.jpg", picture()), file("可研报告.pdf", pdf(2), "application/pdf"))
    told = shelf.get_by_role("status").filter(has_text="已上传 2 份")
    expect(told).to_be_in_viewport()
    expect(shelf.locator(".is-just-sent")).to_have_count(2)
    expect(shelf.locator(".is-just-sent").first).to_be_in_viewport()
    shelf.reload()
    expect(shelf.locator("[data-sent-told]")).to_be_empty()


def test_before_during_and_after_stand_side_by_side(shelf):
    for moment, color in (("after", "green"), ("before", "brown"), ("during", "olive")):
        content = picture(color=color)
        send(shelf, file(f"{moment}.jpg", content), spot="1 号井", moment=moment)
    pair = shelf.get_by_label("拍摄点：1 号井")
    heads = pair.locator("h3").all_text_contents()
    assert heads == ["施工前", "施工中", "完工后"]
    # All at once: the page is still rolling to what was sent.
    boxes = pair.locator(".photo").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect()).map(({ x, y }) => ({ x, y }))"
    )
    assert len({round(box["y"]) for box in boxes}) == 1
    assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
    hrefs = [photo.get_attribute("href") for photo in pair.locator(".photo").all()]
    names = [Attachment.objects.get(pk=re.findall(r"\d+", href)[-1]).file_name for href in hrefs]
    assert names == ["before.jpg", "during.jpg", "after.jpg"]


def test_the_words_of_a_photo_are_read_to_their_end(shelf, project):
    spot = "机场路与炳草岗大街交叉口东南角人行道第三个检查井旁边的电杆"
    send(shelf, file("工地.jpg", picture()), spot=spot)
    shelf.goto(project.get_absolute_url())
    words = shelf.locator(".photo-words").first
    expect(words).to_contain_text(spot)
    assert words.evaluate("(each) => each.scrollWidth <= each.clientWidth")


def test_a_photo_is_on_the_map_where_the_camera_was(shelf, project):
    send(shelf, file("工地.jpg", picture(placed=True)))
    frame = shelf.locator("[data-photo-map]")
    expect(frame).to_have_attribute("data-photos-drawn", "1")
    dot = frame.locator("path.photo-dot")
    dot.click()
    popup = shelf.locator(".photo-popup")
    expect(popup.locator("img")).to_be_visible()
    assert popup.locator("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)")
    popup.get_by_role("link").click()
    expect(shelf.locator("[name=longitude]")).to_have_value("101.718500000")
    expect(shelf.locator("[name=latitude]")).to_have_value("26.582300000")


def test_a_photo_is_moved_by_a_click_on_its_map(shelf, project):
    send(shelf, file("工地.jpg", picture()))
    shelf.locator(".photo").first.click()
    expect(shelf.locator("[name=longitude]")).to_have_value("")
    map = shelf.locator("[data-point-picker] .leaflet-container")
    expect(map.get_by_text("全市")).to_be_visible()
    map.click(position={"x": 100, "y": 100})
    expect(shelf.locator("[name=longitude]")).not_to_have_value("")
    shelf.get_by_role("button", name="保存").click()
    doubt = shelf.get_by_label("位置无误，确认保存")
    if doubt.count():
        doubt.check()
        shelf.get_by_role("button", name="保存").click()
    expect(shelf.locator("[data-photo-map]")).to_have_attribute("data-photos-drawn", "1")


def test_the_pages_of_a_pdf_are_seen_without_a_program(shelf):
    send(shelf, file("批复.pdf", pdf(2), "application/pdf"))
    shelf.get_by_role("link", name="批复.pdf").click()
    pages = shelf.locator(".paper-pages img")
    expect(pages).to_have_count(2)
    for page in pages.all():
        page.scroll_into_view_if_needed()
        assert page.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 500


def test_the_strip_of_a_district_shows_its_photos(shelf, sign_in):
    send(shelf, file("工地.jpg", picture()))
    page = sign_in("demo-lingdao")
    page.goto("/overview/")
    strip = page.locator(".overview-photos")
    expect(strip).to_be_hidden()
    page.goto("/overview/?district=510402")
    expect(strip.locator(".photo", has_text="试画项目").locator("img")).to_have_count(1)
    assert strip.locator(".photo").count() > 1


def test_a_paper_goes_and_comes_back(shelf):
    send(shelf, file("批复.pdf", pdf(), "application/pdf"))
    shelf.get_by_role("link", name="批复.pdf").click()
    shelf.get_by_text("删除", exact=True).click()
    shelf.get_by_role("button", name="确认删除").click()
    expect(shelf.get_by_role("link", name="批复.pdf")).to_have_count(0)
    shelf.get_by_text("已删除的资料（1）").click()
    shelf.get_by_role("button", name="恢复").click()
    expect(shelf.get_by_role("link", name="批复.pdf")).to_be_visible()


def test_a_phone_offers_its_camera(project, sign_in, own_papers):
    screen = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = sign_in("demo-dongqu", **screen)
    page.goto(f"/projects/{project.number}/papers/")
    camera = page.locator("[data-camera]")
    expect(camera).to_be_visible()
    camera.locator("input").set_input_files([file("现场.jpg", picture())])
    with page.expect_navigation():
        page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator(".photo img")).to_have_count(1)
