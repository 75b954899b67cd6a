"""An export by hand: from the map to the file, its progress, called off, on a phone."""

import json
from threading import Thread

import pytest
from django.db import connections
from playwright.sync_api import expect

from registry.jobs.running import run_job
from registry.models import Job
from tests.browser.atlas import Atlas

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def reporter(city, sign_in):
    return sign_in("demo-dongqu")


def work():
    """What the worker does, in a thread of its own: the site sees what that commits."""

    def run():
        for pk in list(Job.objects.filter(status="waiting").values_list("pk", flat=True)):
            run_job(pk)
        connections.close_all()

    worker = Thread(target=run)
    worker.start()
    worker.join()


def test_what_the_map_shows_becomes_a_file(reporter):
    atlas = Atlas(reporter).open()
    atlas.tick("sector", "A06")
    atlas.rest()
    pipes = atlas.summary()["assets"]
    reporter.get_by_role("link", name="导出", exact=True).last.click()
    expect(reporter.get_by_text("领域：")).to_be_visible()
    reporter.get_by_label("GeoJSON", exact=False).first.check()
    expect(reporter.get_by_label("文字编码")).to_be_hidden()
    reporter.get_by_role("button", name=f"导出 {pipes:,} 项").click()
    expect(reporter.get_by_role("status").first).to_contain_text("排队中")
    work()
    expect(reporter.get_by_text(f"已导出 {pipes:,} 项设备设施")).to_be_visible()
    with reporter.expect_download() as download:
        reporter.get_by_role("link", name="下载").click()
    assert download.value.suggested_filename.startswith("设备设施_燃气")
    with open(download.value.path(), encoding="utf-8") as file:
        assert len(json.load(file)["features"]) == pipes


def test_an_export_that_waits_keeps_its_place_on_the_page_and_is_called_off(reporter):
    reporter.goto("/exports/new/?medium=gas")
    reporter.get_by_role("button", name="导出").click()
    job = reporter.locator(".job")
    with reporter.expect_response("**/jobs/*/"):
        expect(job).to_contain_text("排队中")
    expect(job).to_contain_text("后台任务服务没有运行")
    with reporter.expect_request("**/cancel/") as pressed:
        job.get_by_role("button", name="取消").click()
    # Its section asks by itself; this was somebody.
    assert pressed.value.headers["x-unattended"] == "0"
    expect(reporter.get_by_role("heading", name="已取消")).to_be_visible()
    expect(reporter.get_by_role("link", name="再导一次")).to_be_visible()


def test_the_form_is_filled_in_by_keyboard(reporter):
    reporter.goto("/exports/new/?medium=gas")
    reporter.get_by_role("radio").first.focus()
    reporter.keyboard.press("ArrowDown")
    expect(reporter.get_by_role("radio", checked=True)).to_have_value("gpkg")
    reporter.keyboard.press("Tab")
    expect(reporter.get_by_label("坐标系")).to_be_focused()


def test_nothing_runs_off_a_phone(city, sign_in):
    phone = sign_in("demo-dongqu", viewport={"width": 390, "height": 844})
    for address in ("/exports/new/?medium=gas", "/exports/"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
