"""Measures pages and tiles through the whole of Django against their own bare SQL.

Each address is asked in turn, so that a slow moment of the machine falls on all of
them alike; its peer is the same SQL, captured from one request and sent directly.
"""

import gc
import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deploy import growth_bench, history_bench
from gis.tiles import Tile, degrees_of
from registry.management.lean import LeanCommand
from registry.models import ProjectTotal

FILTERS = {
    "无条件": "",
    "领域": "sector=A06",
    "资金": "funding=central-budget&funding=county",
    "领域、资金、阶段": "sector=A03&sector=A04&funding=county&stage=building&stage=started",
    "地区、介质": "district=510402&medium=gas",
    "设施类别": "kind=pipe",
    "改造性质": "work=replace",
    "文字": "q=燃气",
    "多数项目的文字": "q=管网",
    "年份": "year=2025",
    "总投资": "investment_min=500",
}
PAST = "2025-06-01"
LONGEST_PEER_S = 120
#: Half the side of a box of 10 km, in degrees around its middle.
REACH_DEGREES = (0.05, 0.045)
DECLARED = re.compile(r"^DECLARE \S+ .*?CURSOR .*?FOR ", re.DOTALL)
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
    #: Where another server has the same tile, and how long it took there.
    peer_url: str = ""
    peer_ms: list[float] = field(default_factory=list)


def pages():
    from deploy import life_bench

    cases = [Case("地图页 /", "/", 100)]
    for name, query in FILTERS.items():
        cases.append(Case(f"/summary.json {name}", f"/summary.json?{query}", 60))
        cases.append(Case(f"/overview.json {name}", f"/overview.json?{query}", 150))
        cases.append(Case(f"/projects/ {name}", f"/projects/?{query}", 150))
        cases.append(Case(f"/facets.json {name}", f"/facets.json?{query}", 150))
    for name, query in regions().items():
        cases.append(Case(f"/summary.json {name}", f"/summary.json?{query}", 250))
        cases.append(Case(f"/facets.json {name}", f"/facets.json?{query}", 300))
    cases.append(Case("/overview.json 往日", f"/overview.json?on={PAST}", 150))
    for sort in ("", "name", "stage", "investment", "length"):
        for page in (1, 450, 900):
            url = f"/projects/?page={page}&sort={sort}"
            cases.append(Case(f"/projects/ {sort or '更新日期'} 第 {page} 页", url, 150))
    return cases + [Case(label, url, life_bench.BAR_MS) for label, url in life_bench.pages()]


def regions():
    """Drawn over the busiest place: a box of 10 km, a polygon and a circle as large."""
    place = busiest_place()
    longitude, latitude = degrees_of((*place, *place))[:2]
    east, north = REACH_DEGREES
    corners = ((-east, -north), (east, -north), (east, north), (0, north * 1.3), (-east, north))
    polygon = "%20".join(f"{longitude + x:.5f},{latitude + y:.5f}" for x, y in corners)
    (west_x, south_y), _, (east_x, north_y), *_ = corners
    box = (longitude + west_x, latitude + south_y, longitude + east_x, latitude + north_y)
    return {
        "十公里方框": "bbox=" + ",".join(f"{each:.5f}" for each in box),
        "多边形": f"within={polygon}",
        "半径五公里": f"near={longitude:.5f},{latitude:.5f},5000",
    }


def tiles(peer_url=""):
    """The busiest place of the city at each zoom, and with a narrow question."""
    x_m, y_m = busiest_place()
    cases = []
    for zoom in ZOOMS:
        tile = Tile.holding(x_m, y_m, zoom)
        for name in ("无条件", "领域、资金、阶段"):
            url = f"/tiles/assets/{zoom}/{tile.x}/{tile.y}.mvt?{FILTERS[name]}"
            is_narrow = bool(FILTERS[name])
            case = Case(f"z{zoom} {name}", url, tile_bar_ms(zoom, is_narrow=is_narrow))
            if peer_url and not is_narrow:
                case.peer_url = peer_url.format(z=zoom, x=tile.x, y=tile.y)
            cases.append(case)
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


def growing():
    """What must not grow with the city: tiles of groups and the summary."""
    low = [case for case in tiles() if int(case.label[1:3]) <= growth_bench.DEEPEST]
    names = ("无条件", "领域", "领域、资金、阶段")
    return [*low, *(Case(f"/summary.json {n}", f"/summary.json?{FILTERS[n]}", 60) for n in names)]


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


