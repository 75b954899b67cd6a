"""What goes out: the columns, every format read back, and who may take what."""

import json
import re
import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import ezdxf
import geopandas
import openpyxl
import pytest
import shapely
from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from gis.writers.shapefile import DECLARED, short_names
from registry.choices import Stage
from registry.exchange.exporting import LAYER
from registry.kinds import KINDS, PROVENANCE, Choice, Coded, Date, Number, Text
from registry.kinds.fields import Marking, Year
from registry.models import Asset, Project


def read_layer(path):
    """A GeoPackage also holds the table of its styles."""
    return geopandas.read_file(path, **({"layer": LAYER} if path.suffix == ".gpkg" else {}))


@pytest.fixture
def pipes(bring, make_file):
    """Three gas pipes, one not yet on the map; as columns and shapes."""
    lines = [
        shapely.LineString([(101.6, 26.6), (101.61, 26.6)]),
        shapely.MultiLineString(
            [[(101.6, 26.7), (101.61, 26.7)], [(101.62, 26.7), (101.63, 26.7)]]
        ),
        None,
    ]
    path = make_file(
        编号=["G1", "G2", "G3"],
        管径=[200, None, 110],
        材质=["PE", "钢", None],
        敷设年代=[1998, 2005, 2010],
        计量长度=[1000.5, None, 88.0],
        所在片区=["江北", "河门口", "清香坪"],
        shapes=lines,
    )
    options = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "西区燃气管网更新")
    assert bring(path, *options, "--district", "510403")[0] == 0
    return lines


@pytest.mark.parametrize("name", ["管段.gpkg", "管段.geojson"])
def test_columns_bear_chinese_names_and_labels(take, pipes, name):
    code, path = take(name)
    assert code == 0
    row = read_layer(path).iloc[0]
    project = Project.objects.get()
    expected = {
        "项目编号": project.number,
        "项目名称": "西区燃气管网更新",
        "领域": "燃气设施设备更新",
        "领域代码": "A06",
        "地区": "西区",
        "地区代码": "510403",
        "阶段": "谋划",
        "设施类别": "管段",
        "编号": "G1",
        "介质": "燃气",
        "敷设年份": 1998,
        "计量长度（m）": 1000.5,
        "管径 DN（mm）": 200,
        "材质": "PE",
        "所在片区": "江北",
    }
    assert {column: row[column] for column in expected} == expected
    length_m = Asset.objects.get(number="G1").length_m
    assert row["图上长度（m）"] == pytest.approx(length_m, abs=0.001)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("管段.gpkg", ()),
        ("管段.gpkg", ("--crs", "EPSG:4543")),
        ("管段.geojson", ()),
    ],
)
def test_what_goes_out_comes_in_again(take, bring, pipes, name, options):
    _, path = take(name, *options)
    code, report = bring(path, "--new-project", "回来的", "--sector", "A06", "--accept-warnings")
    assert (code, report["rows_unmapped"]) == (0, 1)
    first, second = Project.objects.order_by("id")
    facts = ("number", "medium", "year_laid", "declared_length_m", "attributes")
    assert list(second.assets.values_list(*facts)) == list(first.assets.values_list(*facts))
    for before, after in zip(first.assets.mapped(), second.assets.mapped(), strict=True):
        assert shapes_m_apart(before, after) < 0.001


