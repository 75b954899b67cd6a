"""Roll-ups rebuilt from the records, tallies from the roll-ups, and all compared.

Triggers keep them true; this is for a restore, a repair and for proof.
"""

from contextlib import suppress

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from registry.models import Project
from registry.models.triggers import PLACE, TALLIES, WORTH, appended

#: Projects taken at a time, so that a rebuild holds few locks for long.
CHUNK = 5000
#: A tally of more pages than these is packed where its rows would do with a third of what it has.
FEW_PAGES, ROWS_ON_A_PAGE, LOOSE = 256, 45, 3
#: For so long one waits here for who reads or writes, and they for it: less than the second after
#: which the server looks for a deadlock. So often a rebuild tries to have all tallies at once.
PATIENCE, TRIES = "500ms", 60

REBUILD = f"""
    INSERT INTO registry_projecttotal (project_id, {WORTH})
    SELECT id, {WORTH} FROM registry_project WHERE id = ANY(%(ids)s::bigint[])
    ON CONFLICT (project_id) DO NOTHING;
    SELECT registry_refresh_places(%(ids)s::bigint[]);
    SELECT registry_refresh_asset_totals(%(ids)s::bigint[]);
    SELECT registry_refresh_funding_totals(%(ids)s::bigint[]);
"""  # noqa: S608

SOURCES = """
    SELECT project_id, sum(amount_wan) AS funded,
           coalesce(sum(amount_wan) FILTER (WHERE status = 'paid'), 0) AS paid,
           ',' || string_agg(DISTINCT source_id, ',' ORDER BY source_id) || ',' AS sources
    FROM registry_fundingline GROUP BY project_id
"""

SORTS = """
    SELECT project_id, ',' || string_agg(sorts, ',' ORDER BY kind, medium, work) || ',' AS sorts
    FROM (
        SELECT project_id, kind, medium, work, concat_ws(',',
                   CASE WHEN count(location) > 0 THEN concat_ws('/', 'yes', work, kind, medium) END,
                   CASE WHEN count(location) < count(*)
                        THEN concat_ws('/', 'no', work, kind, medium) END) AS sorts
        FROM registry_asset GROUP BY project_id, kind, medium, work
    ) held GROUP BY project_id
"""

#: Each query names the projects whose roll-up differs from the truth. Metres are
#: compared to the millimetre: sums of floats depend on their order.
ASSETS_DIFFER = f"""
    WITH truth AS (
        SELECT project_id, kind, medium, work, assets, unmapped,
               round(metres::numeric, 3), declared, coalesce(sources, ''), {PLACE}
        FROM (
            SELECT project_id, kind, medium, work, count(*) AS assets,
                   count(*) FILTER (WHERE location IS NULL) AS unmapped,
                   coalesce(sum(length_m), 0) AS metres,
                   coalesce(sum(declared_length_m), 0) AS declared
            FROM registry_asset GROUP BY project_id, kind, medium, work
        ) a
        JOIN registry_project p ON p.id = a.project_id
        LEFT JOIN ({SOURCES}) f USING (project_id)
    ), kept AS (
        SELECT project_id, kind, medium, work, asset_count, unmapped_count,
               round(length_m::numeric, 3), declared_m, funding_key, {PLACE}
        FROM registry_assettotal
    )
    (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)
"""  # noqa: S608

FUNDING_DIFFERS = f"""
    WITH truth AS (
        SELECT project_id, source_id, f.amount, sources, coalesce(sorts, ''), {PLACE}
        FROM (
            SELECT project_id, source_id, sum(amount_wan) AS amount
            FROM registry_fundingline GROUP BY project_id, source_id
        ) f
        JOIN registry_project p ON p.id = f.project_id
        JOIN ({SOURCES}) s USING (project_id)
        LEFT JOIN ({SORTS}) h USING (project_id)
    ), kept AS (
        SELECT project_id, source_id, amount_wan, funding_key, asset_key, {PLACE}
        FROM registry_fundingtotal
    )
    (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)
"""  # noqa: S608

PROJECTS_DIFFER = f"""
    WITH truth AS (
        SELECT p.id, coalesce(a.assets, 0), coalesce(a.unmapped, 0),
               round(coalesce(a.length_m, 0)::numeric, 3), a.extent,
               coalesce(f.funded, 0), coalesce(f.paid, 0), coalesce(f.sources, ''),
               coalesce(h.sorts, ''), {WORTH}
        FROM registry_project p
        LEFT JOIN (
            SELECT project_id, count(*) AS assets,
                   count(*) FILTER (WHERE location IS NULL) AS unmapped,
                   sum(length_m) AS length_m, ST_Extent(location)::text AS extent
            FROM registry_asset GROUP BY project_id
        ) a ON a.project_id = p.id
        LEFT JOIN ({SOURCES}) f ON f.project_id = p.id
        LEFT JOIN ({SORTS}) h ON h.project_id = p.id
    ), kept AS (
        SELECT project_id, asset_count, unmapped_count, round(length_m::numeric, 3),
               Box2D(extent)::text, funded_wan, paid_wan, funding_key, asset_key, {WORTH}
        FROM registry_projecttotal
    )
    (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)
"""  # noqa: S608


