"""Regions of a question: what is refused in words, and that circles and polygons are exact."""

import pytest
from django.contrib.gis.geos import LineString, Point
from django.http import QueryDict
from pyproj import Geod

from gis.circles import geodesic_circle
from registry.exports import wording
from registry.holdings import around
from registry.models import Asset
from registry.question import BadQuestion, Question
from registry.summary import Summary
from registry.totals import totals
from tests.factories import AssetFactory, ProjectFactory, place

TRIANGLE = "101.69,26.57 101.73,26.57 101.71,26.60"


def ask(user, **values):
    query = QueryDict(mutable=True)
    query.update(values)
    return Question(query, user)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("within", "101.6,26.5 101.8,26.7 101.8,26.5 101.6,26.7", "互相交叉"),
        ("within", "101.6,26.5 101.8,26.7", "三个不同的顶点"),
        ("within", "101.6,26.5 101.6,26.5 101.6,26.5 101.8,26.7", "三个不同的顶点"),
        ("within", "101.6,26.5 101.7,26.6 101.8,26.7", "一条线上"),
        ("within", "101.6,26.5 181,26.7 101.8,26.5", "第 2 个顶点“181,26.7”"),
        ("within", "101.6,26.5 101.7,nan 101.8,26.5", "第 2 个顶点"),
        ("within", "101.6;26.5", "第 1 个顶点"),
        ("within", " ".join(f"{101 + n / 1000},26.{n % 2}" for n in range(502)), "最多 300 个顶点"),
        ("within", " ".join("101.6,26.5" for _ in range(50_000)), "现有 50000 个"),
        ("near", "101.7,26.58", "经度,纬度,米"),
        ("near", "101.7,26.58,-5", "经度,纬度,米"),
        ("near", "101.7,26.58,1e3", "经度,纬度,米"),
        ("near", "101.7,86,500", "纬度不超过 ±85"),
        ("near", "101.7,26.58,0.5", "半径应在 1 米"),
        ("near", "101.7,26.58,5000000", "100 公里之间"),
        ("near", "179.99,26.58,50000", "180° 经线"),
        ("bbox", "102,26,101,27", "西应小于东"),
    ],
)
def test_a_region_that_cannot_be_is_refused_in_words(name, text, words, db, leader):
    with pytest.raises(BadQuestion, match=words):
        ask(leader, **{name: text})


@pytest.mark.django_db
class TestChoosing:
    def test_a_polygon_chooses_by_the_true_shape_not_by_its_box(self, leader):
        inside = AssetFactory(location=place("pipe", 101.705, 26.58))
        AssetFactory(location=place("pipe", 101.695, 26.599))
        question = ask(leader, within=TRIANGLE)
        assert set(question.assets()) == {inside}
        assert list(question.projects()) == [inside.project]

    def test_regions_must_all_be_met(self, leader):
        both = AssetFactory(kind="elevator", location=place("elevator", 101.71, 26.58))
        AssetFactory(kind="elevator", location=place("elevator", 101.72, 26.572))
        question = ask(leader, within=TRIANGLE, near="101.71,26.58,300")
        assert set(question.assets()) == {both}
        assert totals(question).projects == 1

    @pytest.mark.parametrize("metres", [1, 250, 9_990, 60_000])
    @pytest.mark.parametrize("azimuth", [0, 37, 90, 213])
    def test_a_radius_is_geodesic_metres(self, leader, metres, azimuth):
        found = []
        for share in (0.999, 1.001):
            lon, lat, _ = Geod(ellps="GRS80").fwd(101.7, 26.58, azimuth, metres * share)
            found.append(AssetFactory(kind="elevator", location=place("elevator", lon, lat)))
        question = ask(leader, near=f"101.7,26.58,{metres}")
        assert set(question.assets()) == {found[0]}

    def test_single_points_and_straight_lines_have_boxes_without_width(self, leader):
        project = ProjectFactory()
        for longitude in (101.70, 101.71):
            AssetFactory(kind="elevator", location=place("elevator", longitude, 26.58))
        outside = AssetFactory(kind="elevator", location=place("elevator", 101.692, 26.598))
        line = LineString((101.71, 26.575), (101.71, 26.59), srid=4490)
        AssetFactory(project=project, location=line)
        question = ask(leader, within=TRIANGLE)
        assert not question.assets().contains(outside)
        assert totals(question).assets == question.assets().count() == 3
        assert Summary(question).as_json()["projects"] == question.projects().count() == 3

    def test_what_has_no_shape_lies_nowhere(self, leader):
        AssetFactory(location=None)
        mapped = AssetFactory()
        AssetFactory(project=mapped.project, location=None)
        question = ask(leader, near="101.7,26.58,5000")
        assert (totals(question).assets, totals(question).unmapped) == (1, 0)
        nothing = ask(leader, near="101.7,26.58,5000", mapped="no")
        assert (totals(nothing).projects, totals(nothing).assets) == (0, 0)
        assert not nothing.projects().exists()

    def test_a_closed_sector_stays_closed(self, reporter, leader):
        project = ProjectFactory(sector_id="A11")
        AssetFactory(project=project, kind="camera", location=place("camera"))
        assert totals(ask(leader, near="101.7,26.58,500")).assets == 1
        assert totals(ask(reporter, near="101.7,26.58,500")).assets == 0


