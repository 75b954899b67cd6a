"""Archives that lie: about sizes, names and places."""

import struct
import unicodedata
import zipfile
import zlib

import pytest

from gis import archive
from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers import read

PARTS = (".shp", ".shx", ".dbf", ".prj")


@pytest.fixture
def layer(make_shapefile):
    shp = make_shapefile([["燃气".encode()]], stem="source")
    return {f"管线{suffix}": shp.with_suffix(suffix).read_bytes() for suffix in PARTS}


@pytest.fixture
def pack(layer, tmp_path):
    def packed(extra=(), *, mode="w", method=zipfile.ZIP_DEFLATED):
        path = tmp_path / "上报.zip"
        with zipfile.ZipFile(path, mode, method) as out:
            for name, data in [*layer.items(), *extra]:
                out.writestr(name, data)
        return path

    return packed


def refusal(path, **options):
    with pytest.raises(UnreadableFile) as caught:
        read(path, **options)
    return caught.value.code


def patched(path, mark, offset, value):
    """Change two bytes of the last header of a kind."""
    data = bytearray(path.read_bytes())
    place = data.rfind(mark) + offset
    data[place : place + 2] = struct.pack("<H", value)
    path.write_bytes(data)
    return path


def test_a_member_without_a_name_is_passed_over(pack):
    assert read(pack([(zipfile.ZipInfo("\0"), b"x")])).frame["NAME"].tolist() == ["燃气"]


@pytest.mark.parametrize("kind", [0o120000, 0o020000, 0o060000, 0o010000, 0o140000])
def test_links_devices_and_pipes_are_refused(pack, kind):
    special = zipfile.ZipInfo("备注.shp")
    special.external_attr = (kind | 0o777) << 16
    assert refusal(pack([(special, "/etc/passwd")])) == "unsafe_member"


@pytest.mark.parametrize(
    "name",
    ["a\x01b.txt", "a\nb.shp", "管" * 90 + ".txt", "a/" + "x" * 256, "\x7f.txt", "a/\u202e/../b"],
)
def test_names_that_no_program_writes_are_refused(pack, name):
    assert refusal(pack([(name, b"x")])) == "unsafe_member"


def test_name_cut_off_by_a_nul_is_refused(pack):
    path = pack([("evil.shpXtxt", b"x")])
    path.write_bytes(path.read_bytes().replace(b"evil.shpX", b"evil.shp\0"))
    assert refusal(path) == "unsafe_member"


@pytest.mark.parametrize("twin", ["管线.SHP", "管线.shp", "管线.Dbf", "./管线.shp"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_twins_are_refused(pack, twin):
    assert refusal(pack([(twin, b"x")])) == "twin_members"


def test_twins_in_two_normal_forms_are_refused(pack):
    names = [unicodedata.normalize(form, "é.txt") for form in ("NFC", "NFD")]
    assert refusal(pack([(name, b"x") for name in names])) == "twin_members"


def test_litter_of_windows_and_macos_is_no_layer(pack):
    litter = ["__MACOSX/._管线.shp", ".DS_Store", "a/.DS_Store", "Thumbs.db", "a/._管线.dbf"]
    source = read(pack([(name, b"x") for name in litter]))
    assert (source.layers, source.warnings) == (["管线"], [])


def test_bomb_of_many_files_is_stopped_by_their_sum(pack, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 100_000)
    bomb = [(f"b{suffix}", b"\0" * 40_000) for suffix in (".shp", ".shx", ".dbf")]
    path = pack(bomb)
    assert refusal(path, layer="b") == "archive_too_large"
    assert len(read(path, layer="管线").frame) == 1


def test_size_in_the_header_is_not_believed(pack, monkeypatch):
    """The list says 10 bytes, the member unpacks to ten million."""
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 100_000)
    path = pack([("b.shp", b"\0" * 10_000_000)])
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 10)
    path.write_bytes(data)
    assert refusal(path, layer="b") in ("damaged", "archive_too_large")


def quine_of(layer, tmp_path, copies):
    """Members that all share the bytes of one: a small file that unpacks to a huge one."""
    data = b"\0" * 100_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(data), len(packed), len(data))
    local = struct.pack("<4s5H", b"PK\x03\x04", 20, 0, 8, 0, 33) + sizes
    body = local + struct.pack("<HH", 5, 0) + b"b.shp" + packed
    central = b""
    for number in range(copies):
        name = b"%05d.shp" % number
        central += struct.pack("<4s6H", b"PK\x01\x02", 20, 20, 0, 8, 0, 33) + sizes
        central += struct.pack("<5HII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, copies, copies, len(central), len(body), 0)
    path = tmp_path / "overlap.zip"
    path.write_bytes(body + central + end)
    return path


def test_members_that_share_bytes_are_refused(layer, tmp_path):
    assert refusal(quine_of(layer, tmp_path, 50)) == "overlapping_members"


def test_list_of_millions_is_refused_before_it_is_read(pack, monkeypatch):
    monkeypatch.setattr(archive, "MAX_DIRECTORY_BYTES", 100)
    assert refusal(pack()) == "too_many_members"


def test_nested_archive_is_refused_alone_and_named_beside_a_layer(pack, tmp_path, layer):
    inner = pack().read_bytes()
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("里面.zip", inner)
    assert refusal(path) == "nested_archive"
    source = read(pack([("里面.zip", inner), ("b.rar", b"Rar!")]))
    assert [(remark.code, remark.params["member"]) for remark in source.warnings] == [
        ("archive_ignored", "里面.zip"),
        ("archive_ignored", "b.rar"),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_ask_for_memory_by_their_header_are_refused(pack, method):
    assert refusal(pack(method=method)) == "compression_unknown"


@pytest.mark.parametrize("flag", [0x1, 0x41, 0x2001])
def test_encrypted_member_is_named_whatever_the_strength(pack, flag):
    assert refusal(patched(pack(), b"PK\x01\x02", 8, flag)) == "encrypted_archive"


def test_bytes_before_and_after_the_archive_do_no_harm(pack):
    path = pack()
    path.write_bytes(b"MZ" + bytes(500) + path.read_bytes() + b"\0" * 300)
    assert read(path).frame["NAME"].tolist() == ["燃气"]


def test_sizes_told_after_the_data_and_64_bit_sizes_are_read(layer, tmp_path):
    path = tmp_path / "stream.zip"

    class Pipe:
        """Cannot go back, so that sizes follow behind the data."""

        def __init__(self):
            self.file = path.open("wb")

        def write(self, data):
            return self.file.write(data)

        def flush(self):
            self.file.flush()

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in layer.items():
            with out.open(name, "w", force_zip64=True) as member:
                member.write(data)
    pipe.file.close()
    assert read(path).frame["NAME"].tolist() == ["燃气"]


@pytest.mark.parametrize("offset", [16, 20, 42])  # checksum, packed size, place
def test_lies_in_the_list_of_members_end_in_a_refusal(pack, offset):
    code = refusal(patched(pack(), b"PK\x01\x02", offset, 0xFFFF))
    assert code in ("damaged", "overlapping_members", "wrong_content", "unsafe_member")


def test_nothing_leaves_the_private_folder(pack, tmp_path, monkeypatch):
    before = sorted(tmp_path.rglob("*"))
    path = pack([("..\\..\\evil.txt", b"x")])
    assert refusal(path) == "unsafe_member"
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


def test_other_file_called_zip_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"<html>" * 100)
    assert refusal(path) == "wrong_content"
    assert issubclass(UnsafeArchive, UnreadableFile)
