"""One file in: read, check everything, then write all of it or nothing."""

from django.db import DataError, IntegrityError

from gis.errors import GisError
from gis.readers import read
from registry.exchange.checks import check_lengths, check_together
from registry.exchange.loading import load
from registry.exchange.report import Report, Unusable
from registry.exchange.rows import clean_rows
from registry.exchange.targets import assign_projects
from registry.models import Asset
from registry.refusals import sentence


def import_file(order, *, dry_run=False):
    """Carry out an `ImportOrder`; the report says what was found and whether it was written."""
    report = Report()
    try:
        table = check(order, report)
    except (GisError, Unusable) as error:
        report.give_up(error)
        return report
    if report.stands(order.accept_warnings) and not dry_run:
        write(order, table, report)
    return report


def check(order, report):
    """The rows as they would be stored; what is wrong with them is in the report."""
    source = read(order.path, layer=order.layer, crs=order.crs, encoding=order.encoding)
    report.describe(source)
    table = clean_rows(source, order, report)
    if table is not None:
        table["project"] = assign_projects(order, source.frame, table, report)
        check_together(table, report)
        check_lengths(table, report)
    report.sort()
    return table


def write(order, table, report):
    try:
        load(order, table, report)
    except (DataError, IntegrityError) as error:
        # What was checked a moment ago has been changed by someone else: a number taken, say.
        report.refuse(0, "", "refused_by_database", reason=sentence(error, Asset))
        return
    report.committed = True
    report.projects = sorted({project.number for project in table["project"]})
