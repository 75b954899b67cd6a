"""What an export adds for its readers is no news of the asset when it comes back."""

import pytest
from django.contrib.gis.geos import GEOSGeometry

from registry.models import Asset

LINE = GEOSGeometry("SRID=4490;LINESTRING (101.6 26.6, 101.6 26.601)")
CRS = ("--crs", "EPSG:4490")


@pytest.fixture
def pipe(make_project):
    """A pipe without a name whose file had columns called like those of an export."""
    return make_project().assets.create(
        kind="pipe",
        number="G1",
        medium="gas",
        year_laid=1998,
        attributes={"material": "PE", "diameter_mm": 200},
        source_attributes={"项目编号": "甲-1", "片区": "江北"},
        location=LINE,
    )


def options(name, project):
    crs = CRS if name.endswith(("dxf", "xlsx", "csv")) else ()
    return ("--project", project.number, "--accept-warnings", *crs)


@pytest.mark.parametrize("name", ["管段.kml", "管段.dxf", "管段.xlsx"])
def test_what_the_format_adds_is_neither_taken_nor_told_as_left(take, bring, pipe, name):
    _, path = take(name)
    code, report = bring(path, *options(name, pipe.project), "--mode", "update")
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 1, 0), report
    assert "name" not in report["mapping"]
    assert set(report["kept_columns"]) == {"源_项目编号", "片区"}


@pytest.mark.parametrize("name", ["管段.gpkg", "管段.kml", "管段.dxf", "管段.csv"])
def test_a_renamed_source_column_gets_its_own_name_back(take, bring, pipe, make_project, name):
    _, path = take(name)
    other = make_project()
    code, report = bring(path, *options(name, other))
    assert code == 0, report
    assert Asset.objects.get(project=other).source_attributes == {
        "项目编号": "甲-1",
        "片区": "江北",
    }


def test_a_drawing_that_has_no_stroke_in_its_names_brings_back_every_field(
    take, bring, make_project
):
    project, other = make_project(sector="A04"), make_project(sector="A04")
    plant = project.assets.create(
        kind="water_plant",
        name="弄弄坪水厂",
        attributes={"capacity_wan_t_d": 2.5, "process": "混凝沉淀"},
        location=GEOSGeometry("SRID=4490;POINT (101.6 26.6)"),
    )
    _, path = take("水厂.dxf")
    code, report = bring(path, *options("水厂.dxf", project), "--mode", "update")
    assert (code, report["rows_unchanged"]) == (0, 1), report
    assert report["kept_columns"] == []
    code, report = bring(path, *options("水厂.dxf", other))
    assert code == 0, report
    assert other.assets.get().attributes == plant.attributes


def test_a_name_typed_in_google_earth_is_the_name_of_what_is_no_export(
    bring, make_project, tmp_path
):
    path = tmp_path / "泵站.kml"
    path.write_text(
        "<kml><Document><Placemark><name>弄弄坪泵站</name><description>新建</description>"
        "<Point><coordinates>101.6,26.6</coordinates></Point></Placemark></Document></kml>",
        encoding="utf-8",
    )
    project = make_project(sector="A04")
    code, report = bring(
        path, "--kind", "pump_station", "--project", project.number, "--accept-warnings"
    )
    assert code == 0, report
    asset = project.assets.get()
    assert (asset.name, asset.source_attributes) == ("弄弄坪泵站", {"description": "新建"})


def test_a_column_that_the_format_adds_is_taken_where_it_is_asked_for(take, bring, pipe):
    _, path = take("管段.kml")
    chosen = ("--mode", "update", "--map", "road=folder")
    code, report = bring(path, *options("a.kml", pipe.project), *chosen)
    assert (code, report["rows_changed"]) == (0, 1), report
    pipe.refresh_from_db()
    assert pipe.attributes["road"] == pipe.project.sector.name


#: Texts of former files that look like places, 20 m off or in another system.
ELSEWHERE = {
    "原坐标WKT": "LINESTRING (101.6002 26.6, 101.6002 26.601)",
    "WKT": "LINESTRING (101.6003 26.6, 101.6003 26.601)",
    "几何": '{"type": "Point", "coordinates": [101.6004, 26.6]}',
    "起点X": 2941379.86,
    "起点Y": 471957.19,
}


@pytest.mark.parametrize("name", ["管段.csv", "管段.xlsx"])
@pytest.mark.parametrize("is_mapped", [True, False])
def test_a_kept_column_that_looks_like_a_place_moves_nothing(take, bring, pipe, name, is_mapped):
    pipe.source_attributes = ELSEWHERE
    pipe.location = LINE if is_mapped else None
    pipe.save()
    _, path = take(name)
    crs = CRS if is_mapped else ()
    update = ("--project", pipe.project.number, "--mode", "update", *crs)
    code, report = bring(path, *update)
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 1, 0), report


@pytest.mark.parametrize("kept", [["原坐标WKT"], ["WKT"], ["几何"], ["起点X", "起点Y"]])
def test_what_went_out_without_a_place_comes_back_without_one(take, bring, pipe, kept):
    pipe.project.assets.create(
        kind="pipe", number="G2", source_attributes={name: ELSEWHERE[name] for name in kept}
    )
    _, path = take("管段.dxf")
    unmapped = path.with_name("管段_未上图.xlsx")
    update = ("--project", pipe.project.number, "--mode", "update")
    # Someone may have written places into the table for these rows: that is asked.
    assert bring(unmapped, *update)[0] == 1
    code, report = bring(unmapped, *update, "--accept-warnings")
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 1, 0), report
    told = [entry["message"] for entry in report["warnings"] if entry["code"] == "places_unread"]
    assert [kept[0] in text for text in told] == [True]


def test_a_column_called_like_ours_of_the_shape_gets_its_own_name_back(
    take, bring, pipe, make_project
):
    pipe.source_attributes = ELSEWHERE
    pipe.save()
    for name in ("管段.gpkg", "管段.csv", "管段.xlsx"):
        _, path = take(name, "--query", f"q={pipe.project.number}")
        other = make_project()
        code, report = bring(path, *options(name, other))
        assert code == 0, report
        (asset,) = Asset.objects.filter(project=other)
        assert asset.source_attributes == ELSEWHERE
        assert asset.location.equals_exact(LINE, 1e-9)


@pytest.mark.parametrize(
    ("head", "identity"),
    [("资产标识", "{p.client_id}"), ("client_id,version", "{p.client_id},{p.version}")],
)
def test_a_table_made_by_hand_or_by_a_program_says_where_the_rows_of_an_identity_are(
    bring, pipe, tmp_path, head, identity
):
    path = tmp_path / "位置.csv"
    row = f"{identity.format(p=pipe)},101.61,26.6,101.61,26.601"
    path.write_text(f"{head},起点经度,起点纬度,终点经度,终点纬度\n{row}\n", encoding="utf-8")
    update = ("--kind", "pipe", "--mode", "update")
    code, report = bring(path, *options(path.name, pipe.project), *update)
    assert (code, report["rows_changed"]) == (0, 1), report
    pipe.refresh_from_db()
    assert pipe.location.coords == ((101.61, 26.6), (101.61, 26.601))
