"""The page of review in front of a reviewer: all that he judges by, and what was changed."""

import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from registry.choices import MoveCode
from registry.history.plans import last_change
from registry.models import FundingRule, Project, User
from registry.workflow import advance, record, remarks
from tests.factories import AssetFactory, AttachmentFactory, FundingLineFactory, declarable

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def submitted(name):
    """Two pipes, money of two years that does not add up, one paper."""
    project = declarable(name=name, district_id="510402", sector_id="A03")
    AssetFactory(
        project=project,
        number="G-2",
        medium="water",
        year_laid=1998,
        declared_length_m=900,
        location=LineString((101.715, 26.581), (101.722, 26.584), srid=4490),
        attributes={"diameter_mm": 400, "material": "灰口铸铁"},
    )
    FundingLineFactory(project=project, source_id="bank-loan", year=2027, amount_wan=1200)
    AttachmentFactory(project=project, type="feasibility", file_name="管网可研.pdf")
    FundingRule.objects.update_or_create(text="贷款不超过一成", defaults={"limit": 10})[
        0
    ].sources.set(["bank-loan"])
    record(project, by=reporter(), effective_on="2026-01-01")
    advance(project, MoveCode.SUBMIT, by=reporter())
    return project


def reporter():
    return User.objects.get(username="demo-dongqu")


def resubmitted(project):
    """Returned, one of its pipes longer, one sum higher, and back."""
    project = Project.objects.get(pk=project.pk)
    county = User.objects.get(username="demo-dongqu-shenhe")
    seen = last_change(project)
    remarks.decide(project, MoveCode.RETURN, by=county, looked_at=seen, note="请核对长度")
    pipe = project.assets.exclude(number="G-2").get()
    pipe.location = LineString((101.70, 26.58), (101.70, 26.5812), (101.7, 26.582), srid=4490)
    pipe.save()
    project.funding_lines.filter(source="county").update(amount_wan=1100)
    project.refresh_from_db()
    project.place = "弄弄坪街道"
    project.save()
    advance(project, MoveCode.RESUBMIT, by=reporter())


@pytest.fixture
def declared(city, stage):
    made = []
    stage.commit(lambda: made.append(submitted("待审核的管网")))
    yield made[0]
    stage.commit(lambda: FundingRule.objects.filter(text="贷款不超过一成").delete())


def test_a_reviewer_judges_a_project_on_one_page(declared, stage, sign_in):
    page = sign_in("demo-dongqu-shenhe")
    page.goto(f"/projects/{declared.number}/review/")

    expect(page.locator("#part-money")).to_contain_text("贷款不超过一成")
    expect(page.locator("#part-assets")).to_contain_text("G-2")
    expect(page.locator("#part-papers")).to_contain_text("管网可研.pdf")
    page.locator("#part-papers").get_by_role("button", name="提意见").click()
    expect(page.locator("[data-comment-row] select").first).to_have_value("papers")

    stage.commit(resubmitted, declared)
    page.reload()

    expect(page.locator(".compare")).to_contain_text("弄弄坪街道")
    the_map = page.locator("[data-history-map][data-state=idle]")
    expect(the_map).to_have_attribute("data-features-drawn", "2")
    expect(the_map).to_have_attribute("data-around-drawn", "2")
    page.get_by_role("button", name="在图上看").click()
    expect(the_map).to_have_attribute("data-chosen", "asset-" + str(changed_pipe(declared)))
    row = page.get_by_role("row", name="G-2")
    row.hover()
    expect(row).to_have_class("is-linked")


def changed_pipe(project):
    return project.assets.exclude(number="G-2").get().pk


def test_the_last_row_of_a_comparison_has_no_line_under_it(declared, stage, sign_in):
    stage.commit(resubmitted, declared)
    page = sign_in("demo-dongqu-shenhe")
    page.goto(f"/projects/{declared.number}/review/")

    cells = page.locator(".compare tbody tr:last-child > *")
    widths = cells.evaluate_all(
        "all => all.map((each) => getComputedStyle(each).borderBottomWidth)"
    )
    assert set(widths) == {"0px"}


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def on_a_phone(declared, sign_in):
    page = sign_in("demo-dongqu-shenhe", **PHONE)
    page.goto(f"/projects/{declared.number}/review/")
    expect(page.locator("[data-comment-map]")).to_have_attribute("data-pins", "0")
    return page


def test_a_place_is_tapped_on_the_map_and_one_is_back_at_the_comment(on_a_phone):
    row = on_a_phone.locator("[data-comment-row]").first
    row.get_by_role("button", name="在图上标注").click()
    asked = on_a_phone.get_by_text("请在图上点一下要说明的位置")
    expect(asked).to_be_in_viewport()
    on_a_phone.locator("[data-comment-map] .leaflet-container").tap(position={"x": 150, "y": 120})
    expect(asked).to_be_hidden()
    expect(row.locator("textarea")).to_be_focused()
    expect(row.locator("textarea")).to_be_in_viewport()
    expect(row.get_by_role("status")).to_contain_text("已标注")


def test_one_may_turn_back_from_the_map_without_a_place(on_a_phone):
    row = on_a_phone.locator("[data-comment-row]").first
    row.get_by_role("button", name="在图上标注").click()
    on_a_phone.locator("[data-comment-map]").get_by_role("button", name="取消").click()
    expect(row.get_by_role("button", name="在图上标注")).to_be_focused()
    expect(row.get_by_role("button", name="在图上标注")).to_be_in_viewport()
    on_a_phone.locator("[data-comment-map] .leaflet-container").tap(position={"x": 150, "y": 120})
    expect(row.get_by_role("status")).to_be_empty()
