"""Bringing registered assets again: changed, unchanged, new, or changed meanwhile."""

import pytest
import shapely
import shapely.affinity
from django.contrib.gis.geos import GEOSGeometry

from registry.models import Asset, AssetEvent, ImportBatch

FACTS = ("client_id", "version", "number", "medium", "year_laid", "declared_length_m", "attributes",
         "source_attributes", "batch_id", "location")  # fmt: skip


@pytest.fixture
def pipes(make_project):
    """Two registered gas pipes of 110.8 m."""
    project = make_project()
    for n in (1, 2):
        project.assets.create(
            kind="pipe",
            number=f"G{n}",
            medium="gas",
            year_laid=1998,
            declared_length_m="110.50",
            attributes={"material": "PE", "diameter_mm": 200},
            source_attributes={"片区": "江北"},
            location=GEOSGeometry(line(n).wkt, srid=4490),
        )
    return project


def line(n, shift=0):
    return shapely.LineString(
        [(101.6 + n / 1000 + shift, 26.6), (101.6 + n / 1000 + shift, 26.601)]
    )


def facts(project):
    return list(project.assets.order_by("id").values_list(*FACTS))


@pytest.fixture
def take_out(make_file, pipes):
    """The two as a file that knows them; columns given replace what they hold."""

    def take(name="导出.gpkg", shapes=None, **changed):
        assets = list(pipes.assets.order_by("id"))
        columns = {
            "资产标识": [str(a.client_id) for a in assets],
            "版本": [a.version for a in assets],
            "项目编号": [pipes.number] * 2,
            "编号": [a.number for a in assets],
            "介质": ["燃气"] * 2,
            "敷设年份": [1998] * 2,
            "计量长度（m）": [110.5] * 2,
            "材质": ["PE"] * 2,
            "管径 DN（mm）": [200] * 2,
            "图上长度（m）": [110.8] * 2,
        } | changed
        return make_file(name, shapes=shapes or [line(1), line(2)], **columns)

    return take


@pytest.fixture
def renew(bring, pipes):
    def run(path, *options):
        target = ("--kind", "pipe", "--project", pipes.number, "--mode", "update")
        return bring(path, *target, *options)

    return run


def test_what_has_not_changed_is_not_touched(renew, take_out, pipes):
    before = facts(pipes)
    code, report = renew(take_out())
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 2, 0)
    assert facts(pipes) == before
    assert not AssetEvent.objects.exists()


def test_only_what_differs_is_changed_and_the_rest_stays(renew, take_out, pipes):
    first, second = facts(pipes)
    code, report = renew(take_out(材质=["钢", "PE"], shapes=[line(1, 0.0001), line(2)]))
    assert (code, report["rows_changed"], report["rows_unchanged"]) == (0, 1, 1)
    asset = pipes.assets.get(number="G1")
    assert asset.attributes == {"material": "钢", "diameter_mm": 200}
    assert (asset.version, asset.client_id) == (2, first[0])
    assert asset.source_attributes == {"片区": "江北"}
    assert asset.location.coords[0][0] == pytest.approx(101.6011)
    assert facts(pipes)[1] == second
    assert AssetEvent.objects.get().pgh_context.metadata["batch"] == ImportBatch.objects.get().pk


def test_a_column_that_the_file_lacks_changes_nothing_and_an_empty_one_clears(
    renew, take_out, make_file, pipes
):
    ids = [str(a.client_id) for a in pipes.assets.order_by("id")]
    path = make_file(资产标识=ids, 版本=[1, 1], 材质=["PE", None], shapes=[line(1), line(2)])
    assert renew(path)[0] == 0
    assert [a.attributes for a in pipes.assets.order_by("id")] == [
        {"material": "PE", "diameter_mm": 200},
        {"diameter_mm": 200},
    ]