def ask_peer(case):
    """A whole answer of another server, unpacked or not as it comes."""
    started = time.perf_counter()
    request = Request(case.peer_url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 (ours to name)
    with urlopen(request, timeout=LONGEST_PEER_S) as answer:  # noqa: S310
        answer.read()
    case.peer_ms.append((time.perf_counter() - started) * 1000)


def p95(values):
    return statistics.quantiles(values, n=20)[-1]


class Command(LeanCommand):
    help = (
        "测量页面（pages）或瓦片（tiles）的速度，并与直接发送同样的 SQL 相比；"
        "或测量导出（export）、导入（import），并与 ogr2ogr 处理同样的行相比；"
        "或测量绘制（draw）的保存和拖动，或浏览地图（browse）的一人和两百人；"
        "或测量耗时随规模的增长（growth），汇总的维护代价（upkeep），"
        "或历史和汇总给整批写入增加多少（history）"
    )

    def add_arguments(self, parser):
        names = ("pages", "tiles", "browse", "export", "import", "draw")
        names += ("growth", "upkeep", "history")
        parser.add_argument("name", choices=names)
        parser.add_argument("--rounds", type=int, help="默认 20，文件为 3")
        parser.add_argument("--rows", type=int, help="export、import：多少行")
        parser.add_argument("--query", default="kind=pipe", help="export：导出哪些")
        parser.add_argument(
            "--peer-url",
            default="",
            help="tiles：另一个瓦片服务的地址，如 http://127.0.0.1:8001/…/{z}/{x}/{y}",
        )
        parser.add_argument(
            "--note", type=Path, help="growth：各规模的结果记在这个 JSON 文件里，一起列表"
        )
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
        if not ProjectTotal.objects.filter(point_web__isnull=False).exists():
            raise CommandError("储备库是空的，请先执行 manage.py seed --assets 1200000。")
        if name == "history":
            self.tell(history_bench.measure(options["rows"] or history_bench.ROWS))
            return
        if name == "upkeep":
            self.upkeep(rounds or 7)
            return
        cases = {"pages": pages, "tiles": lambda: tiles(options["peer_url"]), "growth": growing}
        with transaction.atomic():
            asked = cases[name]()
            self.measure(asked, max(rounds or 20, 2))
            transaction.set_rollback(True)
        if name == "growth":
            self.tell(growth_bench.table(asked, options["note"]))
        else:
            self.report(asked)

    def tell(self, lines):
        for line in lines:
            self.stdout.write(line)

    def upkeep(self, rounds):
        from deploy import upkeep_bench

        self.tell(upkeep_bench.measure(rounds))

    def in_the_browser(self, name):
        from deploy import browse_bench, draw_bench

        place = busiest_place()
        longitude, latitude = degrees_of((*place, *place))[:2]
        if name == "draw":
            self.tell(draw_bench.measure((longitude, latitude)))
        else:
            self.tell(browse_bench.measure((longitude, latitude), (longitude + 3, latitude + 3)))

    def export(self, rounds, rows, query, target):
        # The process that is measured needs none of what the page benches load.
        from deploy import file_bench

        if target:
            from registry.exchange.exporting import ExportOrder, export_file

            watch = file_bench.Watch()
            export_file(ExportOrder(target, query=query, rows=rows), progress=watch)
            self.tell(watch.lines())
            return
        self.tell(file_bench.table(file_bench.measure(query, rows, rounds)))

    def bring_in(self, rounds, rows, source):
        from deploy import import_bench

        if source:
            self.tell(import_bench.once(source))
            return
        import_bench.measure(rows or import_bench.ROWS, rounds, self.stdout.write)

    def measure(self, cases, rounds):
        user = get_user_model().objects.create(username="bench", is_superuser=True)
        client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
        client.force_login(user)
        for case in cases:
            with CaptureQueriesContext(connection) as captured:
                ask(client, case)
            # A choice of records is read by a named cursor: its bare question is sent again.
            case.queries = [DECLARED.sub("", query["sql"]) for query in captured]
            case.taken_ms.clear()
        # As deploy/wsgi.py does where the site is served.
        gc.collect()
        gc.freeze()
        for _ in range(rounds):
            for case in cases:
                ask(client, case)
                ask_directly(case)
                if case.peer_url:
                    ask_peer(case)

    def report(self, cases):
        self.stdout.write(
            "| 项 | p50 ms | p95 ms | 限 ms | SQL p50 ms | 倍数 | 查询数 | kB | 另一服务 |"
        )
        self.stdout.write("|---|---|---|---|---|---|---|---|---|")
        for case in cases:
            middle, direct = statistics.median(case.taken_ms), statistics.median(case.sql_ms)
            self.stdout.write(
                f"| {case.label} | {middle:.0f} | {p95(case.taken_ms):.0f} | {case.bar_ms or '–'} "
                f"| {direct:.0f} | {middle / direct:.2f} | {len(case.queries)} "
                f"| {case.size / 1000:.0f} | {self.against_peer(case)} |"
            )

    @staticmethod
    def against_peer(case):
        """How many times as long the other server takes."""
        if not case.peer_ms:
            return "–"
        peer = statistics.median(case.peer_ms)
        return f"{peer:.0f} ms，{peer / statistics.median(case.taken_ms):.1f} 倍"
