"""Functions behind the roll-up triggers.

Each locks the totals of its projects in id order, then recomputes them: the next
statement of a READ COMMITTED function sees what the lock waited for, so two writers
to one project never lose a count, and projects taken in order never deadlock.
"""

from django.db import migrations

ASSET_TOTALS = """
CREATE FUNCTION registry_refresh_asset_totals(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    ORDER BY t.project_id FOR UPDATE OF t;

    DELETE FROM registry_assettotal a USING unnest(ids) AS i(id) WHERE a.project_id = i.id;

    INSERT INTO registry_assettotal
        (project_id, kind, medium, work, asset_count, unmapped_count, length_m, declared_m)
    SELECT a.project_id, a.kind, a.medium, a.work, count(*),
           count(*) FILTER (WHERE a.location IS NULL),
           coalesce(sum(a.length_m), 0), coalesce(sum(a.declared_length_m), 0)
    FROM registry_asset a JOIN unnest(ids) AS i(id) ON a.project_id = i.id
    GROUP BY a.project_id, a.kind, a.medium, a.work;

    UPDATE registry_projecttotal t SET
        asset_count = coalesce(s.assets, 0),
        unmapped_count = coalesce(s.unmapped, 0),
        length_m = coalesce(s.length_m, 0),
        declared_m = coalesce(s.declared_m, 0),
        extent = s.extent,
        point_web = ST_Transform(s.point, 3857)
    FROM unnest(ids) AS i(id)
    LEFT JOIN (
        SELECT a.project_id, count(*) AS assets,
               count(*) FILTER (WHERE a.location IS NULL) AS unmapped,
               sum(a.length_m) AS length_m, sum(a.declared_length_m) AS declared_m,
               ST_MakeEnvelope(min(ST_XMin(a.location)), min(ST_YMin(a.location)),
                               max(ST_XMax(a.location)), max(ST_YMax(a.location)), 4490) AS extent,
               ST_SetSRID(ST_MakePoint(avg(ST_X(ST_Centroid(a.location))),
                                       avg(ST_Y(ST_Centroid(a.location)))), 4490) AS point
        FROM registry_asset a JOIN unnest(ids) AS j(id) ON a.project_id = j.id
        GROUP BY a.project_id
    ) s ON s.project_id = i.id
    WHERE t.project_id = i.id;
END $$;
"""

FUNDING_TOTALS = """
CREATE FUNCTION registry_refresh_funding_totals(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    ORDER BY t.project_id FOR UPDATE OF t;

    DELETE FROM registry_fundingtotal f USING unnest(ids) AS i(id) WHERE f.project_id = i.id;

    INSERT INTO registry_fundingtotal (project_id, source_id, amount_wan)
    SELECT f.project_id, f.source_id, sum(f.amount_wan)
    FROM registry_fundingline f JOIN unnest(ids) AS i(id) ON f.project_id = i.id
    GROUP BY f.project_id, f.source_id;

    UPDATE registry_projecttotal t SET
        funded_wan = coalesce(s.funded, 0), funding_key = coalesce(s.sources, '')
    FROM unnest(ids) AS i(id)
    LEFT JOIN (
        SELECT f.project_id, sum(f.amount_wan) AS funded,
               string_agg(f.source_id, ',' ORDER BY f.source_id) AS sources
        FROM registry_fundingtotal f JOIN unnest(ids) AS j(id) ON f.project_id = j.id
        GROUP BY f.project_id
    ) s ON s.project_id = i.id
    WHERE t.project_id = i.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_records")]

    operations = [
        migrations.RunSQL(ASSET_TOTALS, "DROP FUNCTION registry_refresh_asset_totals(bigint[])"),
        migrations.RunSQL(
            FUNDING_TOTALS, "DROP FUNCTION registry_refresh_funding_totals(bigint[])"
        ),
    ]
