"""Who changed the pipe's diameter, and back it goes: history as a clerk uses it."""

import pytest
from playwright.sync_api import expect

from registry.models import Asset, AssetEvent
from tests.factories import AssetFactory, ProjectFactory, place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def pipes(city):
    """A pipe to be changed by hand, one that was moved, and one that was deleted by SQL."""
    made = [
        AssetFactory(
            project=ProjectFactory(name=f"历史项目{n}"),
            number="G-1",
            attributes={"diameter_mm": 300},
        )
        for n in range(3)
    ]
    Asset.objects.filter(pk=made[1].pk).update(location=place("pipe", 101.702, 26.583))
    Asset.objects.filter(pk=made[2].pk).delete()
    return made


def test_who_changed_a_diameter_is_found_and_the_old_one_put_back(pipes, sign_in):
    pipe = pipes[0]
    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{pipe.project.number}/assets/{pipe.pk}/edit/")
    page.locator("[name=diameter_mm]").fill("400")
    page.get_by_role("button", name="保存", exact=True).click()

    page.get_by_role("link", name="全部历史、恢复旧值").click()
    act = page.locator(".act").first
    expect(act).to_contain_text("东区填报员（示例）")
    expect(act).to_contain_text("页面填写")
    expect(act).to_contain_text("127.0.0.1")
    row = act.get_by_role("row", name="管径")
    expect(row.locator("del")).to_have_text("300")
    expect(row.locator("ins")).to_have_text("400")

    row.get_by_role("button", name="恢复旧值").click()

    expect(page.get_by_role("status")).to_contain_text("已恢复：管段 G-1")
    newest = page.locator(".act").first
    expect(newest).to_contain_text("恢复")
    expect(newest.get_by_role("row", name="管径").locator("ins")).to_have_text("300")
    assert Asset.objects.get(pk=pipe.pk).attributes["diameter_mm"] == 300


def test_a_shape_that_was_moved_is_seen_before_and_after(pipes, sign_in):
    pipe = pipes[1]
    page = sign_in("demo-dongqu")

    page.goto(f"/projects/{pipe.project.number}/history/")

    drawn = page.locator("[data-history-map][data-state=idle]")
    expect(drawn).to_have_attribute("data-features-drawn", "2")
    page.get_by_role("button", name="在地图上看").click()
    expect(drawn).to_have_attribute("data-chosen", step_of(pipe))


def step_of(pipe):
    return f"asset-{pipe.events.latest('pgh_id').pgh_id}"


def test_a_deleted_pipe_is_found_again_and_a_reader_is_told_why_he_may_not(pipes, sign_in):
    event = AssetEvent.objects.get(project=pipes[2].project)
    key, number = event.pgh_obj_id, pipes[2].project.number
    reader = sign_in("demo-lingdao")
    reader.goto(f"/projects/{number}/history/")
    refused = reader.get_by_role("button", name="找回这一项")
    expect(refused).to_be_disabled()
    expect(reader.get_by_text("不能恢复：")).to_be_visible()

    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{number}/history/")
    page.get_by_role("button", name="找回这一项").click()

    expect(page.get_by_role("status")).to_contain_text("已恢复")
    assert Asset.objects.get(pk=key).version == 2
