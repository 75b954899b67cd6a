"""Roll-ups rebuilt from the records, and compared with them.

Triggers keep them true; this is for a restore, a repair and for proof.
"""

from django.db import connection, transaction

from registry.models import Project
from registry.models.triggers import PLACE

#: Projects taken at a time, so that a rebuild holds few locks for long.
CHUNK = 5000

REBUILD = f"""
    INSERT INTO registry_projecttotal (project_id, {PLACE})
    SELECT id, {PLACE} FROM registry_project WHERE id = ANY(%(ids)s::bigint[])
    ON CONFLICT (project_id) DO NOTHING;
    SELECT registry_refresh_places(%(ids)s::bigint[]);
    SELECT registry_refresh_asset_totals(%(ids)s::bigint[]);
    SELECT registry_refresh_funding_totals(%(ids)s::bigint[]);
"""  # noqa: S608

SOURCES = """
    SELECT project_id, sum(amount_wan) AS funded,
           ',' || string_agg(DISTINCT source_id, ',' ORDER BY source_id) || ',' AS sources
    FROM registry_fundingline GROUP BY project_id
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
        SELECT project_id, source_id, paid, sources, {PLACE}
        FROM (
            SELECT project_id, source_id, sum(amount_wan) AS paid
            FROM registry_fundingline GROUP BY project_id, source_id
        ) f
        JOIN registry_project p ON p.id = f.project_id
        JOIN ({SOURCES}) s USING (project_id)
    ), kept AS (
        SELECT project_id, source_id, amount_wan, funding_key, {PLACE} FROM registry_fundingtotal
    )
    (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)
"""  # noqa: S608

PROJECTS_DIFFER = f"""
    WITH truth AS (
        SELECT p.id, coalesce(a.assets, 0), coalesce(a.unmapped, 0),
               round(coalesce(a.length_m, 0)::numeric, 3), a.extent,
               coalesce(f.funded, 0), coalesce(f.sources, ''), {PLACE}
        FROM registry_project p
        LEFT JOIN (
            SELECT project_id, count(*) AS assets,
                   count(*) FILTER (WHERE location IS NULL) AS unmapped,
                   sum(length_m) AS length_m, ST_Extent(location)::text AS extent
            FROM registry_asset GROUP BY project_id
        ) a ON a.project_id = p.id
        LEFT JOIN ({SOURCES}) f ON f.project_id = p.id
    ), kept AS (
        SELECT project_id, asset_count, unmapped_count, round(length_m::numeric, 3),
               Box2D(extent)::text, funded_wan, funding_key, {PLACE}
        FROM registry_projecttotal
    )
    (TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)
"""  # noqa: S608


def rebuild():
    """Recompute every roll-up; returns the number of projects."""
    ids = list(Project.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(REBUILD, {"ids": ids[start : start + CHUNK]})
    return len(ids)


def differing():
    """Ids of the projects whose roll-ups are not what their records say."""
    found = set()
    with connection.cursor() as cursor:
        for query in (ASSETS_DIFFER, FUNDING_DIFFERS, PROJECTS_DIFFER):
            cursor.execute(query)
            found.update(row[0] for row in cursor.fetchall())
    return sorted(found)
