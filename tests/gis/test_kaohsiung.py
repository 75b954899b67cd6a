"""Real files of another city go in and come out the same."""

import geopandas
import pyproj
import pytest
import shapely

from gis.geometry import geodesic_length_m, problems
from gis.readers import read
from gis.writers import write


@pytest.fixture
def pipes(kaohsiung):
    return kaohsiung / "kh_ng_pipelines_twd97.shp"


def test_pipes_are_read_with_their_text_and_length(pipes):
    source = read(pipes)
    assert (source.crs_text, source.crs_from, source.encoding) == ("EPSG:3826", "prj", "utf-8")
    assert (len(source.frame), source.rejects, source.warnings) == (609, [], [])
    assert source.frame["NAME"].unique().tolist() == ["欣高"]
    raw = geopandas.read_file(pipes)
    to_lonlat = pyproj.Transformer.from_crs(3826, 4490, always_xy=True)
    geod = pyproj.Geod(ellps="GRS80")
    expected = sum(geod.line_length(*to_lonlat.transform(*line.xy)) for line in raw.geometry)
    assert geodesic_length_m(source.frame.geometry.array).sum() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("suffix", "encoding"),
    [(".shp", "utf-8"), (".shp", "gbk"), (".zip", "gbk"), (".gpkg", "utf-8")],
)
def test_pipes_go_out_in_their_own_system_within_a_millimetre(pipes, tmp_path, suffix, encoding):
    path = tmp_path / f"pipes{suffix}"
    write(read(pipes).frame, path, crs="EPSG:3826", encoding=encoding)
    if suffix == ".zip":
        before, after = geopandas.read_file(pipes), geopandas.read_file(f"zip://{path}")
    else:
        before, after = geopandas.read_file(pipes), geopandas.read_file(path)
    assert after.crs.to_epsg() == 3826
    assert after["NAME"].tolist() == before["NAME"].tolist()
    assert after["ID"].tolist() == before["ID"].tolist()
    assert shapely.hausdorff_distance(before.geometry.array, after.geometry.array).max() < 0.001


def test_villages_are_placed_though_their_system_is_in_no_register(kaohsiung):
    path = kaohsiung / "kh_pplines_aff_villages_twd97.shp"
    villages, named = read(path), read(path, crs="EPSG:3826")
    assert len(villages.frame) == 202
    assert (problems(villages.frame.geometry.array) == None).all()  # noqa: E711
    assert villages.frame["COUNTYNAME"].unique().tolist() == ["高雄市"]
    assert (
        shapely.hausdorff_distance(villages.frame.geometry.array, named.frame.geometry.array).max()
        < 1e-9
    )