def test_a_row_changed_since_the_export_is_a_conflict_shown_side_by_side(renew, take_out, pipes):
    path = take_out(材质=["钢", "钢"])
    pipes.assets.filter(number="G1").update(year_laid=2001)
    before = facts(pipes)
    code, report = renew(path)
    assert code == 1
    assert [(e["row"], e["code"]) for e in report["errors"]] == [(1, "changed_since")]
    assert report["conflicts"] == [
        {
            "row": 1,
            "asset": pipes.assets.get(number="G1").pk,
            "name": "G1",
            "given": "1",
            "now": 2,
            "by": "系统",
            "at": report["conflicts"][0]["at"],
            "fields": [
                {
                    "name": "year_laid",
                    "label": "敷设年份",
                    "registered": "2001",
                    "file": "1998",
                    "exported": "1998",
                    "side": "registered",
                },
                {
                    "name": "material",
                    "label": "材质",
                    "registered": "PE",
                    "file": "钢",
                    "exported": "PE",
                    "side": "file",
                },
            ],
        }
    ]
    assert facts(pipes) == before
    code, report = renew(path, "--good-rows-only")
    assert (code, report["rows_changed"], report["rows_refused"]) == (0, 1, 1)
    assert [a.attributes["material"] for a in pipes.assets.order_by("id")] == ["PE", "钢"]


def test_what_only_the_register_has_changed_is_left_and_told(renew, take_out, pipes):
    path = take_out(材质=["PE", "钢"])
    pipes.assets.filter(number="G1").update(
        year_laid=2001,
        attributes={"material": "PE", "diameter_mm": 300},
        location=GEOSGeometry(line(1, 0.0002).wkt, srid=4490),
    )
    first, _ = facts(pipes)
    code, report = renew(path)
    assert (code, report["rows_changed"], report["rows_unchanged"]) == (0, 1, 1)
    assert report["counts"] == {"only_registered": 1}
    assert facts(pipes)[0] == first
    assert pipes.assets.get(number="G2").attributes["material"] == "钢"


def test_what_only_the_file_has_changed_is_taken_though_the_version_has_risen(
    renew, take_out, pipes
):
    """As after an undo: the register went on, and stands again where it stood at the export."""
    path = take_out(材质=["钢", "PE"])
    pipes.assets.filter(number="G1").update(year_laid=2001)
    pipes.assets.filter(number="G1").update(year_laid=1998)
    code, report = renew(path)
    assert (code, report["rows_changed"], report["conflicts"]) == (0, 1, [])
    assert report["counts"] == {"only_in_file": 1}
    assert pipes.assets.get(number="G1").attributes["material"] == "钢"


def test_several_changes_of_the_register_are_told_from_what_was_exported(renew, take_out, pipes):
    path = take_out()
    pipes.assets.filter(number="G1").update(year_laid=2001)
    pipes.assets.filter(number="G1").update(year_laid=1998)
    pipes.assets.filter(number="G1").update(medium="water")
    code, report = renew(path)
    assert (code, report["counts"]) == (0, {"only_registered": 1})
    assert pipes.assets.get(number="G1").medium == "water"


def test_a_version_that_no_history_knows_is_decided_for_the_whole_row(renew, take_out, pipes):
    path = take_out(版本=[7, 1])
    pipes.assets.filter(number="G1").update(year_laid=2001)
    code, report = renew(path)
    assert (code, [e["code"] for e in report["errors"]]) == (1, ["changed_since"])
    (field,) = report["conflicts"][0]["fields"]
    assert (field["exported"], field["side"]) == (None, "")


def test_what_will_change_is_told_before_it_is_written(renew, take_out, pipes):
    path = take_out(介质=["燃气", "供水"], 材质=["钢", "PE"], shapes=[line(1, 5e-5), line(2)])
    _, report = renew(path, "--dry-run")
    assert report["changes"] == {
        "listed": [
            {"row": 1, "name": "G1", "label": "材质", "registered": "PE", "file": "钢"},
            {
                "row": 1,
                "name": "G1",
                "label": "位置",
                "registered": "登记的位置",
                "file": "移动 5.0 米",
            },
            {"row": 2, "name": "G2", "label": "介质", "registered": "燃气", "file": "给水"},
        ],
        "fields": [["材质", 1], ["位置", 1], ["介质", 1]],
        "count": 3,
    }


