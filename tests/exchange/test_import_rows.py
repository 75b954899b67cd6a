"""What becomes of the columns and shapes of a file."""

import sqlite3
from datetime import date

import geopandas
import pytest
import shapely

from registry.models import Asset, AssetTotal, ImportBatch, Organisation, Project, StageChange

PLACE = "SRID=4490;LINESTRING (101.6 26.6, 101.6 26.601)"
TO_NEW = ("--new-project", "燃气管网更新", "--sector", "A06")


def test_columns_are_known_by_name_label_caption_and_alias(bring, make_file):
    path = make_file(
        **{"diameter_mm": ["200"], "材质": ["ＰＥ"], "起点埋深（m）": [1.5], "敷设年代": [1998]},
        NAME=["清香坪支线"],
    )
    code, report = bring(path, "--kind", "pipe", *TO_NEW)
    asset = Asset.objects.get()
    assert (code, asset.name, asset.year_laid) == (0, "清香坪支线", 1998)
    assert asset.attributes == {"diameter_mm": 200, "material": "PE", "depth_start_m": 1.5}
    assert report["mapping"] == {
        "diameter_mm": "diameter_mm",
        "材质": "material",
        "起点埋深（m）": "depth_start_m",
        "敷设年代": "year_laid",
        "NAME": "name",
    }


def test_columns_that_no_field_wants_are_kept_as_they_are(bring, make_file):
    path = make_file(片区=["江北"], 序号=[7], 普查=[date(2023, 5, 1)])
    _, report = bring(path, "--kind", "pipe", *TO_NEW)
    assert Asset.objects.get().source_attributes == {
        "片区": "江北",
        "序号": 7,
        "普查": "2023-05-01",
    }
    assert report["kept_columns"] == ["片区", "序号", "普查"]


def test_map_names_a_column_by_hand_and_set_gives_all_rows_one_value(bring, make_file):
    path = make_file(规格=[110, 160], 介质=["其他", "其他"])
    by_hand = ("--map", "管径=规格", "--set", "medium=燃气", "--set", "work=replace")
    code, _ = bring(path, "--kind", "pipe", *by_hand, *TO_NEW)
    assert code == 0
    assert set(Asset.objects.values_list("medium", "work")) == {("gas", "replace")}
    assert [a.attributes["diameter_mm"] for a in Asset.objects.order_by("id")] == [110, 160]
    assert Asset.objects.first().source_attributes == {"介质": "其他"}


def test_rows_without_a_shape_are_counted_as_unmapped(bring, make_file):
    line = shapely.LineString([(101.6, 26.6), (101.61, 26.6)])
    path = make_file(编号=["G1", "G2"], shapes=[line, None])
    code, report = bring(path, "--kind", "pipe", *TO_NEW)
    assert (code, report["rows_unmapped"]) == (0, 1)
    assert AssetTotal.objects.get().unmapped_count == 1


def test_a_file_of_several_kinds_tells_them_in_a_column(bring, make_file):
    shapes = [shapely.LineString([(101.6, 26.6), (101.61, 26.6)]), shapely.Point(101.6, 26.6)]
    path = make_file(
        "混合.geojson", 设施类别=["管段", "elevator"], 小区=["", "清香坪"], shapes=shapes
    )
    code, report = bring(path, *TO_NEW)
    assert code == 0, report
    assert list(Asset.objects.order_by("id").values_list("kind", flat=True)) == ["pipe", "elevator"]
    assert Asset.objects.get(kind="elevator").attributes == {"estate": "清香坪"}


def test_rows_go_to_the_projects_that_a_column_names(bring, make_file, make_project):
    first, second = make_project(), make_project(name="另一个项目")
    path = make_file(项目=[second.number, first.number.lower(), second.number])
    code, report = bring(path, "--kind", "pipe", "--project-field", "项目")
    assert (code, report["projects"]) == (0, [first.number, second.number])
    assert (first.assets.count(), second.assets.count()) == (1, 2)


@pytest.mark.parametrize(
    ("kind", "constant", "sector"),
    [
        ("pipe", "medium=gas", "A06"),
        ("pipe", "medium=water", "A03"),
        ("pipe", "medium=rain", "A04"),
    ],
)
def test_a_new_project_gets_the_usual_sector_and_a_first_stage(
    bring, make_file, kind, constant, sector
):
    bring(make_file(编号=["1"]), "--kind", kind, "--set", constant, "--new-project", "更新")
    project = Project.objects.get()
    assert (project.sector_id, project.district_id, project.stage) == (sector, "510400", "planned")
    assert StageChange.objects.get().project == project


HEATING = ("--kind", "pipe", "--set", "medium=heat", "--new-project", "供热管网更新")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ((), "没有固定的牵头单位，请用 --lead 指明"),
        (("--lead", "dongqu"), "没有牵头单位“dongqu”，可选："),
    ],
)
def test_no_project_is_made_where_its_lead_would_have_to_be_chosen(bring, make_file, chosen, words):
    code, report = bring(make_file(编号=["1"]), *HEATING, *chosen)
    assert code == 2
    assert words in report["errors"][0]["message"]
    assert not Project.objects.exists()


