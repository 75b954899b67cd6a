"""Files to trace from that are odd, too big or hostile: told in words, and nothing stays."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

LINE = {"type": "LineString", "coordinates": [[101.7, 26.5], [101.71, 26.51]]}


def collection(*geometries):
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def file(name="a.geojson", content=None):
    return SimpleUploadedFile(name, collection(LINE) if content is None else content)


@pytest.fixture
def trace(desk):
    def send(*files, **facts):
        return desk.post("/api/overlays", {"files": list(files), **facts})

    return send


@pytest.fixture
def nothing_left(tmp_path, monkeypatch):
    """The folder in which files are laid down, to be looked into afterwards."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


pytestmark = pytest.mark.usefixtures("nothing_left")


def test_a_long_name_is_only_a_name(trace):
    answer = trace(file("图" * 200 + ".geojson"))
    assert answer.status_code == 200, answer.content
    assert answer.json()["name"].endswith(".geojson")


@pytest.mark.parametrize(
    ("files", "facts"),
    [
        ([file("a.geojson"), file("a.geojson")], {}),
        ([file("a.geojson"), file("b.kml")], {}),
        ([file()], {"crs": "EPSG:999999"}),
        ([file()], {"crs": "\0"}),
        ([file()], {"crs": "x" * 5000}),
        ([file(content=b"\xff\xfe\x00")], {}),
        ([file("a.zip", b"PK\x03\x04nonsense")], {}),
        ([file("a.shp", b"\x00\x00\x27\x0a")], {}),
        ([file("a")], {}),
        ([file("a.dwg", b"AC1027")], {}),
        ([file("\0.geojson")], {}),
        ([file(f"a.{k}") for k in range(30)], {}),
        ([file("a.csv", "编号\n1\n".encode())], {"encoding": "klingon"}),
    ],
)
def test_what_cannot_be_traced_is_told_in_words(trace, files, facts):
    answer = trace(*files, **facts)
    assert answer.status_code in (400, 422), (answer.status_code, answer.content[:300])
    assert answer.json()["error"]


def test_no_file_is_told_in_words(desk):
    answer = desk.post("/api/overlays", {})
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]


def test_gcj02_is_read_as_told(trace):
    answer = trace(file(), crs="gcj02")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert (body["crs"], body["how"]) == ("gcj02", "given")
    first = body["features"]["features"][0]["geometry"]["coordinates"][0]
    assert first != [101.7, 26.5]
    assert first == pytest.approx([101.7, 26.5], abs=0.01)


def test_a_file_beyond_the_bound_is_refused(trace, settings, monkeypatch):
    monkeypatch.setattr("registry.drawing.limits.TRACED_BYTES", 100)
    answer = trace(file())
    assert (answer.status_code, "最大" in answer.json()["error"]) == (413, True)
    settings.UPLOAD_LIMIT_BYTES = 50
    assert "上限" in trace(file()).json()["error"]


def test_vertices_beyond_the_bound_are_left_out_and_counted(trace, monkeypatch):
    monkeypatch.setattr("registry.drawing.limits.TRACED_VERTICES", 3)
    body = trace(file(content=collection(LINE, LINE))).json()
    assert (len(body["features"]["features"]), body["left_out"]) == (1, 1)


def test_one_shape_beyond_the_bound_does_not_hide_those_after_it(trace, monkeypatch):
    monkeypatch.setattr("registry.drawing.limits.TRACED_VERTICES", 5)
    long = {"type": "LineString", "coordinates": [[101.7 + n / 1000, 26.5] for n in range(9)]}
    body = trace(file(content=collection(LINE, long, LINE))).json()
    assert (len(body["features"]["features"]), body["left_out"]) == (2, 1)


@pytest.mark.parametrize("name", ["staged", "staged.geojson", "upload", "CON.geojson"])
def test_no_name_gets_in_the_readers_way(trace, name):
    answer = trace(file(name))
    assert answer.status_code in (200, 422), answer.content
    assert answer.status_code == 200 or "error" in answer.json()


@pytest.mark.parametrize("how", ["GET", "PUT"])
def test_another_method_is_refused_in_json(desk, how):
    answer = desk.generic(how, "/api/overlays")
    assert answer.status_code == 405


def test_the_description_is_for_those_who_are_signed_in(desk, client):
    assert desk.get("/api/openapi.json").status_code == 200
    assert client.get("/api/openapi.json").status_code == 401
    assert desk.get("/api/docs").status_code == 404