def test_changes_are_listed_up_to_a_limit_and_counted_without_the_rows_refused(
    renew, take_out, pipes, monkeypatch
):
    monkeypatch.setattr("registry.exchange.changes.LISTED", 1)
    path = take_out(材质=["钢", "钢"], 敷设年份=[1999, 1999])
    pipes.assets.filter(number="G1").update(year_laid=2001)
    _, report = renew(path, "--dry-run")
    assert (report["changes"]["count"], report["rows_changed"]) == (2, 1)
    assert [each["row"] for each in report["changes"]["listed"]] == [2]


def test_a_null_shape_leaves_the_place_alone(renew, take_out, pipes):
    code, report = renew(take_out(shapes=[None, line(2)]))
    assert (code, report["rows_unchanged"], report["counts"]) == (0, 2, {"left_alone": 1})
    assert pipes.assets.mapped().count() == 2


def test_within_a_millimetre_is_the_same_place(renew, take_out, pipes):
    code, report = renew(take_out(shapes=[line(1, 5e-9), line(2, 2e-8)]))
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 1, 1)


def test_rows_that_nobody_knows_are_asked_about_and_then_added(renew, take_out, pipes):
    stranger = "00000000-0000-4000-8000-000000000000"
    own = str(pipes.assets.get(number="G1").client_id)
    path = take_out(资产标识=[own, stranger], 编号=["G1", "G9"])
    code, report = renew(path)
    assert (code, report["counts"]["key_unknown"]) == (1, 1)
    code, report = renew(path, "--accept-warnings")
    assert (code, report["rows_new"], pipes.assets.count()) == (0, 1, 3)
    assert str(pipes.assets.get(number="G9").client_id) == stranger


def test_what_is_not_in_the_file_is_told_and_stays(renew, take_out, make_file, pipes):
    take_all = take_out("全部.gpkg")
    pipes.assets.create(kind="pipe", number="G3", medium="gas")
    pipes.assets.create(kind="building", number="F1")
    one = pipes.assets.get(number="G1")
    only = {"资产标识": [str(one.client_id)], "版本": [1], "项目编号": [pipes.number]}
    code, report = renew(make_file(**only, 编号=["G1"], shapes=[line(1)]))
    (told,) = [w for w in report["warnings"] if w["code"] == "not_in_file"]
    assert "另有 2 项同类设施不在文件里（G2、G3）" in told["message"]
    assert (code, pipes.assets.count()) == (0, 4)
    pipes.assets.filter(number="G3").delete()
    assert "not_in_file" not in renew(take_all)[1]["counts"]


def test_nothing_is_told_of_projects_that_the_rows_do_not_go_into(
    renew, take_out, make_project, make_file, pipes
):
    other = make_project()
    numbers = ("甲", "乙")
    theirs = [other.assets.create(kind="pipe", medium="gas", number=n) for n in numbers]
    one = pipes.assets.get(number="G1")
    keys = [str(each.client_id) for each in (one, theirs[0])]
    _, report = renew(
        make_file(资产标识=keys, 版本=[1, 1], 编号=["G1", "甲"], shapes=[line(1), line(2)])
    )
    assert [e["code"] for e in report["errors"]] == ["asset_elsewhere"]
    (told,) = [w["message"] for w in report["warnings"] if w["code"] == "not_in_file"]
    assert "另有 1 项同类设施不在文件里（G2）" in told


