"""What a new segment begins with: what was drawn last or typed for it, never an old asset's."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import set_field

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def error_of(drawing, name):
    return drawing.panel.locator(f"[data-field={name}] .field-error")


def test_correcting_an_old_pipe_makes_no_new_one_like_it(drawing, project, pipe, place):
    old = {"diameter_mm": 100, "material": "PE", "top_elevation_m": 1100}
    pipe((-2, 1), (2, 1), number="A-7", year_laid=1998, accuracy="as_built", attributes=old)
    drawing.page.reload()
    drawing.rest()
    drawing.click(place(0, 1))
    set_field(drawing, "road", "炳草岗大街")
    drawing.press("Escape", "Escape", "l")
    drawing.line(place(-2, -1), place(2, -1))
    drawing.save_all()
    new = project.assets.get(number="A-8")
    assert (new.accuracy, new.year_laid, new.attributes) == ("sketch", None, {})


def test_what_is_no_value_is_said_at_its_field_and_not_drawn_on_with(drawing, project, place):
    drawing.press("l")
    set_field(drawing, "diameter_mm", "abc")
    expect(error_of(drawing, "diameter_mm")).to_have_text("“abc”不是数字")
    drawing.field("pressure_mpa").fill("99")
    expect(error_of(drawing, "pressure_mpa")).to_have_text("不能大于 10，现为 99")
    set_field(drawing, "road", "炳草岗大街")
    expect(drawing.panel.locator("[data-field=accuracy]")).to_have_count(0)
    drawing.press("Escape", "l")
    drawing.line(place(-2, -1), place(2, -1))
    drawing.save_all()
    assert project.assets.get().attributes == {"road": "炳草岗大街"}


def test_what_was_refused_of_an_undone_segment_is_no_problem(drawing, place, watch):
    drawing.press("l")
    drawing.line(place(-2, -1), place(2, -1))
    set_field(drawing, "diameter_mm", "abc")
    watch.provoke("422")
    drawing.save()
    drawing.tab("问题")
    problems = drawing.panel.locator("#draw-problems li")
    expect(problems).to_have_count(1)
    drawing.press("Control+z", "Control+z")
    drawing.expect_unsaved(0)
    expect(problems).to_have_count(0)


def test_what_the_server_alone_can_read_is_drawn_on_with(drawing, project, place):
    drawing.press("l")
    set_field(drawing, "year_laid", "1998年")
    set_field(drawing, "diameter_mm", "300毫米")
    drawing.press("Escape", "l")
    drawing.line(place(-2, -1), place(2, -1))
    drawing.save_all()
    asset = project.assets.get()
    assert (asset.year_laid, asset.attributes["diameter_mm"]) == (1998, 300)


def test_after_a_reload_the_next_segment_is_still_like_the_last(drawing, project, place):
    drawing.press("l")
    set_field(drawing, "diameter_mm", "300")
    drawing.press("Escape", "l")
    drawing.line(place(-2, -1), place(2, -1))
    drawing.save_all()
    drawing.page.reload()
    drawing.rest()
    drawing.press("l")
    expect(drawing.field("diameter_mm")).to_have_value("300")
    drawing.press("Escape", "l")
    drawing.line(place(-2, 1), place(2, 1))
    drawing.save_all()
    assert [each.attributes["diameter_mm"] for each in project.assets.all()] == [300, 300]