def rebuild():
    """Recompute every roll-up and the tallies; returns the number of projects."""
    ids = list(Project.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(REBUILD, {"ids": ids[start : start + CHUNK]})
    retally()
    return len(ids)


def retally():
    """Add up the roll-ups anew.

    A writer who has appended to one tally may be about to append to another that is locked here:
    whoever waits for him lets go of everything and tries again, before he is called a deadlock.
    """
    for left in reversed(range(TRIES)):
        try:
            add_up_anew()
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, LockNotAvailable):
                raise
        else:
            return


@transaction.atomic
def add_up_anew():
    """Who is writing has finished when the locks are had, who comes later appends after it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        for name in TALLIES:
            cursor.execute(f"LOCK TABLE registry_{name}tally IN EXCLUSIVE MODE")
        cursor.execute("SET LOCAL lock_timeout = 0")
        for name, (keys, sums) in TALLIES.items():
            cursor.execute(f"DELETE FROM registry_{name}tally")  # noqa: S608
            rows = f"(SELECT 1 AS sign, * FROM registry_{name}total) r"  # noqa: S608
            cursor.execute(appended(f"registry_{name}tally", keys, sums, rows))


def compact():
    """Add up for good what has gathered in the tallies; rows before and after.

    One statement each: a reader finds either all of the old rows or all of the new ones.
    """
    gathered = []
    with connection.cursor() as cursor:
        for name, (keys, sums) in TALLIES.items():
            again = appended(f"registry_{name}tally", keys, dict(zip(sums, sums, strict=True)), "r")
            cursor.execute(f"""
                WITH gone AS (DELETE FROM registry_{name}tally RETURNING *),
                r AS (SELECT 1 AS sign, * FROM gone)
                {again}
            """)  # noqa: S608
            cursor.execute(f"SELECT count(*) FROM registry_{name}tally")  # noqa: S608
            gathered.append(cursor.fetchone()[0])
    return gathered


def pack():
    """Give back the room of rows that `compact` has taken away; names of the tallies packed.

    A scan reads every page: a tally through which twelve million assets had passed was ten times
    as large as its rows, and made the tiles take twice as long. VACUUM FULL holds readers up
    for a third of a second there. Where somebody does not let go of a tally, the next hour will
    do. In no transaction, and in a session of its own: behind a pool of connections the patience
    would become somebody else's.
    """
    packed = []
    with connection.cursor() as cursor:
        loose = [name for name in TALLIES if is_loose(cursor, name)]
        if not loose:
            return packed
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        try:
            for name in loose:
                with suppress(OperationalError):
                    cursor.execute(f"VACUUM (FULL, ANALYZE) registry_{name}tally")
                    packed.append(name)
        finally:
            cursor.execute("RESET lock_timeout")
    return packed


def is_loose(cursor, name):
    cursor.execute(
        f"SELECT pg_relation_size('registry_{name}tally') / current_setting('block_size')::int,"  # noqa: S608
        f" (SELECT count(*) FROM registry_{name}tally)"
    )
    pages, rows = cursor.fetchone()
    return pages > max(FEW_PAGES, LOOSE * rows / ROWS_ON_A_PAGE)


def tallies_differ():
    """Names of the tallies that are not what their roll-ups add up to."""
    found = []
    with connection.cursor() as cursor:
        for name, (keys, sums) in TALLIES.items():
            columns = ", ".join((PLACE, "funding_key", *keys))
            kept = ", ".join(_rounded(n, f"sum({n})") for n in sums)
            truth = ", ".join(_rounded(n, f"sum({expression})") for n, expression in sums.items())
            cursor.execute(f"""
                WITH kept AS (
                    SELECT {columns}, {kept} FROM registry_{name}tally GROUP BY {columns}
                    HAVING {" OR ".join(f"abs(sum({n})) > 0.0005" for n in sums)}
                ), truth AS (
                    SELECT {columns}, {truth} FROM registry_{name}total
                    WHERE deleted_at IS NULL GROUP BY {columns}
                )
                SELECT count(*) FROM (
                    (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)
                ) differing
            """)  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def _rounded(name, total):
    return f"round(({total})::numeric, 3)" if name == "length_m" else total


def differing():
    """Ids of the projects whose roll-ups are not what their records say."""
    found = set()
    with connection.cursor() as cursor:
        for query in (ASSETS_DIFFER, FUNDING_DIFFERS, PROJECTS_DIFFER):
            cursor.execute(query)
            found.update(row[0] for row in cursor.fetchall())
    return sorted(found)
