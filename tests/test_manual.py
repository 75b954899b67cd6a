"""The manual of imports and exports names limits: they are the ones that hold."""

from pathlib import Path

import pytest
from django.conf import settings

from gis import archive
from gis.crs.gauss_kruger import GK3
from gis.formats import FORMATS
from gis.mending import MENDS
from gis.readers import codes, copying
from gis.readers.tables import delimited, sheetxml
from gis.readers.vector import curves, dxf_drawing
from gis.writers import dbf, sheet
from gis.writers import dxf as drawing
from registry import exports, uploads
from registry.exchange import accepted, placing, report
from registry.exchange.messages import FAULTS
from registry.systems import SYSTEM_CHARS, of_zones

MANUAL = (Path(__file__).resolve().parent.parent / "docs" / "导入导出.md").read_text()
MB = 2**20
PANZHIHUA = [text.removeprefix("EPSG:") for text in of_zones("CGCS2000", GK3.over(101.1, 102.2))]


@pytest.mark.parametrize(
    "words",
    [
        f"{settings.UPLOAD_LIMIT_BYTES // MB} MB、{uploads.MOST_PARTS} 个文件",
        f"{archive.MAX_MEMBERS} 个文件，解压后共 {archive.MAX_UNPACKED_BYTES // MB} MB",
        f"{copying.MAX_FILE_BYTES // MB} MB，其中 DXF {dxf_drawing.MAX_BYTES // MB} MB",
        f"| {settings.READER_LIMITS['rows']} 行 |",
        f"不超过 {SYSTEM_CHARS} 字）整段粘贴",
        f"| {sheetxml.MAX_CELLS} 个单元格 |",
        f"| {delimited.MAX_CELLS} 个单元格 |",
        f"代码表超过 {codes.MOST_CODES} 项的",
        f"| {curves.MAX_POINTS} 个 |",
        f"偏差不超过 {curves.TOLERANCE} 个图形单位",
        f"内存 {settings.READER_LIMITS['memory_bytes'] // MB} MB，"
        f"{settings.READER_LIMITS['wall_seconds']} 秒",
        f"最多列出 {report.LISTED} 行",
        f"相差超过 {placing.TOLERANCE:.0%}",
        f"上传 {settings.UPLOAD_DAYS} 天后自动删除",
        f"保留 {settings.EXPORT_DAYS} 天",
        f"列名 {dbf.MAX_NAME_BYTES} 字节、文字 {dbf.MAX_TEXT_BYTES} 字节、{dbf.MAX_FIELDS} 列",
        f"超过 {sheet.MAX_ROWS} 行；WKT 超过 {sheet.MAX_CELL_CHARACTERS} 个字符",
        f"超过 {drawing.MAX_TEXT_BYTES} 字节的截断",
        f"如攀枝花是 {'、'.join(PANZHIHUA)}；",
    ],
)
def test_the_limits_are_the_real_ones(words):
    assert words in MANUAL


def test_every_format_is_named():
    suffixes = {suffix for each in accepted.ACCEPTED.values() for suffix in each}
    told = MANUAL[: MANUAL.index("## 诊断")]
    assert [suffix for suffix in sorted(suffixes) if suffix not in told] == []
    written = MANUAL[MANUAL.index("## 导出") :]
    names = {key: name.partition("（")[0] for key, (name, _) in exports.FORMATS.items()}
    assert set(names) == set(FORMATS)
    assert [name for name in names.values() if name not in written] == []


def test_every_repair_is_explained():
    offered = [code for code in MENDS if code not in ("has_z", "has_m")]
    assert [code for code in offered if f"| {FAULTS[code]}" not in MANUAL] == []
