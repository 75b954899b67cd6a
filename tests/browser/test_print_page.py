"""The map's paper: its code, what it says of itself, and how it takes the sheet."""

import math
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import rest, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NO_CODE = "地址太长，不印二维码"


def corners(count):
    """A drawn area of so many corners around the middle of the city, as an address has it."""
    turns = (2 * math.pi * n / count for n in range(count))
    return quote(
        " ".join(
            f"{101.71 + 0.05 * math.cos(turn):.6f},{26.58 + 0.05 * math.sin(turn):.6f}"
            for turn in turns
        )
    )


def ink_of_the_code(page, pixels):
    """The share of dark pixels where the picture has its code: about a third of a good one."""
    code, sheet = (page.locator(each).bounding_box() for each in (".paper-code img", ".paper"))
    scale = pixels.shape[1] / sheet["width"]
    left, top = ((code[side] - sheet[side]) * scale for side in ("x", "y"))
    side = code["width"] * scale
    part = pixels[round(top) : round(top + side), round(left) : round(left + side)]
    return (part.max(axis=2) < 100).mean()


def test_an_area_with_many_corners_is_printed_and_kept_without_a_code(paper, picture):
    page = paper(f"within={corners(60)}#11/26.58/101.71")
    expect(page.locator(".paper-code")).to_have_text(NO_CODE)
    expect(page.locator(".paper-code img")).to_be_hidden()
    pixels, _ = picture(page)
    assert pixels.shape[0] > 1000


def test_the_picture_waits_for_the_code(paper, picture, city, sign_in):
    page = sign_in()
    held = []
    page.route("**/qr.svg*", lambda route: held.append(route))
    page.goto("/print/?sector=A06#13/26.58/101.60")
    wait_for(page, ".paper-legend li")
    page.get_by_role("button", name="存为图片").evaluate("button => button.click()")
    assert page.locator("[data-print]").get_attribute("data-state") == "loading"
    with page.expect_download():
        held[0].continue_()
    rest(page, "[data-print]")
    pixels, _ = picture(page)
    assert 0.2 < ink_of_the_code(page, pixels) < 0.7


def test_a_picture_that_fails_is_told_and_leaves_the_sheet_as_it_was(paper):
    page = paper()
    before = page.locator(".paper").bounding_box()
    page.evaluate("() => { CanvasRenderingContext2D.prototype.drawImage = null; }")
    page.get_by_role("button", name="存为图片").click()
    expect(page.locator("[data-notices]")).to_contain_text("图片没有存成")
    assert page.locator(".paper").bounding_box()["width"] == before["width"]


def test_a_code_that_does_not_come_is_told_and_asked_for_again(paper, watch, sign_in, city):
    watch.provoke("qr.svg")
    page = sign_in()
    page.route("**/qr.svg*", lambda route: route.abort())
    page.goto("/print/#13/26.58/101.60")
    expect(page.locator("[data-notices]")).to_contain_text("二维码没有取到")
    expect(page.locator(".paper-code img")).to_be_hidden()
    page.unroute("**/qr.svg*")
    page.get_by_role("button", name="重试").click()
    rest(page, "[data-print]")
    expect(page.locator(".paper-code img")).to_be_visible()
