from django.core.management.base import BaseCommand, CommandError

from registry import rollups


class Command(BaseCommand):
    help = "重建（rebuild）或核对（verify）汇总表"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=("rebuild", "verify"))

    def handle(self, *args, action, **options):
        if action == "rebuild":
            self.stdout.write(f"已重建 {rollups.rebuild()} 个项目的汇总。")
            return
        differing = rollups.differing()
        if differing:
            some = "、".join(map(str, differing[:10]))
            raise CommandError(
                f"{len(differing)} 个项目的汇总与明细不符（如项目 id {some}），"
                "请执行 manage.py rollups rebuild。"
            )
        self.stdout.write("汇总与明细一致。")
