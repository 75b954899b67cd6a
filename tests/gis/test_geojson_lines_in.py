import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.errors import UnreadableFile
from gis.readers import read

POINT = {"type": "Point", "coordinates": [101.7185, 26.5823]}


def line(**properties):
    feature = {"type": "Feature", "geometry": POINT, "properties": properties}
    return json.dumps(feature, ensure_ascii=False)


@pytest.fixture
def make(tmp_path):
    def written(text, name="管线.geojsonl"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return written


def refusal(path):
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    return caught.value.code


@pytest.mark.parametrize("suffix", ["geojsonl", "geojsons", "ndjson", "json", "geojson"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_lines_are_read_whatever_the_suffix(make, suffix, end):
    source = read(make(end.join([line(n=1), line(材质="PE")]) + end, f"管线.{suffix}"))
    assert (source.driver, source.crs_text) == ("GeoJSONSeq", "EPSG:4326")
    assert source.frame["n"].tolist() == [1, None]
    assert source.frame["材质"].tolist() == [None, "PE"]


def test_record_separators_allow_records_of_several_lines(make):
    pretty = json.dumps(json.loads(line(n=2)), indent=1)
    source = read(make(f"\x1e{line(n=1)}\n\x1e{pretty}\n"))
    assert source.frame["n"].tolist() == [1, 2]
    assert source.frame.index.tolist() == [1, 2]


@pytest.mark.parametrize(
    "broken", ['{"type": "Feat', "[]", "7", '{"type": "Circle"}', "<html>", '{"a":' * 5000]
)
def test_broken_line_is_a_reject_of_that_row_and_the_others_are_read(make, broken):
    source = read(make("\n".join([line(n=1), broken, "", line(n=4)])))
    assert source.frame.index.tolist() == [1, 2, 4]
    assert [(remark.row, remark.code) for remark in source.rejects] == [(2, "bad_line")]
    assert source.frame["n"].tolist() == [1, None, 4]


def test_first_line_may_be_the_broken_one(make):
    source = read(make(f"{{broken\n{line(n=2)}\n{line(n=3)}"))
    assert [remark.row for remark in source.rejects] == [1]


def test_bare_shapes_are_rows(make):
    source = read(make(f"{json.dumps(POINT)}\n{json.dumps(POINT)}\n"))
    assert shapely.get_x(source.frame.geometry).tolist() == [101.7185] * 2


def test_document_is_a_document_whatever_the_suffix(make):
    collection = f'{{"type": "FeatureCollection", "features": [\n{line(n=1)}\n]}}'
    assert read(make(collection)).driver == "GeoJSON"
    split = f'{{"type": "Feature", "properties": {{}}, "geometry":\n{json.dumps(POINT)}\n}}'
    assert len(read(make(split)).frame) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'{{"type": "FeatureCollection", "features": [\n{line(n=1)}\n', "damaged"),
        ('{"a": 1}\n{"a": 2}\n', "damaged"),
        ("\x1e\x1e\x1e", "wrong_content"),
        ("经度,纬度\n1,2\n", "wrong_content"),
    ],
)
def test_other_or_broken_files_are_refused(make, text, code):
    assert refusal(make(text)) == code


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=2, max_size=6))
def test_any_text_comes_back_exactly(make, texts):
    source = read(make("\n".join(line(备注=text) for text in texts)), encoding="utf-8")
    assert source.frame["备注"].tolist() == texts
