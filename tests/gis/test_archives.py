import stat
import zipfile

import pytest

from gis import archive
from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers import read

PARTS = (".shp", ".shx", ".dbf", ".prj")


@pytest.fixture
def pack(make_shapefile, tmp_path):
    """Pack one point layer under each of the given stems."""

    def packed(*stems, extra=None):
        shp = make_shapefile([["燃气".encode()]], stem="source")
        path = tmp_path / "上报.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for stem in stems:
                for suffix in PARTS:
                    out.write(shp.with_suffix(suffix), stem + suffix)
            for name, data in (extra or {}).items():
                out.writestr(name, data)
        return path

    return packed


def refusal(error, path, **options):
    with pytest.raises(error) as caught:
        read(path, **options)
    return caught.value.code, caught.value.params


def test_single_layer_is_found_in_any_folder(pack):
    source = read(pack("2026/西区/管线", extra={"说明.txt": "", "__MACOSX/._管线.shp": b"x"}))
    assert (source.layer, source.layers) == ("管线", ["管线"])
    assert source.frame["NAME"].tolist() == ["燃气"]


def test_several_layers_are_named_and_can_be_chosen(pack):
    path = pack("给水", "燃气")
    assert refusal(UnreadableFile, path) == (
        "several_layers",
        {"name": "上报.zip", "layers": "给水, 燃气", "names": ["给水", "燃气"], "notes": {}},
    )
    assert read(path, layer="燃气").layer == "燃气"
    assert refusal(UnreadableFile, path, layer="热力")[0] == "unknown_layer"


def test_layers_of_one_name_are_told_apart_by_their_folder(pack):
    path = pack("东区/管线", "西区/管线")
    assert read(path, layer="西区/管线").layers == ["东区/管线", "西区/管线"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_the_unicode_flag_are_understood(pack, encoding):
    raw = "燃气管线".encode(encoding)
    path = pack("x" * len(raw))
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    assert read(path).layer == "燃气管线"


@pytest.mark.parametrize(
    "member", ["../evil.shp", "a/../../evil.txt", "/etc/evil.shp", "C:\\evil.shp", "..\\evil.txt"]
)
def test_member_that_would_leave_its_folder_is_refused(pack, member):
    code, params = refusal(UnsafeArchive, pack("管线", extra={member: b"x"}))
    assert code == "unsafe_member"
    assert params["member"] == member.replace("\\", "/")


def test_link_is_refused(pack):
    link = zipfile.ZipInfo("link.shp")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal(UnsafeArchive, pack("管线", extra={link: "/etc/passwd"}))[0] == "unsafe_member"


def test_password_is_named(pack):
    path = pack("管线")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 1)
    path.write_bytes(data)
    assert refusal(UnsafeArchive, path)[0] == "encrypted_archive"


def test_bomb_is_stopped_while_it_unpacks(pack, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 100_000)
    path = pack("管线", extra={"b.shp": b"\0" * 10_000_000})
    assert refusal(UnsafeArchive, path, layer="b")[0] == "archive_too_large"
    assert len(read(path, layer="管线").frame) == 1


def test_too_many_members_are_refused(pack, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    assert refusal(UnsafeArchive, pack("管线"))[0] == "too_many_members"


def test_archive_without_layer_is_refused(pack):
    assert refusal(UnreadableFile, pack(extra={"a.pdf": b"x"}))[0] == "no_layer"


def test_incomplete_layer_is_refused(pack):
    path = pack(extra={"管线.shp": bytes.fromhex("0000270a") + bytes(96)})
    assert refusal(UnreadableFile, path)[0] == "part_missing"


@pytest.mark.parametrize("keep", [0.3, 0.95])
def test_broken_off_archive_is_refused(pack, keep):
    path = pack("管线")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert refusal(UnreadableFile, path)[0] in ("damaged", "wrong_content")


def test_altered_bytes_are_noticed(pack):
    path = pack("管线")
    data = bytearray(path.read_bytes())
    data[60:75] = bytes(15)
    path.write_bytes(data)
    assert refusal(UnreadableFile, path)[0] == "damaged"
