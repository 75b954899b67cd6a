"""Bring the rows of a file into the registry: all of them or none."""

import json
from argparse import ArgumentTypeError
from itertools import chain
from pathlib import Path

import pghistory
from django.core.management import CommandError

from registry.choices import Door
from registry.exchange.accepted import ACCEPTED
from registry.exchange.importing import import_file
from registry.exchange.order import APPEND, IDENTITY, NUMBER, UPDATE, ImportOrder, NewProject
from registry.management.arguments import (
    REFUSED,
    UNUSABLE,
    add_reading_arguments,
    add_user_argument,
    person,
)
from registry.management.lean import LeanCommand
from registry.management.report_file import check_place, refusal, write

#: As many entries are printed; the report file has them all.
PRINTED = 20
#: Formats that refused rows are given back in.
REJECTS = (".gpkg", ".xlsx")
#: Remarks told by their number.
TOLD = (
    ("repeated_vertices", "重复顶点"),
    ("self_crossing", "线自相交"),
    ("tiny", "不足 1 毫米的图形"),
    ("mended", "已修复的图形"),
    ("duplicate_skipped", "略过的重复图形"),
    ("left_alone", "没有图形而位置不变的行"),
    ("only_registered", "文件里没有改、只有登记册后来改过而保留现在的值的行"),
    ("only_in_file", "登记册后来改过、但文件改的几项没有人动过而按文件写入的行"),
)


class Command(LeanCommand):
    help = (
        f"导入设备设施（{'、'.join(chain(*ACCEPTED.values()))}），"
        "整个文件要么全部写入、要么都不写入。"
        "返回 0：已写入（或试运行无误）；1：有错误或未确认的警告；2：文件无法读取或参数有误。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        add_reading_arguments(parser)
        add_user_argument(parser)
        parser.add_argument("--kind", help="设施类别，如 pipe；不写则取文件的“设施类别”列")
        target = parser.add_mutually_exclusive_group(required=True)
        target.add_argument("--project", metavar="NUMBER", help="导入已有项目，如 RA-000123")
        target.add_argument("--new-project", metavar="NAME", help="新建项目并导入")
        target.add_argument("--project-field", metavar="F", help="写有项目编号的列")
        parser.add_argument("--sector", help="新项目的领域代码，不写则按类别和介质取")
        parser.add_argument("--district", help="新项目的地区代码，不写则为市本级")
        parser.add_argument("--lead", help="新项目的牵头单位代码，不写则取领域的第一牵头单位")
        for option, metavar, text in (
            ("--map", "FIELD=COLUMN", "指定字段取自哪一列，可重复"),
            ("--unit", "FIELD=UNIT", "指明某个字段的列所用的单位，如 declared_length_m=km，可重复"),
            ("--set", "FIELD=VALUE", "所有行的某个字段取同一个值，可重复"),
            (
                "--value",
                "FIELD:TEXT=VALUE",
                "文件里的写法是什么意思，如 medium:JS-给水管线=给水，可重复",
            ),
        ):
            reads = meaning if option == "--value" else pair
            parser.add_argument(
                option, metavar=metavar, action="append", default=[], type=reads, help=text
            )
        parser.add_argument(
            "--mode",
            choices=(APPEND, UPDATE),
            default=APPEND,
            help="append 新增（默认）；update 按资产标识或编号更新已登记的设施",
        )
        parser.add_argument(
            "--key", choices=(IDENTITY, NUMBER), default=IDENTITY, help="更新时按哪一列对应"
        )
        parser.add_argument(
            "--mend", metavar="FAULT", action="append", default=[], help="修复这种图形问题，可重复"
        )
        parser.add_argument("--table", metavar="JSON", help="表格怎样读，代替自动识别", type=table)
        parser.add_argument(
            "--good-rows-only", action="store_true", help="只导入没有错误的行，其余不写入"
        )
        parser.add_argument(
            "--skip-duplicates", action="store_true", help="略过与登记册或文件内重复的图形"
        )
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="不能写入的行另存到此文件")
        parser.add_argument("--accept-warnings", action="store_true", help="已核对警告，照样导入")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="逐行报告写到此文件")

    def handle(self, *, file, report, rejects, dry_run, **options):
        order = order_of(file, options)
        for place in filter(None, (report, rejects)):
            check_place(place, file)  # before anything is imported
        if rejects and rejects.suffix.lower() not in REJECTS:
            raise CommandError(
                f"不能写入的行只能另存为 {'、'.join(REJECTS)}。", returncode=UNUSABLE
            )
        acting = order.user and order.user.pk
        with pghistory.context(door=Door.COMMAND, command="import_assets", user=acting):
            outcome = import_file(order, dry_run=dry_run, rejects=rejects)
        self.tell(outcome, dry_run)
        if report:
            self.write_report(report, outcome)
        if not outcome.readable:
            raise CommandError("无法导入，什么也没有写入。", returncode=UNUSABLE)
        if not outcome.stands(order):
            raise CommandError(why_refused(outcome), returncode=REFUSED)

    def write_report(self, path, outcome):
        """A report that fails must not make rows that are written look as if they were not."""
        try:
            write(path, outcome.as_dict())
        except OSError as error:
            reason = refusal(path, error)
            if not outcome.committed:
                raise CommandError(reason, returncode=UNUSABLE) from None
            self.stderr.write(f"警告：数据已写入，但{reason}")

    def tell(self, outcome, dry_run):
        self.tell_entries(outcome)
        if outcome.rows_read:
            self.stdout.write(
                "读取 {rows_read} 行，可导入 {rows_ready} 行，不能写入 {rows_refused} 行，"
                "未上图 {rows_unmapped} 行。编码 {encoding}{system}。".format(
                    **outcome.as_dict(), system=outcome.crs and f"，坐标系 {outcome.crs}"
                )
            )
        if outcome.kept_columns:
            self.stdout.write(
                f"没有对应栏目、原样保留的列：{'、'.join(outcome.kept_columns)}。"
                "其中有对应栏目的，请用 --map 栏目=列名 指明。"
            )
        if outcome.gaps:
            self.stdout.write(outcome.gaps)
        if outcome.rows_differing:
            self.stdout.write(
                f"其中 {outcome.rows_differing} 行的计量长度与图上长度相差超过 5%，见 --report。"
            )
        if outcome.rows_changed or outcome.rows_unchanged:
            self.stdout.write(
                "新增 {rows_new} 行，更新 {rows_changed} 行，无变化 {rows_unchanged} 行。".format(
                    **outcome.as_dict()
                )
            )
        if outcome.committed:
            self.stdout.write(f"已写入项目 {'、'.join(outcome.projects)}。")
        elif dry_run:
            self.stdout.write("试运行：什么也没有写入。")

    def tell_entries(self, outcome):
        for title, entries in (("警告", outcome.to_tell), ("错误", outcome.errors)):
            for entry in entries[:PRINTED]:
                place = f"第 {entry.row} 行" if entry.row else "文件"
                self.stderr.write(f"{title} {place}：{entry.message}")
            if len(entries) > PRINTED:
                self.stderr.write(f"……另有 {len(entries) - PRINTED} 条{title}，见 --report。")
        for code, label in TOLD:
            if outcome.counts.get(code):
                self.stdout.write(f"{label} {outcome.counts[code]} 处，见 --report。")


