"""The register's table as a workbook: its columns, sort, question and day, and a record of it."""

from decimal import Decimal

from django.utils import timezone

from registry import city, workbooks
from registry.columns import COLUMNS
from registry.exports import NOT_IN_NAMES, asked_line, kept, places_of, wording
from registry.files import require_room
from registry.models import Project
from registry.reach import OneOf
from registry.refusals import Refusal
from registry.register import Sort, shown, sorted_ids
from registry.sql import one_moment

AT_ONCE = 2000
NOTHING = "没有可以导出的项目。"

#: How a workbook takes a kind of column that is not text.
TYPES = {"wan": "real", "km": "real", "date": "date"}


def as_cell(value):
    """A number as a sheet reckons with it, unrounded: their sum stands below."""
    return float(value) if isinstance(value, Decimal) else value


def export_table(question, params, columns, *, user):
    """The record of the workbook, whose file is ready; `columns` are codes, in any order."""
    require_room()
    sort = Sort.asked(params)
    chosen = [column for column in COLUMNS if column.code in columns]
    with one_moment():
        visible = sorted_ids(question, sort)
        ids = list(visible.filter(pk__in=Project.objects.within(user, "export").order_by()))
        count = len(ids)
        if not count:
            raise Refusal(NOTHING)
        left_out = visible.count() - count
        places = list(places_of(visible.filter(OneOf("pk", ids))))
        title = title_of(question, sort, count, left_out)
        record = workbooks.record_of(
            places,
            query=params.urlencode(),
            wording=f"项目表。{wording(question)}",
            file_name=file_name(question),
            columns=[column.code for column in chosen],
            rows=count,
            left_out=left_out,
            exported_by=user,
        )
        return kept(record, lambda draft: write(draft, question, ids, chosen, title))


def title_of(question, sort, count, left_out):
    way = "从大到小" if sort.descending else "从小到大"
    rest = f"　另有 {left_out} 个项目您无权导出" if left_out else ""
    return (
        city.titled("项目表"),
        asked_line(question),
        f"排序：按{sort.column.label}{way}",
        f"导出日期：{timezone.localdate().isoformat()}　共 {count} 个项目{rest}",
    )


def file_name(question):
    stem = NOT_IN_NAMES.sub("", wording(question))[:40]
    return f"项目表_{stem}_{timezone.localdate():%Y%m%d}.xlsx"


def write(draft, question, ids, chosen, title):
    columns = [
        (column.label, TYPES.get(column.kind, "text"), column.is_figure) for column in chosen
    ]
    workbooks.write(draft, "项目表", columns, title, in_parts(question, ids, chosen))


def in_parts(question, ids, chosen):
    for start in range(0, len(ids), AT_ONCE):
        some = shown(question, ids[start : start + AT_ONCE], chosen)
        yield [[as_cell(column.value(project)) for project in some] for column in chosen]
