"""Replace the district outlines by those of a file."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from gis.errors import GisError
from registry import boundaries
from registry.exchange import messages
from registry.management.arguments import REFUSED, UNUSABLE, add_reading_arguments


class Command(BaseCommand):
    help = (
        "用文件中的面替换地区边界；文件中没有的地区保留，但不再有边界。"
        "返回 0：已替换；1：有的行不能用，什么也没有改；2：文件无法读取或不是地区文件。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        add_reading_arguments(parser)
        parser.add_argument("--code-field", metavar="F", help="地区代码所在的列")
        parser.add_argument("--name-field", metavar="F", help="地区名称所在的列")
        parser.add_argument(
            "--parent-field",
            metavar="F",
            help="所在县（区）的代码所在的列，不写则取“所在地区”列：填了的是开发区、高新区等功能区，可与县（区）重叠",
        )
        parser.add_argument(
            "--indicative", action="store_true", help="示意边界：精度不足以划界，在地图上注明"
        )

    def handle(self, *, file, **options):
        asked = (
            *("layer", "crs", "encoding", "keep_codes"),
            *("code_field", "name_field", "parent_field", "indicative"),
        )
        try:
            loaded = boundaries.load(file, **{name: options[name] for name in asked})
        except GisError as error:
            words = messages.of_error(error, in_command=True)
            raise CommandError(words, returncode=UNUSABLE) from None
        except boundaries.NoDistricts as refusal:
            raise CommandError(str(refusal), returncode=UNUSABLE) from None
        except boundaries.DistrictsRefused as refusal:
            raise CommandError(f"{refusal}\n什么也没有改动。", returncode=REFUSED) from None
        self.tell(loaded)

    def tell(self, loaded):
        for remark in loaded.warnings:
            self.stderr.write(f"提示：{messages.of_remark(remark)}")
        for district, remark in loaded.repaired:
            was = messages.of_remark(remark)
            self.stderr.write(f"提示：{district}的边界已自动修复，请核对。原来的{was}")
        for name in loaded.skipped:
            self.stderr.write(f"提示：市本级（{settings.CITY_CODE}）不设边界，“{name}”一行已略去。")
        self.stdout.write(
            f"已载入边界 {len(loaded.replaced) + len(loaded.added)} 个"
            f"（其中新增地区 {len(loaded.added)} 个）。"
        )
        if loaded.kept:
            self.stdout.write(f"文件中没有、因此没有边界的地区：{boundaries.named(loaded.kept)}。")