FACTS = (
    "kind", "name", "number", "medium", "work", "year_laid", "declared_length_m", "accuracy",
    "classification", "attributes",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_field_of_every_kind_comes_in_again(
    take, bring, make_project, kind, suffix, encoding
):
    project = make_project(sector="A11" if kind.code == "camera" else "A06")
    before = project.assets.create(**example_of(kind))
    options = ("--encoding", encoding) if suffix in (".shp", ".zip") else ()
    _, path = take(f"设备{suffix}", *options)
    project.assets.all().delete()
    code, report = bring(path, "--project", project.number, "--accept-warnings")
    assert (code, report["errors"]) == (0, [])
    after = project.assets.get()
    assert [getattr(after, name) for name in FACTS] == [getattr(before, name) for name in FACTS]


EXAMPLES = {
    Text: lambda field: "7" * field.digits or "第１号（旧）"[: field.max_length],
    Number: lambda field: max(field.low or 0, 2) if field.whole else max(field.low or 0, 2.5),
    Year: lambda field: 1998,
    Date: lambda field: "2004-12-01",
    Choice: lambda field: field.options[-1],
    Coded: lambda field: field.options[-1][0],
    Marking: lambda field: "internal",
}


def example_of(kind):
    """An asset of that kind with a value in every field."""
    real = {f.name: EXAMPLES[type(f)](f) for f in (*kind.columns.values(), *PROVENANCE.values())}
    attributes = {f.name: EXAMPLES[type(f)](f) for f in kind.attributes}
    shape = LineString((101.6, 26.6), (101.61, 26.6)) if kind.is_line else Point(101.6, 26.6)
    return {**real, "number": "G-1", "kind": kind.code, "attributes": attributes, "location": shape}


@pytest.mark.parametrize("encoding", DECLARED)
def test_labels_of_different_kinds_are_not_cut_to_one_name(encoding):
    fields = {f.label: kind for kind in KINDS.values() for f in kind.fields.values()}
    apart = {}
    for label, kind in fields.items():
        apart.setdefault(short_names([label], encoding)[label], set()).add(kind.code)
    assert all(len(codes) == 1 for codes in apart.values())


@pytest.mark.parametrize("encoding", DECLARED)
def test_fields_of_a_shapefile_have_room_to_edit(take, make_project, encoding):
    """ArcGIS widens no field: today's values must not be the longest that there may ever be."""
    attributes = {
        "ownership": "a",
        "pressure_class": "低压",
        "top_elevation_m": 1.5,
        "diameter_mm": 20,
    }
    shape = LineString((101.6, 26.6), (101.61, 26.6))
    project = make_project()
    project.assets.create(kind="pipe", location=shape, attributes=attributes)
    _, path = take("管段.shp", "--encoding", encoding)
    listed = path.with_name("管段_字段对照表.txt").read_text(encoding="utf-8-sig").splitlines()
    # Above them stand three lines about the export, the files and the header.
    widths = {line.split("\t")[1]: line.split("\t")[3] for line in listed[5:]}
    assert widths["权属单位"] == widths["所在道路"] == "C(24)"
    longest = {"gbk": ("C(7)", "C(6)"), "utf-8": ("C(10)", "C(9)")}[encoding]
    assert (widths["燃气压力级别"], widths["密级"]) == longest
    # GDAL adds a place for the sign and one for the point.
    assert (widths["管顶高程（m）"], widths["管径 DN（mm）"]) == ("N(12,3)", "N(6)")
    assert (widths["敷设年份"], widths["版本"]) == ("N(6)", "N(8)")
    with path.with_suffix(".dbf").open("rb") as file:
        head = file.read(32)
        bytes_of = [
            file.read(32)[16] for _ in range((int.from_bytes(head[8:10], "little") - 33) // 32)
        ]
    assert bytes_of == [int(re.search(r"\d+", text + "(8")[0]) for text in widths.values()]


@pytest.mark.parametrize("encoding", DECLARED)
def test_names_in_a_shapefile_have_no_blank_and_no_half_bracket(encoding):
    labels = [field.label for kind in KINDS.values() for field in kind.fields.values()]
    for short in short_names(dict.fromkeys(labels), encoding).values():
        assert len(short.encode(encoding)) <= 10
        assert not re.search(r"\s|[（(][^）)]*$", short)


def test_a_shapefile_of_an_older_export_is_understood(bring, make_file, make_project):
    project = make_project()
    old = {"管径 DN": [300, 200], "断面（宽×": ["2×2", "1×1"], "设施类别": ["管段"] * 2}
    code, _ = bring(
        make_file("旧.shp", encoding="gbk", **old),
        *("--project", project.number, "--set", "medium=gas", "--accept-warnings"),
    )
    assert code == 0
    told = [asset.attributes for asset in project.assets.order_by("pk")]
    assert [(each["diameter_mm"], each["section"]) for each in told] == [(300, "2×2"), (200, "1×1")]


def shapes_m_apart(before, after):
    shapes = [shapely.from_wkb(bytes(asset.location.wkb)) for asset in (before, after)]
    return shapely.hausdorff_distance(*shapes) * 111_320


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("name", ["管段.shp", "管段.zip"])
def test_shapefiles_keep_their_chinese_text(take, bring, pipes, name, encoding):
    code, path = take(name, "--encoding", encoding, "--crs", "EPSG:4543")
    assert code == 0
    frame = read_layer(path)
    assert frame.crs.to_epsg() == 4543
    assert len(frame) == 2  # the third has no shape and stands in the table beside
    assert frame["材质"].tolist() == ["PE", "钢"]
    column = "所在片区" if encoding == "gbk" else "所在片"
    assert frame[column].tolist() == ["江北", "河门口"]
    options = ("--new-project", "回来的", "--sector", "A06", "--accept-warnings")
    code, report = bring(path, "--kind", "pipe", *options)
    assert (code, report["rows_ready"]) == (0, 2)


def test_several_kinds_stand_in_one_table(take, make_project):
    project = make_project(sector="A04", name="污水处理厂更新")
    plant = {"kind": "sewage_plant", "name": "清香坪污水处理厂", "location": Point(101.6, 26.6)}
    project.assets.create(attributes={"capacity_wan_t_d": 2.5}, **plant)
    project.assets.create(kind="pipe", medium="sewage", attributes={"material": "PE"})
    _, path = take("混合.gpkg")
    frame = read_layer(path)
    assert frame["设施类别"].tolist() == ["污水处理厂", "管段"]
    assert frame["规模（万吨/日）"].tolist()[0] == 2.5
    assert frame["材质"].isna().tolist() == [True, False]


def test_a_source_column_never_hides_one_of_the_registry(take, make_project):
    project = make_project()
    project.assets.create(kind="pipe", source_attributes={"项目编号": "甲-1", "备注": "急"})
    _, path = take("管段.gpkg")
    row = read_layer(path).iloc[0]
    assert (row["项目编号"], row["源_项目编号"], row["备注"]) == (project.number, "甲-1", "急")


def test_the_query_chooses_as_on_the_map(take, make_project):
    make_project().assets.create(kind="pipe", number="1", medium="gas")
    make_project(sector="A03").assets.create(kind="pipe", number="2", medium="water")
    code, path = take("供水.gpkg", "--query", "sector=A03&medium=water&medium=sewage")
    assert (code, read_layer(path)["编号"].tolist()) == (0, ["2"])


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("a.gpkg", ("--query", "sector=Z99"), 1),
        ("a.gpkg", ("--query", "colour=red"), 1),
        ("a.gpkg", ("--query", "sector=A01"), 1),  # nothing there
        ("a.docx", (), 2),
        ("a.gpkg", ("--format", "shp"), 2),
        ("a.gpkg", ("--crs", "EPSG:1"), 2),
        ("a.shp", ("--encoding", "latin-1"), 2),
        ("没有/a.gpkg", (), 2),
    ],
)
def test_what_cannot_be_exported_leaves_no_file(take, pipes, name, options, expected):
    code, path = take(name, *options)
    assert code == expected
    assert not path.exists()


