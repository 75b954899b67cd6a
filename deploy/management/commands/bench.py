"""Measures pages and tiles through the whole of Django against their own bare SQL.

Each address is asked in turn, so that a slow moment of the machine falls on all of
them alike; its peer is the same SQL, captured from one request and sent directly.
"""

import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gis.tiles import HALF_WORLD_M, degrees_of
from registry.models import ProjectTotal

FILTERS = {
    "无条件": "",
    "领域": "sector=A06",
    "资金": "funding=central-budget&funding=county",
    "领域、资金、阶段": "sector=A03&sector=A04&funding=county&stage=building&stage=started",
    "地区、介质": "district=510402&medium=gas",
    "文字": "q=燃气",
}
ZOOMS = (8, 10, 12, 13, 14, 15, 16, 18)


@dataclass
class Case:
    label: str
    url: str
    bar_ms: int | None = None
    taken_ms: list[float] = field(default_factory=list)
    sql_ms: list[float] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    size: int = 0


def pages():
    cases = [Case("地图页 /", "/", 100)]
    for name, query in FILTERS.items():
        cases.append(Case(f"/summary.json {name}", f"/summary.json?{query}", 60))
        cases.append(Case(f"/overview.json {name}", f"/overview.json?{query}", 150))
        cases.append(Case(f"/projects/ {name}", f"/projects/?{query}", 150))
    return cases


def tiles():
    """The busiest place of the city at each zoom, and with a narrow question."""
    x_m, y_m = busiest_place()
    cases = []
    for zoom in ZOOMS:
        x, y = (int((HALF_WORLD_M + m) / (2 * HALF_WORLD_M) * 2**zoom) for m in (x_m, -y_m))
        for name in ("无条件", "领域、资金、阶段"):
            url = f"/tiles/assets/{zoom}/{x}/{y}.mvt?{FILTERS[name]}"
            cases.append(
                Case(f"z{zoom} {name}", url, tile_bar_ms(zoom, is_narrow=bool(FILTERS[name])))
            )
    return cases


def tile_bar_ms(zoom, *, is_narrow):
    if zoom <= 12:
        return 60
    if zoom <= 14:
        return 60 if is_narrow else 100
    return 30 if is_narrow else 40


def busiest_place():
    """Web-map coordinates of the kilometre in which most projects lie."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg(ST_X(point_web)), avg(ST_Y(point_web)) FROM registry_projecttotal"
            " WHERE point_web IS NOT NULL"
            " GROUP BY round(ST_X(point_web) / 1000), round(ST_Y(point_web) / 1000)"
            " ORDER BY count(*) DESC LIMIT 1"
        )
        return cursor.fetchone()


def ask(client, case):
    started = time.perf_counter()
    response = client.get(case.url)
    case.taken_ms.append((time.perf_counter() - started) * 1000)
    if response.status_code not in (200, 204):
        raise CommandError(f"{case.url} 返回 {response.status_code}。")
    case.size = len(response.content)


def ask_directly(case):
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for sql in case.queries:
            cursor.execute(sql)
            if cursor.description:
                cursor.fetchall()
    case.sql_ms.append((time.perf_counter() - started) * 1000)


def p95(values):
    return statistics.quantiles(values, n=20)[-1]


class Command(BaseCommand):
    help = (
        "测量页面（pages）或瓦片（tiles）的速度，并与直接发送同样的 SQL 相比；"
        "或测量导出（export）、导入（import），并与 ogr2ogr 处理同样的行相比；"
        "或测量绘制（draw）的保存和拖动，或浏览地图（browse）的一人和两百人"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "name", choices=("pages", "tiles", "browse", "export", "import", "draw")
        )
        parser.add_argument("--rounds", type=int, help="默认 20，文件为 3")
        parser.add_argument("--rows", type=int, help="export、import：多少行")
        parser.add_argument("--query", default="kind=pipe", help="export：导出哪些")
        parser.add_argument("--target", type=Path, help="只做一次：export 到、import 从这个文件")

    def handle(self, *args, name, rounds, **options):
        if name == "export":
            self.export(rounds or 3, options["rows"], options["query"], options["target"])
            return
        if name == "import":
            self.bring_in(rounds or 3, options["rows"], options["target"])
            return
        if name in ("draw", "browse"):
            self.in_the_browser(name)
            return
        rounds = rounds or 20
        if not ProjectTotal.objects.filter(point_web__isnull=False).exists():
            raise CommandError("储备库是空的，请先执行 manage.py seed --assets 1200000。")
        cases = {"pages": pages, "tiles": tiles}[name]()
        with transaction.atomic():
            self.measure(cases, max(rounds, 2))
            transaction.set_rollback(True)
        self.report(cases)

    def in_the_browser(self, name):
        from deploy import browse_bench, draw_bench

        place = busiest_place()
        longitude, latitude = degrees_of((*place, *place))[:2]
        if name == "draw":
            lines = draw_bench.measure((longitude, latitude))
        else:
            lines = browse_bench.measure((longitude, latitude), (longitude + 3, latitude + 3))
        for line in lines:
            self.stdout.write(line)

    def export(self, rounds, rows, query, target):
        # The process that is measured needs none of what the page benches load.
        from registry.exchange.exporting import ExportOrder, export_file

        if target:
            started = time.perf_counter()
            export_file(ExportOrder(target, query=query, rows=rows))
            self.stdout.write(f"export_file {time.perf_counter() - started:.2f}")
            return
        from deploy import file_bench

        for line in file_bench.table(file_bench.measure(query, rows, rounds)):
            self.stdout.write(line)

    def bring_in(self, rounds, rows, source):
        from deploy import import_bench

        if source:
            for line in import_bench.once(source):
                self.stdout.write(line)
            return
        import_bench.measure(rows or import_bench.ROWS, rounds, self.stdout.write)

    def measure(self, cases, rounds):
        user = get_user_model().objects.create(username="bench", is_superuser=True)
        client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
        client.force_login(user)
        for case in cases:
            with CaptureQueriesContext(connection) as captured:
                ask(client, case)
            case.queries = [query["sql"] for query in captured]
            case.taken_ms.clear()
        for _ in range(rounds):
            for case in cases:
                ask(client, case)
                ask_directly(case)

    def report(self, cases):
        self.stdout.write("| 项 | p50 ms | p95 ms | 限 ms | SQL p50 ms | 倍数 | 查询数 | kB |")
        self.stdout.write("|---|---|---|---|---|---|---|---|")
        for case in cases:
            middle, direct = statistics.median(case.taken_ms), statistics.median(case.sql_ms)
            self.stdout.write(
                f"| {case.label} | {middle:.0f} | {p95(case.taken_ms):.0f} | {case.bar_ms or '–'} "
                f"| {direct:.0f} | {middle / direct:.2f} | {len(case.queries)} "
                f"| {case.size / 1000:.0f} |"
            )
