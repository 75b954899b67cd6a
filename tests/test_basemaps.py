"""Base maps: declared in words, fetched through the server, read from files, never in the way."""

import sqlite3
import threading
import tomllib
from io import BytesIO
from time import time

import pytest
from django.core.cache import caches
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from deploy.checks import basemaps_sound
from layers.basemaps import pictures
from layers.basemaps.declared import KNOWN, basemaps
from tests.listening import Answering, listening

pytestmark = pytest.mark.django_db

ABOUT = {"label": "影像", "attribution": "示例单位", "approval": "川S〔2026〕00001号"}
AT = "10/801/433"


def png(colour="#88aa66"):
    file = BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "basemaps": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "kept",
        },
    }
    yield
    caches["basemaps"].clear()


@pytest.fixture
def service(settings):
    """A map service next door: `asked` lists its requests, `answer` is (status, bytes); `said` is
    what it says instead, headers and all, before it hangs up.
    """

    class Handler(Answering):
        def do_GET(self):
            self.server.asked.append(self.path)
            if self.server.said is not None:
                self.wfile.write(self.server.said)
                return
            status, content = self.server.answer
            if status is None:
                self.server.woken.wait(5)
                return
            self.answer(content, status=status)

    with listening(Handler) as server:
        server.asked, server.answer, server.woken = [], (200, png()), threading.Event()
        server.said = None
        address = f"{server.address}/{{z}}/{{x}}/{{y}}?tk={{key}}"
        settings.BASEMAPS = {"img": {**ABOUT, "urls": [address], "key": "s3cret"}}
        yield server
        server.woken.set()


@pytest.fixture
def visitor(login, leader):
    return login(leader)


def test_without_a_declaration_there_is_none(visitor):
    assert visitor.get("/basemaps.json").json() == {"basemaps": []}
    assert visitor.get(f"/basemaps/img/0/{AT}").status_code == 404


def test_the_page_learns_the_credit_but_neither_key_nor_host(visitor, service):
    answer = visitor.get("/basemaps.json")
    (told,) = answer.json()["basemaps"]
    assert told["credit"] == "示例单位 审图号：川S〔2026〕00001号"
    assert "s3cret" not in answer.content.decode()
    assert "127.0.0.1" not in answer.content.decode()


def test_a_tile_is_fetched_once_with_the_key_and_kept(visitor, service):
    for _ in range(2):
        answer = visitor.get(f"/basemaps/img/0/{AT}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "private, max-age=86400"
    assert service.asked == [f"/{AT}?tk=s3cret"]


def test_a_service_that_fails_is_left_alone_for_a_while(visitor, service):
    service.answer = (500, b"")
    for _ in range(3):
        answer = visitor.get(f"/basemaps/img/0/{AT}")
        assert answer.status_code == 503
        assert answer["Cache-Control"] == "no-store"
        assert "没有响应" in answer.json()["error"]
    assert len(service.asked) == 1


def test_a_service_that_is_slow_is_not_waited_for(visitor, service, monkeypatch):
    monkeypatch.setattr(pictures, "TIMEOUT_S", 0.2)
    service.answer = (None, b"")
    assert visitor.get(f"/basemaps/img/0/{AT}").status_code == 503


@pytest.mark.parametrize("content", [b"<html>quota</html>", png() + b"0" * (2 * 2**20)])
def test_what_is_no_picture_is_not_passed_on(visitor, service, content):
    service.answer = (200, content)
    assert visitor.get(f"/basemaps/img/0/{AT}").status_code == 503


def test_where_a_service_has_nothing_the_paper_shows(visitor, service):
    service.answer = (404, b"")
    answer = visitor.get(f"/basemaps/img/0/{AT}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/gif")


@pytest.mark.parametrize("answer", [(404, b""), (204, b""), (200, b"")])
def test_that_there_is_nothing_is_believed_for_an_hour(visitor, service, monkeypatch, answer):
    service.answer = answer
    told = visitor.get(f"/basemaps/img/0/{AT}")
    assert (told["Content-Type"], told["Cache-Control"]) == ("image/gif", "private, max-age=3600")
    visitor.get(f"/basemaps/img/0/{AT}")
    assert len(service.asked) == 1
    service.answer = (200, png())
    later = time() + 3601
    monkeypatch.setattr("django.core.cache.backends.filebased.time.time", lambda: later)
    assert visitor.get(f"/basemaps/img/0/{AT}")["Content-Type"] == "image/png"


WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(png())
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        WHOLE + png()[:-20],
        WHOLE,
        CHUNKED + b"40\r\n" + png()[:50],
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200,
        b"",
    ],
    ids=["cut off", "no byte", "cut off in a chunk", "no status", "endless headers", "silent"],
)
def test_an_answer_that_breaks_off_is_not_kept_and_the_service_rests(visitor, service, said):
    service.said = said
    for _ in range(2):
        assert visitor.get(f"/basemaps/img/0/{AT}").status_code == 503
    assert len(service.asked) == 1
    service.said = None
    caches["basemaps"].delete("resting:img")
    assert visitor.get(f"/basemaps/img/0/{AT}")["Content-Type"] == "image/png"


@pytest.mark.parametrize("tile", ["img/1/1/0/0", "img/0/1/2/0", "img/0/99/0/0", "other/0/1/0/0"])
def test_a_tile_that_cannot_be_is_404(visitor, service, tile):
    assert visitor.get(f"/basemaps/{tile}").status_code == 404


