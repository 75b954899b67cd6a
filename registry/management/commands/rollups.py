from django.core.management.base import BaseCommand, CommandError

from registry import rollups


class Command(BaseCommand):
    help = "重建（rebuild）、核对（verify）或压缩（compact）汇总表"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=("rebuild", "verify", "compact"))

    def handle(self, *args, action, **options):
        if action == "rebuild":
            self.stdout.write(f"已重建 {rollups.rebuild()} 个项目的汇总。")
            return
        if action == "compact":
            self.stdout.write(f"压缩后各合计表的行数：{'、'.join(map(str, rollups.compact()))}。")
            return
        differing = rollups.differing()
        if differing:
            some = "、".join(map(str, differing[:10]))
            raise CommandError(
                f"{len(differing)} 个项目的汇总与明细不符（如项目 id {some}），"
                "请执行 manage.py rollups rebuild。"
            )
        if names := rollups.tallies_differ():
            raise CommandError(
                f"合计表 {'、'.join(names)} 与汇总不符，请执行 manage.py rollups rebuild。"
            )
        self.stdout.write("汇总与明细一致。")
