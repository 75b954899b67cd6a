"""What goes out and comes in again as an update changes nothing, whatever the format."""

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.kinds import KINDS
from registry.models import AssetEvent

FORMATS = (
    *("gpkg", "geojson", "geojsonl", "zip", "fgb"),
    *("parquet", "xlsx", "csv", "kml", "dxf"),
)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
CHINESE = st.text(HAN, min_size=1, max_size=20)
PUNCTUATED = st.text("abcXYZ-/ '=+（）①", min_size=1, max_size=12).map(str.strip)
TEXTS = CHINESE | PUNCTUATED
LONGITUDES, LATITUDES = st.floats(101.1, 102.2), st.floats(26.1, 27.3)


@st.composite
def lines(draw):
    points = draw(st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=2, max_size=6, unique=True))
    return shapely.LineString(points)


@st.composite
def assets(draw):
    shape = draw(st.one_of(lines(), st.none()))
    attributes = {
        "material": draw(st.sampled_from(["PE", "钢", "球墨铸铁"])),
        "diameter_mm": draw(st.integers(10, 5000)),
        "road": draw(TEXTS),
        "depth_start_m": draw(st.floats(0, 30).map(lambda depth: round(depth, 3))),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(attributes))))
    return {
        "medium": draw(st.sampled_from(["", "gas", "water"])),
        "name": draw(st.just("") | TEXTS),
        "year_laid": draw(st.none() | st.integers(1950, 2020)),
        "declared_length_m": draw(st.none() | st.decimals(0, 99_999, places=2)),
        "attributes": {name: attributes[name] for name in chosen if attributes[name]},
        "source_attributes": draw(st.none() | st.just({"片区": "江北"})),
        "location": shape and GEOSGeometry(shape.wkt, srid=4490),
    }


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(a) FROM registry_asset a ORDER BY id")
        return cursor.fetchall()


@pytest.mark.parametrize("name", [f"a.{suffix}" for suffix in FORMATS])
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(assets(), min_size=1, max_size=4))
def test_an_export_that_comes_back_as_an_update_changes_nothing(
    take, bring, make_project, name, rows
):
    with transaction.atomic():
        project = make_project()
        for number, row in enumerate(rows):
            project.assets.create(kind="pipe", number=f"G{number}", **row)
        before = stored()
        code, path = take(name, "--query", f"q={project.number}")
        if code:  # nothing of it fits into this format
            transaction.set_rollback(True)
            return
        options = ("--project", project.number, "--mode", "update", "--accept-warnings")
        if name.endswith(("xlsx", "csv", "dxf")):
            options += ("--crs", "EPSG:4490")
        code, report = bring(path, *options)
        assert (code, report["rows_changed"], report["rows_new"]) == (0, 0, 0), report
        assert stored() == before
        assert not AssetEvent.objects.exists()
        transaction.set_rollback(True)


SHAPES = {
    "pipe": shapely.LineString([(101.6, 26.6), (101.61, 26.6)]),
    "sewage_plant": shapely.box(101.6, 26.61, 101.602, 26.612),
    "structure": shapely.box(101.6, 26.62, 101.602, 26.622).difference(
        shapely.box(101.6005, 26.6205, 101.6015, 26.6215)
    ),
    "building": shapely.MultiPolygon(
        [shapely.box(101.6, 26.63, 101.601, 26.631), shapely.box(101.602, 26.63, 101.603, 26.631)]
    ),
    "machine": None,
}
POINT = shapely.Point(101.6, 26.6)


@pytest.mark.parametrize("name", [f"全市.{suffix}" for suffix in FORMATS])
def test_all_kinds_and_shapes_in_one_file_come_back_unchanged(take, bring, make_project, name):
    """Kinds share words for their fields and differ in shape, as a whole city does."""
    project = make_project(sector="A11")
    for number, code in enumerate(KINDS):
        shape = SHAPES.get(code, POINT)
        location = shape and GEOSGeometry(shape.wkt, srid=4490)
        project.assets.create(kind=code, number=f"N{number}", location=location)
    before = stored()
    code, path = take(name)
    assert code == 0
    options = ("--project", project.number, "--mode", "update", "--accept-warnings")
    options += ("--crs", "EPSG:4490") if name.endswith(("xlsx", "csv", "dxf")) else ()
    code, report = bring(path, *options)
    seen = report["rows_unchanged"]
    if not report["readable"]:  # several shapefiles
        seen = 0
        for layer in ("point", "line", "polygon"):
            code, report = bring(path, *options, "--layer", f"{path.stem}_{layer}")
            seen += report["rows_unchanged"]
    assert (code, report["rows_changed"], report["rows_new"]) == (0, 0, 0), report
    if seen == len(KINDS):
        assert report["kept_columns"] == []
    assert seen == len(KINDS) - (1 if name.endswith(("zip", "kml", "dxf")) else 0)
    assert stored() == before


LONG = "更新水泵三台，" * 60


@pytest.mark.parametrize(
    ("name", "options"), [("a.shp", ("--encoding", "gbk")), ("a.shp", ()), ("a.dxf", ())]
)
def test_what_a_format_has_no_room_or_no_character_for_is_no_change(
    take, bring, make_project, name, options
):
    project = make_project()
    project.assets.create(
        kind="other",
        name="𬭎𠮷家㙍泵站〓",
        attributes={"description": LONG},
        location=GEOSGeometry(POINT.wkt, srid=4490),
    )
    before = stored()
    code, path = take(name, *options)
    assert code == 0
    options = ("--project", project.number, "--mode", "update", "--accept-warnings")
    options += ("--crs", "EPSG:4490") if name == "a.dxf" else ()
    code, report = bring(path, *options)
    assert (code, report["rows_unchanged"]) == (0, 1), report
    assert stored() == before


def test_a_text_shortened_or_marked_by_hand_is_a_change(take, bring, make_project):
    project = make_project()
    asset = project.assets.create(kind="other", name="清香坪泵站", number="1")
    code, path = take("a.csv")
    path.write_text(path.read_text("utf-8-sig").replace("清香坪泵站", "清香〓"), "utf-8-sig")
    options = ("--project", project.number, "--mode", "update", "--accept-warnings")
    code, report = bring(path, *options)
    assert (code, report["rows_changed"]) == (0, 1)
    asset.refresh_from_db()
    assert asset.name == "清香〓"