def test_a_new_project_is_led_by_the_department_that_was_chosen(bring, make_file):
    lead = Organisation.objects.filter(type="department").last()
    code, _ = bring(make_file(编号=["1"]), *HEATING, "--lead", lead.code)
    project = Project.objects.get()
    assert (code, project.sector_id, project.lead) == (0, "A05", lead)


def test_the_batch_is_the_lineage_of_its_rows(bring, make_file):
    path = make_file("管段.shp", 名称=["河门口"], crs=4543, encoding="gbk")
    code, report = bring(path, "--kind", "pipe", *TO_NEW)
    batch = ImportBatch.objects.get()
    assert (code, batch.source_crs, batch.layer, batch.rows) == (0, "EPSG:4543", "管段", 1)
    assert batch.encoding == report["encoding"] == "gb18030"
    assert len(batch.sha256) == 64
    assert Asset.objects.filter(batch=batch, source_row=1, name="河门口").exists()


@pytest.mark.parametrize("name", ["管段.shp", "管段.gpkg", "管段.geojson"])
def test_every_format_gives_the_same_rows(bring, make_file, name):
    crs = 4326 if name.endswith("geojson") else 4490
    path = make_file(name, 名称=["炳草岗", "河门口"], 材质=["PE", "钢"], crs=crs)
    code, report = bring(path, "--kind", "pipe", *TO_NEW)
    assert (code, report["rows_read"], report["rows_ready"]) == (0, 2, 2)
    found = [(a.name, a.attributes["material"]) for a in Asset.objects.order_by("source_row")]
    assert found == [("炳草岗", "PE"), ("河门口", "钢")]


def test_the_number_of_queries_does_not_grow_with_the_rows(
    bring, make_file, django_assert_max_num_queries
):
    numbers = [f"G{n}" for n in range(500)]
    with django_assert_max_num_queries(25):
        code, _ = bring(make_file(编号=numbers), "--kind", "pipe", *TO_NEW)
    assert (code, Asset.objects.count()) == (0, 500)


def test_gcj02_coordinates_are_moved_back(bring, tmp_path):
    path = tmp_path / "点.geojson"
    shifted = geopandas.GeoDataFrame(
        {"名称": ["1号梯"]}, geometry=[shapely.Point(101.720074, 26.578732)], crs=4326
    )
    shifted.to_file(path)
    code, report = bring(path, "--kind", "elevator", "--crs", "gcj02", *TO_NEW)
    location = Asset.objects.get().location
    assert (code, report["crs"]) == (0, "gcj02")
    assert (round(location.x, 6), round(location.y, 6)) == (101.7185, 26.5823)


def test_names_that_a_dbf_cut_short_are_known(bring, make_file):
    path = make_file("管段.shp", 管线编=["1"], 建成年=[1998], encoding="UTF-8")
    code, _ = bring(path, "--kind", "pipe", *TO_NEW)
    pipe = Asset.objects.get()
    assert (code, pipe.number, pipe.year_laid) == (0, "1", 1998)


@pytest.mark.parametrize("name", ["项目编号", "项目编", "项目编号 ", "项目编号（储备库）"])
def test_a_shapefile_s_column_is_known_by_the_full_name_that_was_cut(
    bring, take, make_project, name
):
    project = make_project()
    project.assets.create(kind="pipe", medium="gas", location=PLACE)
    _, path = take("管段.shp")
    asked = ("--project-field", name, "--map", "name=项目名称", "--accept-warnings")
    code, report = bring(path, *asked)
    assert (code, report["rows_new"]) == (0, 1), report
    assert project.assets.latest("id").name == project.name


def test_a_full_name_that_two_columns_may_have_been_cut_from_is_refused_with_those_there_are(
    bring, make_file, make_project
):
    project = make_project()
    path = make_file("管段.gpkg", **{"项目编号一": [project.number], "项目编": [project.number]})
    code, report = bring(path, "--kind", "pipe", "--project-field", "项目编号一览")
    assert (code, report["errors"][0]["code"]) == (2, "unknown_column")
    assert (
        report["errors"][0]["message"]
        == "文件中没有“项目编号一览”这一列，只有：项目编号一、项目编。"
    )


def aliased(path, **aliases):
    """Call columns of a GeoPackage otherwise for people, as ArcGIS does."""
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE gpkg_data_columns (table_name TEXT, column_name TEXT, name TEXT,"
            " title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT)"
        )
        database.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name) VALUES (?, ?, ?)",
            [(path.stem, column, alias) for column, alias in aliases.items()],
        )
    return path


def test_a_column_is_known_by_its_own_name_where_its_alias_says_nothing(bring, make_file):
    path = aliased(
        make_file(DN=[200], material=["PE"], GC=["钢"], NAME=["甲线"]),
        DN="规格大小",
        material="原来的料",
        GC="材质",
        NAME="管线名称",
    )
    code, report = bring(path, "--kind", "pipe", *TO_NEW)
    # An alias that tells the field goes before another column's own name.
    assert report["mapping"] == {"规格大小": "diameter_mm", "材质": "material", "管线名称": "name"}
    asset = Asset.objects.get()
    assert (asset.attributes, asset.name) == ({"diameter_mm": 200, "material": "钢"}, "甲线")
    assert asset.source_attributes == {"原来的料": "PE"}
    assert code == 0
