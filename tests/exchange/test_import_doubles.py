"""The same thing brought twice: what is asked, what is left out, and that nothing is lost by it."""

import tracemalloc
from types import SimpleNamespace

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from registry.exchange import duplicates, registered
from registry.exchange.report import Report
from registry.models import Asset, ImportBatch, Project

HERE = shapely.LineString([(101.6, 26.6), (101.61, 26.6)])
THERE = shapely.LineString([(101.6, 26.7), (101.61, 26.7)])
APART = shapely.LineString([(101.6, 26.65), (101.61, 26.65)])
WATER = ("--kind", "pipe", "--set", "medium=water")
DEVICE = ("--kind", "device", "--project")
LEAVE_OUT = ("--skip-duplicates", "--good-rows-only")


def codes(report, name="warnings"):
    return [(entry["row"], entry["code"]) for entry in report[name]]


@pytest.fixture
def project(make_project):
    return make_project(sector="A03")


@pytest.fixture
def bring_in(bring, project):
    """`bring_in(path, …)`: water pipes into the project."""
    return lambda path, *options: bring(path, *WATER, "--project", project.number, *options)


def numbers(project):
    return sorted(project.assets.values_list("number", flat=True))


def test_the_same_file_again_into_the_same_project_is_asked_about(
    bring, make_file, make_project, project
):
    """Even where nothing else could tell: no number, no shape."""
    path = make_file(名称=["泵"], shapes=[None])
    assert bring(path, *DEVICE, project.number)[0] == 0
    code, report = bring(path, *DEVICE, project.number)
    assert (code, codes(report)) == (1, [(0, "written_before")])
    assert bring(path, *DEVICE, make_project(sector="A03").number)[0] == 0


def test_it_is_asked_even_where_a_later_file_has_updated_the_rows(bring, make_file, project):
    path = make_file("泵.gpkg", 名称=["泵"], shapes=[None])
    assert bring(path, *DEVICE, project.number)[0] == 0
    asset = Asset.objects.get()
    again = {"资产标识": [str(asset.client_id)], "版本": [asset.version], "名称": ["泵甲"]}
    update = make_file("改.gpkg", shapes=[None], **again)
    code, report = bring(update, *DEVICE, project.number, "--mode", "update")
    assert (code, report["rows_changed"]) == (0, 1), report
    code, report = bring(path, *DEVICE, project.number)
    assert (code, codes(report)) == (1, [(0, "written_before")])


def test_another_layer_of_the_same_file_is_another_matter(bring, make_file, project):
    path = make_file("普查.gpkg", 名称=["泵"], shapes=[None])
    frame = pyogrio.read_dataframe(path).assign(名称="阀")
    pyogrio.write_dataframe(frame, path, layer="其他", append=True)
    layers = pyogrio.list_layers(path)[:, 0]
    for layer in layers:
        code, report = bring(path, *DEVICE, project.number, "--layer", layer)
        assert (code, report["warnings"]) == (0, []), report
    assert bring(path, *DEVICE, project.number, "--layer", layers[1])[0] == 1


def test_nobody_learns_what_others_have_imported(bring, make_file, make_person):
    path = make_file(编号=["1"])
    new = (*WATER, "--new-project", "供水更新")
    assert bring(path, *new, "--sector", "A03", "--district", "510402")[0] == 0
    neighbour = make_person("xiqu")
    assert not Project.objects.visible_to(neighbour).exists()
    asked = (*new, "--sector", "A03", "--district", "510403", "--user", neighbour.username)
    code, report = bring(path, *asked)
    assert (code, report["warnings"]) == (0, [])


def test_doubles_that_are_left_out_have_no_other_faults(bring_in, make_file, project):
    """A file that has grown since: what is registered is left out, its numbers with it."""
    assert bring_in(make_file(编号=["R1", "R2"]))[0] == 0
    grown = make_file("累积.gpkg", 编号=["R1", "R2", "R3"])
    code, report = bring_in(grown)
    assert (code, report["counts"]["number_taken"]) == (1, 2)
    code, report = bring_in(grown, "--skip-duplicates")
    assert (code, report["errors"]) == (0, []), report
    assert (report["rows_new"], report["rows_skipped"]) == (1, 2)
    assert numbers(project) == ["R1", "R2", "R3"]


def test_cameras_that_are_left_out_may_lie_in_another_project(bring, make_file, make_project):
    path = make_file("c.gpkg", 编号=["C1", "C2"], shapes=[shapely.Point(101.6, 26.6)] * 2)
    asked = ("--kind", "camera", "--skip-duplicates", "--project")
    assert bring(path, *asked, make_project(sector="A11").number)[0] == 0
    code, report = bring(path, *asked, make_project(sector="A03").number)
    assert (code, report["errors"], report["rows_skipped"]) == (1, [], 2)


