import pytest

from gis.errors import UnreadableFile
from gis.readers import copying


@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson"])
def test_text_under_a_false_name_is_refused(tmp_path, suffix, refusal):
    path = tmp_path / f"notes{suffix}"
    path.write_text("这不是数据\n" * 40)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["name"]) == ("wrong_content", path.name)


@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson"])
def test_file_of_no_bytes_is_refused(tmp_path, suffix, refusal):
    path = tmp_path / f"nothing{suffix}"
    path.touch()
    assert refusal(UnreadableFile, path)[0] == "empty_file"


@pytest.mark.parametrize("part", [".shp", ".dbf"])
def test_file_that_would_fill_the_memory_is_refused(make_shapefile, monkeypatch, part, refusal):
    path = make_shapefile([[b"a" * 200]] * 9, fields=[(b"NAME", b"C", 200, 0)])
    size = path.with_suffix(part).stat().st_size
    monkeypatch.setattr(copying, "MAX_FILE_BYTES", size - 1)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["limit_bytes"]) == ("file_too_large", size - 1)


def test_missing_file_folder_and_unknown_kind_are_refused(tmp_path, refusal):
    (tmp_path / "folder.shp").mkdir()
    (tmp_path / "model.skp").write_bytes(b"SketchUp")
    assert refusal(UnreadableFile, tmp_path / "none.shp")[0] == "file_missing"
    assert refusal(UnreadableFile, tmp_path / "folder.shp")[0] == "is_folder"
    assert refusal(UnreadableFile, tmp_path)[0] == "is_folder"
    assert refusal(UnreadableFile, tmp_path / "none")[0] == "suffix_missing"
    assert refusal(UnreadableFile, tmp_path / "model.skp" / "a.shp")[0] == "file_missing"
    assert refusal(UnreadableFile, tmp_path / "model.skp")[0] == "unsupported_format"
    for name in ("资料.rar", "资料.7z", "资料.tar.gz"):
        assert refusal(UnreadableFile, tmp_path / name)[0] == "unsupported_archive"


def test_file_that_may_not_be_read_is_named(make_shapefile, monkeypatch, refusal):
    path = make_shapefile([[b"a"]])

    def forbid(source, target):
        raise PermissionError(13, "Permission denied", str(source))

    monkeypatch.setattr(copying.shutil, "copyfile", forbid)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["name"][:3]) == ("no_permission", "管线.")
