"""The audit log as it is read and taken out by who may: a question, newest first, by keyset."""

import csv
import io
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from gis.formulas import quoted
from gis.printable import printable
from registry.models import AuditRecord, User
from registry.particulars import Wording, subjects_like

#: Records of one page, and of one file.
ROWS, AT_MOST = 50, 200_000
BOM = "\ufeff"
HEADINGS = ("编号", "时间", "账号", "地址", "操作", "结果", "对象", "详情", "封存批次")


def found(*, person="", action="", since=None, until=None, text="", before=None):
    """The records of a question; `person` is an account or a name, `until` a day included."""
    conditions = Q()
    if person:
        conditions &= by_person(person)
    if action:
        conditions &= Q(action=action)
    if since:
        conditions &= Q(recorded_at__gte=midnight(since))
    if until:
        conditions &= Q(recorded_at__lt=midnight(until + timedelta(days=1)))
    if text:
        conditions &= subjects_like(text) | Q(address__startswith=text)
    if before:
        conditions &= Q(pk__lt=before)
    return AuditRecord.objects.filter(conditions).order_by("-id")


def midnight(day):
    """The moment at which a day begins: unlike days, the index of the log's times knows moments."""
    return timezone.make_aware(datetime.combine(day, time.min))


def by_person(name):
    """By the account that there is, or by its name where it is gone."""
    accounts = list(User.objects.filter(Q(username=name) | Q(display_name=name)).values_list("pk"))
    return Q(user__in=[pk for (pk,) in accounts]) if accounts else Q(username=name)


class Page:
    """One page of a question, and where the next begins."""

    def __init__(self, records):
        read = list(records[: ROWS + 1])
        self.records = read[:ROWS]
        wording = Wording()
        self.lines = [
            (record, wording.subject(record), list(wording.particulars(record)))
            for record in self.records
        ]
        self.next = self.records[-1].pk if len(read) > ROWS else None


def cells(record, wording):
    at = timezone.localtime(record.recorded_at)
    return (
        record.pk,
        f"{at:%Y-%m-%d %H:%M:%S}",
        record.username,
        record.address or "",
        record.get_action_display(),
        record.get_result_display(),
        wording.subject(record),
        wording.told(record),
        record.seal_id or "",
    )


def lines(records):
    """The records as CSV that Excel reads, piece by piece."""
    yield BOM + line(HEADINGS)
    wording = Wording()
    for record in records[:AT_MOST].iterator(2000):
        yield line([harmless(cell) for cell in cells(record, wording)])


def line(values):
    buffer = io.StringIO()
    csv.writer(buffer).writerow(values)
    return buffer.getvalue()


def harmless(cell):
    return quoted(printable(cell)) if isinstance(cell, str) else cell


def workbook(records):
    """The same as a workbook; every text is a text, whatever it begins with."""
    # They take a while to load: not for the pages to wait for.
    from openpyxl import Workbook

    from gis.writers.sheet import text_cell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("审计日志")
    sheet.append(HEADINGS)
    wording = Wording()
    for record in records[:AT_MOST].iterator(2000):
        sheet.append(
            [
                text_cell(sheet, cell) if isinstance(cell, str) else cell
                for cell in cells(record, wording)
            ]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
