"""What our own workbook states beside the shape: edited and not taken, it is told."""

import openpyxl
import pytest
from django.contrib.gis.geos import GEOSGeometry

from registry.exchange.outcome import ImportOutcome

CRS = ("--crs", "EPSG:4490")


@pytest.fixture
def lifts(make_project):
    """Three lifts, the last of them not on the map yet."""
    project = make_project(sector="B01")
    for n in range(1, 4):
        place = GEOSGeometry(f"SRID=4490;POINT (101.6{n}123456789 26.6)") if n < 3 else None
        project.assets.create(
            kind="elevator",
            number=f"D{n}",
            name=f"{n} 号梯",
            location=place,
        )
    return project


@pytest.fixture
def main_pipe(make_project):
    project = make_project()
    shape = GEOSGeometry("SRID=4490;LINESTRING (101.6 26.6, 101.6012345678 26.601)")
    project.assets.create(kind="pipe", number="G1", medium="gas", location=shape)
    return project


def edit(path, **cells):
    """Change cells of a sheet by column; `cells` give the values of its first rows."""
    book = openpyxl.load_workbook(path)
    header = next(row for row in book.active.iter_rows() if row[-1].value == "纬度")
    for name, values in cells.items():
        spot = max(cell.column for cell in header if cell.value == name)
        for row, value in enumerate(values, start=header[0].row + 1):
            if value is not ...:
                book.active.cell(row, spot).value = value
    book.save(path)
    return header[0].row + 1


@pytest.fixture
def renew(bring):
    def run(path, project, *options):
        return bring(path, "--project", project.number, "--mode", "update", *options)

    return run


def told(report, *codes):
    found = [w for w in report["warnings"] if w["code"].startswith("place_")]
    return [(w["row"], w["code"]) for w in found]


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4543", "EPSG:3857"])
@pytest.mark.parametrize("kind", ["points", "lines"])
def test_an_untouched_workbook_says_nothing_of_its_places(take, renew, lifts, main_pipe, kind, crs):
    project = lifts if kind == "points" else main_pipe
    _, path = take("导出.xlsx", "--crs", crs, "--query", f"q={project.number}")
    code, report = renew(path, project, "--crs", crs)
    assert (code, report["rows_changed"], told(report)) == (0, 0, []), report


@pytest.mark.parametrize("crs", ["EPSG:4543", "EPSG:4522", "EPSG:3857", "EPSG:4326"])
def test_a_workbook_says_its_system_itself(take, renew, main_pipe, crs):
    _, path = take("导出.xlsx", "--crs", crs, "--query", f"q={main_pipe.number}")
    code, report = renew(path, main_pipe)
    assert (code, report["rows_changed"], told(report)) == (0, 0, []), report
    assert report["crs"] == crs


def test_an_edited_longitude_is_told_with_its_row_and_with_what_to_choose(take, renew, lifts):
    _, path = take("导出.xlsx")
    first = edit(path, 经度=[..., 101.6213])
    code, report = renew(path, lifts, *CRS)
    assert (code, told(report)) == (1, [(0, "place_by_columns"), (first + 1, "place_differs")])
    words = {w["code"]: w["message"] for w in report["warnings"]}
    assert "相距约 6.5 米：图形按 WKT" in words["place_differs"]
    assert """--table '{"x": "经度", "y": "纬度"}' --crs EPSG:4490""" in words["place_by_columns"]
    code, report = renew(path, lifts, *CRS, "--accept-warnings")
    assert (code, report["rows_changed"]) == (0, 0)
    chosen = ("--table", '{"x": "经度", "y": "纬度"}')
    code, report = renew(path, lifts, *CRS, *chosen)
    assert (code, report["rows_changed"], told(report)) == (0, 1, []), report
    assert lifts.assets.get(number="D2").location.x == pytest.approx(101.6213)


def test_a_place_stated_for_what_has_no_wkt_is_told(take, renew, lifts):
    _, path = take("导出.xlsx")
    first = edit(path, WKT=[None, ..., ...], 经度=[..., ..., 101.63], 纬度=[..., ..., 26.6])
    code, report = renew(path, lifts, *CRS)
    # What the first row states is where it lies already.
    assert (code, told(report)) == (1, [(0, "place_by_columns"), (first + 2, "place_not_taken")])


def test_a_stated_place_of_a_line_can_only_be_changed_in_its_wkt(take, renew, main_pipe):
    _, path = take("导出.xlsx")
    first = edit(path, 纬度=[26.7])
    code, report = renew(path, main_pipe, *CRS)
    assert (code, told(report)) == (1, [(0, "place_by_wkt"), (first, "place_differs")])


@pytest.mark.parametrize("name", ["导出.csv", "导出.xlsx"])
def test_a_source_file_s_own_columns_of_that_name_state_nothing(take, renew, lifts, name):
    lifts.assets.update(source_attributes={"经度": 1.5, "纬度": 2.5})
    _, path = take(name)
    code, report = renew(path, lifts, *CRS)
    assert (code, told(report)) == (0, []), report


def test_a_column_of_a_longer_name_states_no_place(take, renew, lifts):
    lifts.assets.update(source_attributes={"经度_备注": 100, "纬度_备注": 20})
    _, path = take("导出.csv")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    head = next(n for n, line in enumerate(lines) if "经度" in line)
    lines[head] = lines[head].replace(",经度,纬度", ",东,北", 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    _, report = renew(path, lifts, *CRS)
    assert told(report) == [], report


def test_questions_are_read_where_nothing_is_to_be_written(take, renew, lifts):
    _, path = take("导出.xlsx")
    edit(path, 经度=[101.7])
    _, report = renew(path, lifts, *CRS)
    outcome = ImportOutcome(report, {})
    assert outcome.obstacle == "没有要新增或改动的行，不需要写入。"
    assert "place_differs" in [group.code for group in outcome.notes]
