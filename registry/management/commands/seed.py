"""Fill an empty reserve with the demo city, or with the benchmark city."""

from pathlib import Path

import pghistory
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

import registry
from registry import boundaries, city
from registry.choices import Door
from registry.models import Project
from registry.readiness.verdicts import judge_due
from registry.refusals import Refusal
from registry.rollups import pack
from registry.seed import benchmark, benchmark_history, demo
from registry.seed.sending import sent_or_gone

OUTLINES = Path(registry.__file__).parent / "data" / "panzhihua-districts.geojson"


class Command(BaseCommand):
    help = "向空的储备库写入示例城市；加 --assets N 则写入有 N 个设施的测速城市"

    def add_arguments(self, parser):
        parser.add_argument("--assets", type=int, metavar="N", help="测速城市的设施数，如 1200000")

        parser.add_argument(
            "--history", type=int, metavar="M", help="再写入约 M 行修改历史，如 10000000"
        )

    def handle(self, *, assets, history, **options):
        if not city.is_demo():
            code, name = settings.DEMO_CITY
            raise CommandError(
                f"示例城市是{name}（{code}），CITY_CODE 是 {settings.CITY_CODE}：不写入。"
            )
        if assets is not None and assets < benchmark.SMALLEST:
            raise CommandError(f"--assets 至少为 {benchmark.SMALLEST}。")
        only_history = history and assets is None
        if Project.objects.filter(**{"is_example": False} if only_history else {}).exists():
            raise CommandError("储备库中已有项目，不再写入示例数据。")
        try:
            self.write(assets, history, only_history, options["verbosity"])
        except Refusal as refusal:  # no room on the disk for papers and photos
            raise CommandError(str(refusal)) from refusal
        # Or every question judges all of them until the worker has.
        judge_due()
        pack()

    def write(self, assets, history, only_history, verbosity):
        context = pghistory.context(door=Door.COMMAND, command="seed")
        with context, sent_or_gone() as folders, transaction.atomic():
            if not only_history:
                boundaries.complete(OUTLINES)
                self.stdout.write(self.build(assets, verbosity, folders))
            if history:
                rows = benchmark_history.build(history, show_progress=verbosity > 0)
                self.stdout.write(f"已写入 {rows} 行修改历史。")

    def build(self, assets, verbosity, folders):
        if assets is None:
            return f"已写入示例城市：{demo.build(folders)} 个项目，均标明为示例数据。"
        projects = benchmark.build(assets, show_progress=verbosity > 0)
        return f"已写入测速城市：{projects} 个项目、{assets} 个设施，均标明为示例数据。"
