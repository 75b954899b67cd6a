"""What is written is what is read, in every format, with both encodings."""

import datetime
from decimal import Decimal

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.readers import read
from gis.writers import write

TOLERANCE_DEG = 1e-9  # a tenth of a millimetre
FORMATS = [
    (".shp", "utf-8", "EPSG:4490"),
    (".shp", "gbk", "EPSG:4543"),
    (".zip", "gbk", "EPSG:4522"),
    (".gpkg", "utf-8", "EPSG:4490"),
    (".gpkg", "utf-8", "EPSG:3857"),
    (".geojson", "utf-8", "EPSG:4490"),
    (".geojson", "utf-8", "EPSG:4326"),
    (".geojsonl", "utf-8", "EPSG:4326"),
    (".fgb", "utf-8", "EPSG:4543"),
    (".parquet", "utf-8", "EPSG:4522"),
    (".kml", "utf-8", "EPSG:4326"),
]

# A centimetre apart at least, lest two vertices fall into one on the way.
places = st.tuples(
    st.floats(101.1, 102.2).map(lambda lon: round(lon, 7)),
    st.floats(26.1, 27.3).map(lambda lat: round(lat, 7)),
)
points = places.map(shapely.Point)
paths = st.lists(places, min_size=2, max_size=8, unique=True)
lines = paths.map(shapely.LineString) | st.lists(paths, min_size=2, max_size=3).map(
    shapely.MultiLineString
)
boxes = st.builds(
    lambda place, width, height: shapely.box(*place, place[0] + width, place[1] + height),
    places,
    st.floats(1e-4, 0.04),
    st.floats(1e-4, 0.04),
)
holed = boxes.map(lambda box: box.difference(shapely.affinity.scale(box, 0.3, 0.3)))
polygons = (
    boxes
    | holed
    | boxes.map(lambda box: shapely.MultiPolygon([box, shapely.affinity.translate(box, xoff=0.1)]))
)
# Characters of GBK: hanzi and ASCII.
characters = st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.characters(
    min_codepoint=0x4E00, max_codepoint=0x9FA5
)
# A .dbf cannot tell nothing from blanks.
texts = st.text(characters, min_size=1, max_size=60).map(str.strip).filter(bool) | st.none()
wholes = st.integers(-(10**9), 10**9) | st.none()
reals = st.decimals(0, 10**8, places=2).map(float) | st.none()
days = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)) | st.none()
truths = st.booleans() | st.none()


def frames(shapes):
    row = st.tuples(shapes, texts, wholes, reals, days, truths)
    return st.lists(row, min_size=1, max_size=5).map(
        lambda rows: geopandas.GeoDataFrame(
            {
                name: pd.Series([row[place] for row in rows], dtype=object)
                for place, name in enumerate(("名称", "口径mm", "长度m", "日期", "在用"), start=1)
            },
            geometry=[row[0] for row in rows],
            crs=4490,
        )
    )


def assert_same(written, source):
    assert source.rejects == []
    before, after = written.geometry.array, source.frame.geometry.array
    # The same points of the same lines; multi-part or not and the start of a ring do not matter.
    assert shapely.hausdorff_distance(before, after).max() < TOLERANCE_DEG
    assert shapely.length(before) == pytest.approx(shapely.length(after), rel=1e-6)
    assert shapely.area(before) == pytest.approx(shapely.area(after), rel=1e-6)
    for name in written.columns.drop("geometry"):
        assert source.frame.get(name, nothing(written)).tolist() == [
            None if value is None else pytest.approx(value) if type(value) is float else value
            for value in (as_held(value, source.driver) for value in written[name])
        ]


def nothing(written):
    """A column that KML has not a single value for is not there."""
    return pd.Series([None] * len(written), dtype=object)


def as_held(value, driver):
    """FlatGeobuf and KML know no days."""
    is_day = isinstance(value, datetime.date) and driver in ("FlatGeobuf", "KML")
    return value.isoformat() if is_day else value