def test_one_asset_twice_in_a_file_is_refused(renew, take_out, pipes):
    own = str(pipes.assets.get(number="G1").client_id)
    code, report = renew(take_out(资产标识=[own, own], 编号=["A", "B"]))
    both = [(1, "key_twice"), (2, "key_twice")]
    assert (code, [(e["row"], e["code"]) for e in report["errors"]]) == (1, both)
    before = facts(pipes)
    renew(take_out(资产标识=[own, own], 材质=["钢", "铜"]), "--good-rows-only")
    assert facts(pipes) == before


def test_one_asset_twice_is_so_however_its_identity_is_written(renew, take_out, pipes):
    own = str(pipes.assets.get(number="G1").client_id)
    before = facts(pipes)
    path = take_out(资产标识=[own, own.upper()], 编号=["A", "B"])
    _, report = renew(path, "--good-rows-only")
    assert {(e["row"], e["code"]) for e in report["errors"]} == {(1, "key_twice"), (2, "key_twice")}
    assert facts(pipes) == before


def test_an_unknown_identity_twice_is_refused_and_one_that_is_none_is_given_anew(
    renew, take_out, pipes
):
    stranger = "00000000-0000-4000-8000-000000000000"
    path = take_out(资产标识=[stranger] * 2, 编号=["A", "B"])
    code, report = renew(path, "--accept-warnings")
    assert (code, [e["code"] for e in report["errors"]]) == (1, ["key_twice"] * 2)
    path = take_out("无.gpkg", 资产标识=["G9-新", None], 编号=["G9", "G10"])
    code, report = renew(path, "--accept-warnings")
    assert (code, report["rows_new"]) == (0, 2)
    assert pipes.assets.get(number="G9").client_id != pipes.assets.get(number="G10").client_id


def test_an_export_of_ours_is_known_by_its_cut_name_too(renew, make_file, pipes):
    """As a shapefile in UTF-8 has it, with the column of a former file beside our own."""
    path = make_file(
        资产标=[str(a.client_id) for a in pipes.assets.order_by("id")],
        版本=[1, 1],
        敷设年=[1998, 1998],
        year_laid=[1950, 1950],
        管长=[9.0, 9.0],
        shapes=[line(1), line(2)],
    )
    code, report = renew(path)
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 2, 0)


def test_columns_of_a_former_file_are_no_fields_whatever_they_are_called(renew, take_out, pipes):
    """As 编号 beside number, of a file whose 编号 was chosen by hand."""
    strange = {
        "number": ["1", "2"],
        "Name": ["reli 0", "reli 1"],
        "year_laid": [1, 2],
        "GJ": [9, 9],
    }
    code, report = renew(take_out(**strange))
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, 2, 0)
    assert [a.number for a in pipes.assets.order_by("id")] == ["G1", "G2"]


def test_an_asset_of_another_project_is_not_reached(renew, take_out, make_project, pipes):
    foreign = make_project(district="510402").assets.create(kind="pipe", medium="gas")
    own = str(pipes.assets.get(number="G1").client_id)
    code, report = renew(take_out(资产标识=[own, str(foreign.client_id)], 编号=["G1", "X"]))
    assert (code, [(e["row"], e["code"]) for e in report["errors"]]) == (
        1,
        [(2, "asset_elsewhere")],
    )


def test_numbers_are_a_key_too(bring, make_file, pipes):
    path = make_file(编号=["G2", "G1"], 材质=["钢", "PE"], shapes=[line(2), line(1)])
    options = ("--kind", "pipe", "--project", pipes.number, "--mode", "update", "--key", "number")
    code, report = bring(path, *options)
    assert (code, [w["code"] for w in report["warnings"]]) == (1, ["version_missing"])
    code, _ = bring(path, *options, "--accept-warnings")
    assert (code, pipes.assets.get(number="G2").attributes["material"]) == (0, "钢")


@pytest.fixture
def numbered(pipes):
    """`numbered()`: the numbers of the two pipes, and of what was added to them."""
    return lambda: list(pipes.assets.order_by("id").values_list("number", flat=True))