def test_the_first_that_can_be_written_stands_for_its_doubles(bring_in, make_file, project):
    path = make_file(编号=["R1", "R2"], 材质=["木", "PE"], shapes=[HERE, HERE])
    code, report = bring_in(path, *LEAVE_OUT)
    assert (code, report["rows_refused"], report["rows_skipped"]) == (0, 1, 0), report
    assert numbers(project) == ["R2"]


@pytest.mark.parametrize(
    ("names", "shapes"),
    [(["R1", "R2"], [THERE, THERE]), (["R3", "R2", "R3"], [THERE, THERE, APART])],
    ids=["its number is taken", "its number stands twice"],
)
def test_the_double_of_a_row_that_is_refused_comes_back_with_it(
    bring_in, make_file, project, tmp_path, names, shapes
):
    assert bring_in(make_file(编号=["R1"], shapes=[HERE]))[0] == 0
    rejects = tmp_path / "退回.gpkg"
    path = make_file("又.gpkg", 编号=names, shapes=shapes)
    code, report = bring_in(path, *LEAVE_OUT, "--rejects", rejects)
    assert (2, "double_of_refused") in codes(report, "errors")
    assert (code, report["rows_skipped"], report["rows_refused"]) == (1, 0, len(names))
    assert list(pyogrio.read_dataframe(rejects)["编号"]) == names
    assert numbers(project) == ["R1"]


def test_where_all_is_left_out_nothing_is_written(bring, make_file):
    new = (*WATER, "--sector", "A03", "--new-project")
    assert bring(make_file(编号=["R1"], shapes=[HERE]), *new, "一个")[0] == 0
    again = make_file("再.gpkg", 编号=["R9"], shapes=[HERE])
    code, report = bring(again, *new, "又一个", "--skip-duplicates")
    assert (code, report["rows_ready"], report["rows_skipped"]) == (1, 0, 1)
    assert (Project.objects.count(), ImportBatch.objects.count()) == (1, 1)


@pytest.fixture(scope="session")
def surveyed():
    """Pipes of some vertices each, as a degree with eight decimals tells them."""
    random = np.random.default_rng(8)
    starts = random.uniform((101.6, 26.5), (101.7, 26.6), (100, 1, 2))
    steps = random.uniform(-3e-4, 3e-4, (100, 4, 2)).cumsum(axis=1)
    return shapely.linestrings(np.round(np.concatenate([starts, starts + steps], axis=1), 8))


def rounded(shapes, metres, crs=4543):
    """As a drawing in metres keeps them."""
    drawn = geopandas.GeoSeries(shapes, crs=4490).to_crs(crs)
    return shapely.transform(drawn.to_numpy(), lambda points: np.round(points / metres) * metres)


def write(path, shapes, crs=4543, **columns):
    geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


@pytest.mark.parametrize("looked_up", [0, registered.LOOKED_UP], ids=["all", "one by one"])
@pytest.mark.parametrize("metres", [0.001, 0.01])
def test_all_are_registered_already_though_a_drawing_rounded_them(
    bring_in, make_file, tmp_path, surveyed, monkeypatch, looked_up, metres
):
    monkeypatch.setattr(registered, "LOOKED_UP", looked_up)
    monkeypatch.setattr(duplicates, "COMPARED", 7)
    names = [f"R{n}" for n in range(len(surveyed))]
    assert bring_in(make_file(编号=names, shapes=list(surveyed)), "--accept-warnings")[0] == 0
    back = shapely.reverse(rounded(surveyed, metres))
    again = write(tmp_path / "改.gpkg", back, 编号=[f"N{name}" for name in names])
    code, report = bring_in(again)
    assert (code, report["counts"]["duplicate_registered"]) == (1, len(surveyed)), report["counts"]
    moved = shapely.transform(rounded(surveyed, metres), lambda points: np.add(points, (0, 0.03)))
    code, report = bring_in(write(tmp_path / "移.gpkg", moved, 编号=[f"M{n}" for n in names]))
    assert "duplicate_registered" not in report["counts"], report["counts"]


def test_and_those_in_one_file_of_which_the_first_stays(bring_in, tmp_path, surveyed, project):
    shapes = [*rounded(surveyed, 0.001), *rounded(surveyed, 0.01), *rounded(surveyed, 0.001)]
    names = [f"R{n}" for n in range(len(shapes))]
    code, report = bring_in(
        write(tmp_path / "两遍.gpkg", shapes, 编号=names), "--skip-duplicates", "--accept-warnings"
    )
    assert (code, report["rows_skipped"]) == (0, 2 * len(surveyed)), report["counts"]
    assert set(numbers(project)) == set(names[: len(surveyed)])