@pytest.mark.parametrize(("suffix", "encoding", "crs"), FORMATS)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(frame=st.one_of(frames(points), frames(lines), frames(polygons)))
def test_shapes_and_values_survive(tmp_path, suffix, encoding, crs, frame):
    path = tmp_path / f"设备设施{suffix}"
    written = write(frame, path, crs=crs, encoding=encoding)
    assert (written.rows, written.truncated, written.replaced) == (len(frame), [], [])
    source = read(path)
    assert source.crs_text == crs
    # Where there is no text to look at, one encoding is as good as another.
    assert source.encoding in ("utf-8", {"gbk": "gb18030"}.get(encoding, encoding))
    assert_same(frame, source)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(frame=frames(points | lines | polygons | st.none()))
def test_formats_that_hold_any_shape_keep_all_rows_together(tmp_path, suffix, frame):
    path = tmp_path / f"设备设施{suffix}"
    assert write(frame, path).rows == len(frame)
    source = read(path)
    if suffix == ".gpkg":  # parted by shape: points, lines, polygons, and what has none
        dimension = shapely.get_dimensions(frame.geometry.array)
        if len(set(dimension) - {-1}) > 1:
            frame = frame.iloc[np.argsort(np.where(dimension < 0, 3, dimension), kind="stable")]
    present = ~shapely.is_missing(frame.geometry.array)
    assert (~shapely.is_missing(source.frame.geometry.array)).tolist() == present.tolist()
    assert shapely.equals(frame.geometry.array[present], source.frame.geometry.array[present]).all()
    assert source.frame["名称"].tolist() == frame["名称"].tolist()


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson"])
def test_money_moments_and_long_numbers_are_not_rounded(tmp_path, suffix):
    frame = geopandas.GeoDataFrame(
        {
            "投资": np.array([Decimal("1594.25"), None], dtype=object),
            "时间": np.array([datetime.datetime(2024, 5, 31, 8, 30), None], dtype=object),  # noqa: DTZ001
            "注册代码": np.array([51040220240000000001, None], dtype=object),
            "大数": np.array([1.5e18, None], dtype=object),
            "列表": np.array([["J1", "燃气"], None], dtype=object),
        },
        geometry=[shapely.Point(101.7, 26.5)] * 2,
        crs=4490,
    )
    path = tmp_path / f"a{suffix}"
    write(frame, path, encoding="utf-8")
    values = read(path).frame.drop(columns="geometry")
    first = values.loc[1].tolist()
    assert first[0] == 1594.25
    assert str(first[1]).replace("T", " ") == "2024-05-31 08:30:00"
    assert int(first[2]) == 51040220240000000001
    assert float(first[3]) == 1.5e18
    assert first[4] == '["J1", "燃气"]'
    assert values.loc[2].tolist() == [None] * 5


@pytest.mark.parametrize("numbers", [[1998, None], [7, None], [-12, None], [2.5, None], [99999, 1]])
def test_what_is_missing_among_numbers_is_no_number_that_was_too_long(tmp_path, numbers):
    """GDAL writes asterisks for it, as others do for what a column has no room for."""
    shapes = [shapely.Point(101.7, 26.5)] * 2
    frame = geopandas.GeoDataFrame({"数": numbers}, geometry=shapes, crs=4490)
    write(frame, tmp_path / "a.shp")
    assert read(tmp_path / "a.shp").warnings == []


@pytest.mark.parametrize("suffix", [".kml", ".geojson", ".gpkg", ".shp", ".parquet", ".fgb"])
def test_every_end_of_a_line_comes_back_as_it_was(tmp_path, suffix):
    text = "一\r\n二\r三\n四"
    shape = shapely.Point(101.7, 26.5)
    frame = geopandas.GeoDataFrame({"备注": [text]}, geometry=[shape], crs=4490)
    write(frame, tmp_path / f"a{suffix}")
    assert read(tmp_path / f"a{suffix}").frame["备注"].tolist() == [text]