@pytest.mark.parametrize("numbers", [["G2", "G1"], ["G2", "G3"], ["G2", None]])
def test_numbers_are_passed_on_within_a_file(renew, take_out, numbered, numbers):
    code, report = renew(take_out(编号=numbers))
    assert (code, report["errors"], report["rows_changed"]) == (0, [], 2)
    assert numbered() == [number or "" for number in numbers]


def test_a_number_is_passed_on_to_a_new_row(renew, make_file, pipes, numbered):
    keys = [str(asset.client_id) for asset in pipes.assets.order_by("id")]
    path = make_file(
        资产标识=[None, keys[1], keys[0]],
        版本=[None, 1, 1],
        编号=["G1", "G2", "G3"],
        shapes=[line(3), line(2), line(1)],
    )
    code, report = renew(path, "--accept-warnings")
    assert (code, report["errors"]) == (0, []), report
    assert numbered() == ["G3", "G2", "G1"]


def test_a_number_stays_taken_where_its_holder_keeps_it(renew, make_file, pipes, numbered):
    asset = pipes.assets.earliest("id")
    told = {"资产标识": [str(asset.client_id)], "版本": [1], "编号": ["G2"]}
    code, report = renew(make_file(**told, shapes=[line(1)]))
    assert (code, [entry["code"] for entry in report["errors"]]) == (1, ["number_taken"])
    assert numbered() == ["G1", "G2"]


@pytest.mark.parametrize("numbers", [["G2", "G3"], ["G2", "G1"]])
def test_a_number_stays_taken_where_the_row_that_gives_it_up_is_refused(
    renew, take_out, numbered, numbers
):
    path = take_out(编号=numbers, 材质=["PE", "木"])
    code, report = renew(path, "--good-rows-only")
    refused = {entry["row"] for entry in report["errors"]}
    assert (code, refused, report["rows_ready"]) == (1, {1, 2}, 0)
    assert numbered() == ["G1", "G2"]


def test_an_edit_between_check_and_writing_stops_the_whole_file(
    renew, take_out, pipes, monkeypatch
):
    from registry.exchange import importing

    def edited_first(*arguments, load=importing.load):
        Asset.objects.filter(number="G2").update(year_laid=2005)
        load(*arguments)

    path = take_out(材质=["钢", "钢"])
    monkeypatch.setattr(importing, "load", edited_first)
    code, report = renew(path)
    assert (code, report["errors"][-1]["code"]) == (1, "changed_meanwhile")
    assert set(pipes.assets.values_list("attributes__material", flat=True)) == {"PE"}
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("options", [("--new-project", "更新"), ()])
def test_an_update_needs_projects_and_a_key(bring, make_file, pipes, options):
    target = options or ("--project", pipes.number)
    code, report = bring(make_file(编号=["1"]), "--kind", "pipe", "--mode", "update", *target)
    expected = "mode_needs_project" if options else "key_needed"
    assert (code, report["errors"][0]["code"]) == (2, expected)


MARK = {"坐标系未转换": "EPSG:2379!unconverted"}


@pytest.mark.parametrize(
    ("moved", "is_kept"),
    [
        (shapely.affinity.translate(line(1), 0.0004, 0.0002), False),
        (shapely.LineString([(101.601, 26.6), (101.6012, 26.6011)]), True),
    ],
    ids=["placed anew", "one vertex moved"],
)
def test_an_unconverted_place_stays_marked_while_any_of_it_is_left(
    bring, take_out, pipes, moved, is_kept
):
    pipes.assets.filter(number="G1").update(source_attributes=MARK | {"片区": "江北"})
    path = take_out(shapes=[moved, line(2)])
    assert bring(path, "--kind", "pipe", "--project", pipes.number, "--mode", "update")[0] == 0
    asset = pipes.assets.get(number="G1")
    assert (asset.is_unconverted, asset.source_attributes["片区"]) == (is_kept, "江北")