@pytest.mark.django_db
def test_corners_are_rounded_to_a_decimetre_and_closed(leader):
    question = ask(leader, within="101.6900001,26.57 101.73,26.57 101.71,26.60 101.69,26.57")
    (polygon,) = question.asset_conditions.regions
    assert polygon.coords[0][0] == (101.69, 26.57)
    assert polygon.num_points == 4


@pytest.mark.django_db
def test_regions_are_told_in_words(leader):
    told = wording(ask(leader, within=TRIANGLE, near="101.7,26.58,500"))
    assert told == "手绘范围内（3 个顶点）；选定位置（101.7000, 26.5800）周边 500 米"
    told = wording(ask(leader, sector="A03", bbox="101,26,102,27"))
    assert told == "领域：供水设施设备更新；地图范围内（101.0000, 26.0000 至 102.0000, 27.0000）"
    assert wording(ask(leader, near="101.7,26.58,500,RA-000123")) == "RA-000123 中部周边 500 米"
    told = wording(ask(leader, near="101.7,26.58,12345,RA-000123"))
    assert told == "RA-000123 中部周边 12.345 公里"
    number = "RA-123456789012"
    assert wording(ask(leader, near=f"101.7,26.58,500,{number}")) == f"{number} 中部周边 500 米"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/summary.json", "/overview.json"])
def test_the_map_is_told_a_region_in_the_words_of_every_other_page(login, leader, address):
    closed = f"{TRIANGLE} {TRIANGLE.split()[0]}"
    answer = login(leader).get(address, {"within": closed, "sector": "A03"})
    assert answer.json()["regions"] == {"within": "手绘范围内（3 个顶点）"}


@pytest.mark.django_db
def test_a_summary_with_a_region_takes_few_queries(
    login, leader, django_assert_max_num_queries, spatial_reference
):
    client = login(leader)
    for n in range(3):
        AssetFactory(location=place("pipe", 101.69 + n / 100))
        with django_assert_max_num_queries(17):
            assert client.get("/summary.json?near=101.7,26.58,1000").status_code == 200
    assert Asset.objects.count() == 3


@pytest.mark.django_db
def test_surroundings_reach_five_hundred_metres_beyond_what_they_surround(leader):
    project = ProjectFactory(sector_id="A03")
    AssetFactory(project=project, location=LineString((101.7, 26.58), (101.72, 26.58), srid=4490))
    project.total.refresh_from_db()
    near = around(project)
    *where, metres, whose = near.split(",")
    longitude, latitude = map(float, where)
    assert (metres, whose) == ("1500", project.number)
    assert (longitude, latitude) == pytest.approx((101.71, 26.58))
    beside, far = (
        AssetFactory(
            location=Point(101.72 + metres_east / 99_690, 26.58, srid=4490), kind="elevator"
        )
        for metres_east in (490, 510)
    )
    found = ask(leader, near=near).projects()
    assert {project, beside.project} == set(found)
    assert far.project not in found


@pytest.mark.django_db
def test_an_asset_is_surrounded_alone_and_what_has_no_place_not_at_all():
    lift = AssetFactory(kind="elevator", location=Point(101.7, 26.58, srid=4490))
    assert around(lift.project, lift) == f"101.700000,26.580000,500,{lift.project.number}"
    assert around(ProjectFactory()) == ""


@pytest.mark.parametrize("bad", [(float("nan"), 0, 1), (0, 0, 0), (0, 89.9999, 50_000)])
def test_a_circle_that_cannot_be_is_a_value_error(bad):
    with pytest.raises(ValueError, match=r"circle|radius"):
        geodesic_circle(*bad)
