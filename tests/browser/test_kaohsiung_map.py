"""Real input of another city on the map: every pipe painted, one clicked open, one drawn."""

import re

import pyproj
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from registry.choices import Role
from registry.kinds.symbols import MEDIA
from registry.models import Asset, Project
from tests.browser.atlas import Atlas
from tests.browser.drawing import Drawing
from tests.browser.painted import gas_pipe_painted_alone
from tests.factories import UserFactory
from tests.test_kaohsiung import PIPES, VILLAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LEADER, REPORTER = "kaohsiung-leader", "kaohsiung-reporter"


def build_kaohsiung():
    call_command("load_districts", str(VILLAGES))
    target = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "高雄天然气管线")
    call_command("import_assets", str(PIPES), *target, "--accept-warnings")
    people = {LEADER: Role.LEADER, REPORTER: Role.REPORTER}
    return [
        UserFactory(username=name, organisation="taskforce", role=role)
        for name, role in people.items()
    ]


@pytest.fixture(scope="module")
def kaohsiung(stage):
    """The villages and pipes of the files, a leader to look at them, and who may draw."""
    stage.show("Kaohsiung", build_kaohsiung)


@pytest.fixture
def atlas(kaohsiung, sign_in):
    return Atlas(sign_in(LEADER))


def test_all_609_pipes_are_painted_in_the_colour_of_gas(atlas):
    atlas.open()
    assert atlas.drawn == 609
    assert len(atlas.pixels(MEDIA["gas"].color, within=60)) > 200
    expect(atlas.page.locator("[data-legend]")).to_contain_text("燃气")
    assert atlas.figures()["燃气"] == pytest.approx(atlas.summary()["length_m"] / 1000, abs=0.006)


def test_a_click_on_a_pipe_opens_its_card_with_its_chinese_name(atlas):
    longest = Asset.objects.exclude(name="").order_by("-length_m").first()
    middle = longest.location.interpolate_normalized(0.5)
    atlas.open(f"/#17/{middle.y:.5f}/{middle.x:.5f}")
    x, y, pipe = gas_pipe_painted_alone(atlas, lambda pipe: pipe.name)
    atlas.page.mouse.click(x, y)
    expect(atlas.card.locator("h2", has_text=Project.objects.get().name)).to_be_visible()
    expect(atlas.card.locator("h3").first).to_have_text(f"管段：{pipe.name}")
    assert any("一" <= sign <= "鿿" for sign in pipe.name)


def test_the_villages_carry_their_names(atlas):
    atlas.open("/#13/22.60000/120.31000")
    shown = atlas.page.locator(".district-name:visible")
    expect(shown.first).to_contain_text("里")


def test_many_villages_without_room_for_their_names_do_not_cover_the_map(atlas):
    atlas.open("/#10/22.60000/120.31000")
    assert atlas.page.locator(".district-name.is-crowded").count() > 6
    expect(atlas.page.locator("[data-crowded-chips] button")).to_have_count(0)


def test_a_point_is_asked_for_with_an_example_of_the_city(kaohsiung, sign_in):
    page = sign_in(REPORTER)
    page.goto(f"/projects/{Project.objects.get().number}/assets/new/?kind=elevator")
    example = re.compile(r"^如：120\.\d{5}$")
    expect(page.locator("[name=longitude]")).to_have_attribute("placeholder", example)
    example = re.compile(r"^如：22\.\d{5}$")
    expect(page.locator("[name=latitude]")).to_have_attribute("placeholder", example)


def test_a_line_is_typed_in_the_coordinates_of_the_city(kaohsiung, sign_in):
    places = [(120.288, 22.73), (120.2882, 22.7302), (120.2884, 22.73)]
    east, north = pyproj.Transformer.from_crs(4490, 4549, always_xy=True).transform(*places[1])
    zoned, high = pyproj.Transformer.from_crs(4490, 4528, always_xy=True).transform(*places[2])
    drawing = Drawing(sign_in(REPORTER), Project.objects.get(), places[0]).open()
    drawing.press("l")
    drawing.field("medium").select_option("gas")
    drawing.press("Escape", "l", "i")
    coordinate = drawing.page.locator("[name=coordinate]")
    written = ("120.288 22.73", f"{north:.4f} {east:.4f}", f"X={high:.4f} Y={zoned:.4f}")
    for text in written:
        coordinate.fill(text)
        coordinate.press("Enter")
        expect(coordinate).to_have_value("")
    coordinate.fill("101.7185 26.5823")
    coordinate.press("Enter")
    said = drawing.page.get_by_role("alert").filter(has_text="不在本市一带：经度应为 120 度多")
    expect(said).to_be_visible()
    drawing.page.locator("[name=system]").select_option("EPSG:4549")
    expect(coordinate).to_have_attribute("placeholder", re.compile("^X（北）2509"))
    drawing.page.get_by_role("button", name="完成", exact=True).click()
    drawing.save_all()
    (line,) = Asset.objects.order_by("-pk")[:1]
    for found, wanted in zip(line.location.coords, places, strict=True):
        assert found == pytest.approx(wanted, abs=1e-8)