def test_what_is_no_pipe_is_styled_by_the_stage_of_its_project(take, make_project):
    make_project().assets.create(kind="elevator", number="1", location=Point(101.6, 26.6))
    _, path = take("电梯.gpkg")
    with closing(sqlite3.connect(path)) as database:
        ((style,),) = database.execute("SELECT styleQML FROM layer_styles").fetchall()
    renderer = ElementTree.fromstring(style).find("renderer-v2")
    assert renderer.get("attr") == "阶段"
    values = [category.get("value") for category in renderer.iter("category")]
    assert values == [label for _, label in Stage.choices]
    assert {symbol.get("type") for symbol in renderer.iter("symbol")} == {"marker"}


@pytest.mark.parametrize(
    ("organisation", "role", "numbers"),
    [
        ("xiqu", "analyst", ["西"]),
        ("dongqu", "analyst", ["东"]),
        ("urban-management", "analyst", ["东", "西"]),
        ("housing", "analyst", ["东", "西"]),  # co-operates in gas: takes out what it sees
        ("housing", "reviewer", []),  # looks, and works on its own sectors
        ("taskforce", "leader", []),
        ("xiqu", "auditor", []),
    ],
)
def test_people_take_out_what_their_organisation_answers_for(
    take, make_project, make_person, organisation, role, numbers
):
    for district, number in (("510402", "东"), ("510403", "西")):
        make_project(district=district).assets.create(kind="pipe", number=number)
    camera = make_project(sector="A11", district="510403")
    camera.assets.create(kind="camera", number="密")
    person = make_person(organisation, role)
    code, path = take("管段.geojson", "--user", person.username)
    assert code == (0 if numbers else 1)
    assert path.exists() == bool(numbers)
    if numbers:
        assert read_layer(path)["编号"].tolist() == numbers