def test_two_kinds_at_one_place_are_no_doubles(bring, tmp_path, project):
    """Whose names end alike."""
    shapes = [shapely.Point(101.6, 26.6)] * 2
    columns = {"设施类别": ["泵站、二次供水", "燃气场站"], "名称": ["甲", "乙"]}
    path = write(tmp_path / "站.gpkg", shapes, 4490, **columns)
    _, report = bring(path, "--project", project.number)
    assert (report["rows_new"], report["counts"]) == (2, {}), report


def crossing(count):
    """Lines of one and the same box, each with a corner of its own."""
    low, high = (101.6, 26.6), (101.61, 26.61)
    corners = np.random.default_rng(3).uniform((101.601, 26.601), (101.609, 26.609), (count, 2))
    return shapely.linestrings([[low, tuple(corner), high] for corner in np.round(corners, 8)])


class Shapes:
    """Rows of shapes as `Ready` gives them, counting from 1."""

    def __init__(self, shapes):
        self.wkb = dict(enumerate(shapely.to_wkb(shapes).tolist(), start=1))

    def shapes(self, rows):
        return {row: self.wkb[row] for row in np.unique(rows).tolist()}


def test_very_many_lines_of_one_box_are_not_all_paired(monkeypatch):
    """8,000 of them would make 32 million pairs, in more than a gigabyte."""
    monkeypatch.setattr(duplicates, "COMPARED", 10_000)
    lines = crossing(8_000)
    noise = np.array([(0, 0), (4e-8, 0), (0, 0)])
    shapes = [*lines, shapely.transform(lines[0], lambda points: points + noise)]
    rows, report = np.arange(1, len(shapes) + 1), Report()
    marks = np.zeros(len(shapes), np.int64)
    # Each has a key of its own.
    lot = duplicates.Lot(rows, marks, rows, shapely.bounds(shapes))
    doubles = duplicates.Doubles(SimpleNamespace(skip_duplicates=False), report)
    ready = Shapes(shapes)
    tracemalloc.start()
    duplicates.nearly_among_themselves(lot, ready, doubles)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(w.row, w.code) for w in report.warnings] == [(8_001, "duplicate_in_file")]
    assert lot.crowded == len(shapes)
    assert peak < 200 * 2**20


def test_it_is_told_that_not_all_of_one_box_were_compared(bring_in, tmp_path, monkeypatch):
    monkeypatch.setattr(duplicates, "CROWD", 5)
    path = write(tmp_path / "交叉.gpkg", crossing(8), 4490, 编号=[f"R{n}" for n in range(8)])
    for count in (0, 8):
        _, report = bring_in(path, "--accept-warnings")
        [told] = [each for each in report["warnings"] if each["code"] == "boxes_crowded"]
        assert told["message"].startswith(f"有 {8 + count} 个图形，范围与很多（5 个以上）")
        Asset.objects.update(number="")


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_all_that_is_registered_is_gone_through(bring_in, tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(registered, "LOOKED_UP", 0)
    monkeypatch.setattr(registered, "AT_ONCE", at_once)
    shapes = [shapely.LineString([(101.6 + n / 100, 26.6), (101.605, 26.61)]) for n in range(5)]
    path = write(tmp_path / "管段.gpkg", shapes, 4490, 编号=[f"R{n}" for n in range(5)])
    assert bring_in(path)[1]["counts"] == {}
    other = write(tmp_path / "又.gpkg", shapes[::-1], 4490, 编号=[f"N{n}" for n in range(5)])
    assert bring_in(other)[1]["counts"]["duplicate_registered"] == 5


def test_registered_ones_of_one_box_are_fetched_once(bring_in, tmp_path, project):
    shapes = crossing(6)
    path = write(tmp_path / "交叉.gpkg", shapes, 4490, 编号=[f"R{n}" for n in range(6)])
    assert bring_in(path)[0] == 0
    fetched = []
    true = duplicates.registered

    def counted(*asked):
        for found in true(*asked):
            fetched.extend(found["id"].tolist())
            yield found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "registered", counted)
        again = write(tmp_path / "又.gpkg", shapes, 4490, 编号=[f"N{n}" for n in range(6)])
        _, report = bring_in(again)
    assert report["counts"]["duplicate_registered"] == 6
    assert len(fetched) == 6