def pair(text):
    """FIELD=COLUMN or FIELD=VALUE as a tuple."""
    field, separator, value = text.partition("=")
    if not separator or not field.strip():
        raise ArgumentTypeError(f"“{text}”应写成 字段=内容 的样子")
    return field, value


def meaning(text):
    """FIELD:TEXT=VALUE as a triple; the text may hold colons, and equals signs but for the last."""
    field, separator, rest = text.partition(":")
    raw, equals, value = rest.rpartition("=")
    if not (separator and equals and field.strip()):
        raise ArgumentTypeError(f"“{text}”应写成 字段:文件里的写法=意思 的样子")
    return field, raw, value


def table(text):
    """How a table is to be read, as JSON."""
    try:
        found = json.loads(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是 JSON") from None
    if not isinstance(found, dict):
        raise ArgumentTypeError(f"“{text}”应写成 {{…}} 的样子")
    return found


def order_of(file, options):
    told = {name: options[name] or "" for name in ("sector", "district", "lead")}
    if options["new_project"] is None and any(told.values()):
        raise CommandError(
            "--sector、--district 和 --lead 只用于 --new-project。", returncode=UNUSABLE
        )
    new = None
    if options["new_project"] is not None:
        new = NewProject(options["new_project"], **told)
    return ImportOrder(
        path=file,
        layer=options["layer"],
        kind=options["kind"],
        project_number=options["project"],
        new_project=new,
        project_column=options["project_field"],
        crs=options["crs"],
        encoding=options["encoding"],
        columns=options["map"],
        units=options["unit"],
        constants=options["set"],
        values=options["value"],
        table=options["table"],
        keep_codes=options["keep_codes"],
        mode=options["mode"],
        key=options["key"],
        mends=options["mend"],
        good_rows_only=options["good_rows_only"],
        skip_duplicates=options["skip_duplicates"],
        accept_warnings=options["accept_warnings"],
        user=person(options["user"]),
    )


def why_refused(outcome):
    if outcome.errors:
        return "文件中有错误，什么也没有写入。改正后请重新导入。"
    if not outcome.rows_ready:
        return "没有可以写入的行，什么也没有写入。"
    return "有警告需要确认，什么也没有写入。核对无误后请加 --accept-warnings 再次导入。"