def test_the_number_of_queries_does_not_grow_with_the_rows(
    take, bring, make_file, django_assert_max_num_queries
):
    path = make_file(编号=[f"G{n}" for n in range(300)])
    bring(path, "--kind", "pipe", "--set", "medium=gas", "--new-project", "更新")
    with django_assert_max_num_queries(10):
        code, _ = take("管段.gpkg")
    assert code == 0


def test_layers_of_a_drawing_wear_the_colours_of_their_sectors(take, make_project):
    shape = LineString((101.6, 26.6), (101.61, 26.6))
    project = make_project(sector="A06")
    project.assets.create(kind="pipe", location=shape)
    _, path = take("燃气.dxf")
    layer = ezdxf.readfile(path).layers.get(project.sector.name)
    assert "#{:02x}{:02x}{:02x}".format(*layer.rgb) == project.sector.color


@pytest.mark.parametrize(
    ("options", "system"),
    [
        ((), "CGCS2000 经纬度（EPSG:4490）"),
        (("--crs", "EPSG:4522"), "CGCS2000 三度带 34 带（EPSG:4522，横坐标前有带号）"),
    ],
)
def test_a_file_says_its_question_day_and_system(take, make_project, options, system):
    shape = LineString((101.6, 26.6), (101.61, 26.6))
    make_project().assets.create(kind="pipe", medium="gas", location=shape)
    _, path = take("管段.gpkg", *options, "--query", "medium=gas")
    with closing(sqlite3.connect(path)) as database:
        ((told,),) = database.execute("SELECT description FROM gpkg_contents LIMIT 1").fetchall()
    day = timezone.localdate()
    assert told.splitlines() == [
        "攀枝花市设备更新项目储备库 设备设施清单",
        "查询条件：管线介质：燃气",
        f"导出日期：{day}　共 1 项　密级：未标注 1　坐标系：{system}",
    ]


@pytest.mark.parametrize(
    ("organisation", "told"),
    [
        ("xiqu", "西区人民政府可见范围，不含限制查看的领域"),
        (
            "housing",
            "市住房城乡建设局可见范围，只含牵头和配合的领域，不含限制查看的领域"
            "　另有 1 项导出人无权导出",
        ),
    ],
)
def test_a_file_says_that_it_is_not_all_there_is(
    take, make_project, make_person, organisation, told
):
    for sector, district in (("A06", "510402"), ("A09", "510403")):
        make_project(sector=sector, district=district).assets.create(kind="other")
    person = make_person(organisation, "reviewer")
    _, path = take("设备.geojson", "--user", person.username)
    asked = json.loads(path.read_bytes())["description"].splitlines()[1]
    assert asked == f"查询条件：全部项目　{told}"


def test_a_workbook_s_sheet_is_called_in_chinese(take, make_project):
    make_project().assets.create(kind="pipe")
    _, path = take("管段.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == ["设备设施"]
