"""Years of history for the benchmark city: in every round each project is changed once.

Written as the triggers would have, but by one statement a round and table.
"""

import pgtrigger
from django.db import connection
from tqdm import tqdm

from registry.choices import Door, Recorded
from registry.history.records import RECORDS

YEARS = 5
KINDS = (Recorded.PROJECT, Recorded.ASSET, Recorded.FUNDING)
#: What each round changes of a row, as the old row has it.
OLD = {
    Recorded.PROJECT: {"contact": "'第 ' || {round} || ' 任'"},
    Recorded.ASSET: {
        "name": "'第 ' || {round} || ' 次登记'",
        "attributes": "r.attributes || jsonb_build_object('diameter_mm', 100 + {round})",
    },
    Recorded.FUNDING: {"amount_wan": "r.amount_wan + {round}"},
}
#: The moment of a project's change in a round, rounds being spread over the years.
AT = (
    "date_trunc('second', now()) - make_interval(years => {years}) * ({rounds} - {round} + 1)"
    " / {rounds} + make_interval(secs => mod({project}, 86400))"
)
CONTEXT = "md5({project} || '-' || {round})::uuid"


def build(rows, *, show_progress):
    """About `rows` old rows; says how many."""
    with connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute("SELECT min(id) FROM registry_user")
        person = cursor.fetchone()[0]
        present = sum(RECORDS[kind].model.objects.count() for kind in KINDS)
        rounds = max(rows // present, 1)
        with tqdm(total=rounds, unit=" 轮", disable=not show_progress) as progress:
            for number in range(1, rounds + 1):
                write_round(cursor, number, rounds, person)
                progress.update()
        for kind in KINDS:
            table = RECORDS[kind].model._meta.db_table
            cursor.execute(f"UPDATE {table} SET version = version + %s", [rounds])  # noqa: S608
        for table in ("registry_change", *(RECORDS[kind].event._meta.db_table for kind in KINDS)):
            cursor.execute(f"ANALYZE {table}")
    return rounds * present


def write_round(cursor, number, rounds, person):
    def at(project):
        return AT.format(years=YEARS, rounds=rounds, round=number, project=project)

    def context(project):
        return CONTEXT.format(project=project, round=number)

    cursor.execute(
        "INSERT INTO pghistory_context (id, created_at, updated_at, metadata)"  # noqa: S608
        f" SELECT {context('id')}, now(), now(),"
        " jsonb_build_object('user', %s, 'door', %s, 'address', '10.0.0.1') FROM registry_project",
        [person, Door.FORM],
    )
    for kind in KINDS:
        write_events(cursor, kind, number, at, context)
        write_ledger(cursor, kind, person, at, context)


def write_events(cursor, kind, number, at, context):
    record = RECORDS[kind]
    fields = [f for f in record.model._meta.concrete_fields if not f.generated]
    old = {"version": "{round}", **OLD[kind]}
    values = [old.get(f.column, f"r.{f.column}").format(round=number) for f in fields]
    project = f"r.{record.column}"
    cursor.execute(
        f"INSERT INTO {record.event._meta.db_table}"  # noqa: S608 (own names)
        f" ({', '.join(f.column for f in fields)},"
        " pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id)"
        f" SELECT {', '.join(values)}, {at(project)}, 'update', r.id, {context(project)}"
        f" FROM {record.model._meta.db_table} r ORDER BY {project}, r.id"
    )


def write_ledger(cursor, kind, person, at, context):
    record = RECORDS[kind]
    project = record.column
    cursor.execute(
        "INSERT INTO registry_change"  # noqa: S608 (own names)
        " (project_id, recorded, operation, at, context_id, user_id, first, last, rows)"
        f" SELECT {project}, %s, 'update', {at(project)}, {context(project)}, %s,"
        f" min(id), max(id), count(*) FROM {record.model._meta.db_table} GROUP BY {project}",
        [kind, person],
    )
