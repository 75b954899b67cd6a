"""Write the assets of a question to a file."""

from pathlib import Path

from django.core.management import CommandError

from gis.errors import GisError
from gis.formats import FORMATS
from registry.exchange import messages
from registry.exchange.exporting import ExportOrder, NothingToExport, export_file, question_of
from registry.exports import noted_outside
from registry.management.arguments import (
    REFUSED,
    UNUSABLE,
    add_coding_arguments,
    add_user_argument,
    person,
)
from registry.management.lean import LeanCommand
from registry.question import BadQuestion


class Command(LeanCommand):
    help = (
        "导出设备设施；格式由后缀决定（.zip 和 .shp 都是 Shapefile）。"
        "返回 0：已写出；1：没有可导出的内容或查询有误；2：文件无法写出。"
    )

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path, metavar="OUT")
        parser.add_argument("--format", help=f"{'、'.join(FORMATS)}，应与后缀一致")
        parser.add_argument("--query", default="", help='与地图相同的查询，如 "sector=A03"')
        add_coding_arguments(
            parser,
            crs="默认 EPSG:4490，kml 为 EPSG:4326",
            encoding="shp 的编码，utf-8 或 gbk",
        )
        add_user_argument(parser)

    def handle(self, *, out, format, query, crs, encoding, user, **options):
        order = ExportOrder(
            path=out,
            format=format,
            query=query,
            crs=crs,
            encoding=encoding or ExportOrder.encoding,
            user=person(user),
        )
        try:
            with noted_outside(order, question_of(order)) as finish:
                written = export_file(order)
                finish(written)
        except (BadQuestion, NothingToExport) as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
        except GisError as error:
            raise CommandError(messages.of_error(error), returncode=UNUSABLE) from None
        self.tell(written)

    def tell(self, written):
        self.stdout.write(f"已写出 {written.rows} 行：{'、'.join(f.name for f in written.files)}")
        if written.left_out:
            self.stdout.write(f"另有 {written.left_out} 条无权导出。")
        if written.unmapped:
            self.stdout.write(f"另有 {written.unmapped} 行未上图，写在旁边的表中。")
        for original, name in written.renamed.items():
            self.stdout.write(f"列名“{original}”改为“{name}”。")
        for count, what in (
            (written.truncated_count, "个值超出长度"),
            (written.replaced_count, "个值含不能写出的字"),
        ):
            if count:
                self.stdout.write(f"共有 {count} {what}：")
        for remark in (*written.truncated, *written.replaced):
            self.stdout.write(f"第 {remark.row} 行“{remark.field}”列：{messages.of_remark(remark)}")