def test_only_who_has_signed_in_gets_tiles(client, service):
    assert client.get(f"/basemaps/img/0/{AT}").status_code == 302
    assert service.asked == []


def test_mbtiles_are_read_from_the_south(visitor, settings, tmp_path):
    file = tmp_path / "photo.mbtiles"
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
        )
        row = (10, 801, 2**10 - 1 - 433, png("#ff0000"))
        database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
    database.close()
    settings.BASEMAPS = {"photo": {**ABOUT, "file": str(file)}}
    answer = visitor.get(f"/basemaps/photo/0/{AT}")
    assert Image.open(BytesIO(answer.content)).getpixel((0, 0)) == (255, 0, 0)
    assert visitor.get("/basemaps/photo/0/10/801/434")["Content-Type"] == "image/gif"


def test_pmtiles_are_read(visitor, settings, tmp_path):
    file = tmp_path / "photo.pmtiles"
    with file.open("wb") as opened:
        writer = Writer(opened)
        writer.write_tile(zxy_to_tileid(10, 801, 433), png("#00ff00"))
        header = {
            "tile_type": TileType.PNG,
            "tile_compression": Compression.NONE,
            **dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0),
            **dict.fromkeys(("center_zoom", "center_lon_e7", "center_lat_e7"), 0),
        }
        writer.finalize(header, {})
    settings.BASEMAPS = {"photo": {**ABOUT, "file": str(file)}}
    answer = visitor.get(f"/basemaps/photo/0/{AT}")
    assert Image.open(BytesIO(answer.content)).getpixel((0, 0)) == (0, 255, 0)
    assert visitor.get("/basemaps/photo/0/10/801/434")["Content-Type"] == "image/gif"


@pytest.mark.parametrize("name", ["gone.mbtiles", "gone.pmtiles", "bad.mbtiles", "bad.pmtiles"])
def test_a_file_that_is_gone_or_broken_is_down(visitor, settings, tmp_path, name):
    (tmp_path / "bad.mbtiles").write_bytes(b"nonsense" * 100)
    (tmp_path / "bad.pmtiles").write_bytes(b"nonsense" * 100)
    settings.BASEMAPS = {"photo": {**ABOUT, "file": str(tmp_path / name)}}
    assert visitor.get(f"/basemaps/photo/0/{AT}").status_code == 503


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"urls": ["ftp://a.b/{z}/{x}/{y}"]}, "https://"),
        ({"urls": ["https://a.b/{z}/{x}"]}, "{y}"),
        ({"urls": ["https://a.b/{z}/{x}/{y}?tk={key}"]}, "key 没有写"),
        ({"urls": []}, "一到 4 个地址"),
        ({}, "要么写 urls，要么写 file"),
        ({"file": "/a/b.zip"}, ".mbtiles"),
        ({"file": "/a/b.mbtiles", "approval": None}, "缺少 approval"),
        ({"file": "/a/b.mbtiles", "colour": 1}, "没有“colour”"),
        ({"file": 5}, "file 应为文字"),
        ({"urls": ["https://a.b/{z}/{x}/{y}", 5]}, "https://"),
        ({"urls": ["https://[x/{z}/{x}/{y}"]}, "https://"),
        ({"urls": ["https://a.b/{z}/{x}/{y}?tk={key}"], "key": 5}, "key 应为文字"),
        ({"file": "/a/b.mbtiles", "min_zoom": "8"}, "min_zoom 应为 0 到"),
        ({"file": "/a/b.mbtiles", "max_zoom": 11.0}, "max_zoom 应为 0 到"),
        ({"file": "/a/b.mbtiles", "max_zoom": True}, "max_zoom 应为 0 到"),
        ({"file": "/a/b.mbtiles", "max_zoom": 99}, "max_zoom 应为 0 到"),
        ({"file": "/a/b.mbtiles", "min_zoom": 17, "max_zoom": 3}, "（17）大于 max_zoom（3）"),
        ({"file": "/a/b.mbtiles", "min_zoom": 19}, "（19）大于 max_zoom（18）"),
    ],
)
def test_a_declaration_that_cannot_be_is_told_at_the_start(settings, changed, told):
    settings.BASEMAPS = {"img": {**ABOUT, **changed}}
    (error,) = basemaps_sound(None)
    assert error.id == "deploy.E010"
    assert told in error.msg


def test_a_setting_above_every_section_is_told_as_that(settings):
    settings.BASEMAPS = dict(ABOUT)
    (error,) = basemaps_sound(None)
    assert "“label”写在了段外" in error.msg


def test_a_missing_file_is_a_warning(settings):
    settings.BASEMAPS = {"img": {**ABOUT, "file": "/nowhere/a.mbtiles"}}
    assert [each.id for each in basemaps_sound(None)] == ["deploy.W010"]


def test_the_example_of_the_manual_can_be_declared(settings):
    manual = (settings.ROOT / "docs" / "底图.md").read_text(encoding="utf-8")
    example = tomllib.loads(manual.split("```toml")[1].split("```")[0])
    settings.BASEMAPS = example
    assert [each.label for each in basemaps().values()] == ["天地图 矢量", "本市影像"]
    assert [name for name in KNOWN if f"`{name}`" not in manual] == []
    assert f"存 {pictures.KEPT_S // 86_400} 天" in manual
