"""A city of other zones than Panzhihua's takes out its own, and has them back as they were."""

import geopandas
import pyproj
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry

from registry.models import Asset

#: Each a place, its zone without number, the same with its number before the easting, the number.
KASHGAR = ((75.99, 39.47), 4534, 4513, 25)
SHACHE = ((77.24, 38.42), 4535, 4514, 26)
HARBIN = ((126.53, 45.8), 4551, 4530, 42)
YILAN = ((129.57, 46.32), 4552, 4531, 43)
#: What of the formats in metres says its system itself.
SAYING = ("管段.shp", "管段.zip", "管段.gpkg", "管段.fgb", "管段.parquet", "管段.xlsx")


@pytest.fixture
def pipe_at(make_project):
    def make(lon, lat):
        shape = GEOSGeometry(f"SRID=4490;LINESTRING ({lon} {lat}, {lon + 0.01} {lat + 0.01})")
        return make_project().assets.create(kind="pipe", number="G1", medium="gas", location=shape)

    return make


@pytest.mark.parametrize("name", [*SAYING, "管段.dxf", "管段.csv"])
def test_what_goes_out_in_a_zone_comes_back_unchanged(take, bring, pipe_at, name):
    place, *codes, _ = HARBIN
    pipe = pipe_at(*place)
    update = ("--project", pipe.project.number, "--mode", "update", "--accept-warnings")
    for code in codes:
        crs = f"EPSG:{code}"
        done, path = take(name, "--crs", crs)
        assert done == 0
        told = () if name in SAYING else ("--crs", crs)
        done, report = bring(path, *update, *told)
        assert (done, report["rows_unchanged"], report["rows_changed"]) == (0, 1, 0), report
        assert report["crs"] == crs


@pytest.mark.parametrize(("place", "plain", "prefixed", "zone"), [KASHGAR, SHACHE, HARBIN, YILAN])
def test_a_shapefile_of_a_zone_is_read_by_others_and_brought_in_as_new(
    take, bring, pipe_at, make_project, place, plain, prefixed, zone
):
    pipe = pipe_at(*place)
    for code, offset in ((plain, 0), (prefixed, zone * 1_000_000)):
        _, path = take("管段.shp", "--crs", f"EPSG:{code}", "--query", f"q={pipe.project.number}")
        frame = geopandas.read_file(path)
        assert frame.crs.to_epsg() == code
        exact = pyproj.Transformer.from_crs(4490, plain, always_xy=True).transform(*place)
        east, north = frame.geometry[0].coords[0]
        assert (east - offset, north) == pytest.approx(exact, abs=0.001)
        other = make_project()
        done, report = bring(path, "--project", other.number, "--accept-warnings")
        assert (done, report["crs"]) == (0, f"EPSG:{code}"), report
        shape = shapely.from_wkb(bytes(Asset.objects.get(project=other).location.wkb))
        before = shapely.from_wkb(bytes(pipe.location.wkb))
        assert shapely.hausdorff_distance(shape, before) < 1e-8
