"""Totals of assets are counted in one pass over the rows of a project instead of two.

The project's own totals are the sums of those by kind, medium and work. An import of a million
rows reads them once less, and so does every change of a single one.
"""

from importlib import import_module

from django.db import migrations

former = import_module("registry.migrations.0006_lighter_loads")
before = import_module("registry.migrations.0005_totals_know_their_place")

ASSET_TOTALS = """
CREATE OR REPLACE FUNCTION registry_refresh_asset_totals(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    ORDER BY t.project_id FOR UPDATE OF t;

    DELETE FROM registry_assettotal a USING unnest(ids) AS i(id) WHERE a.project_id = i.id;

    WITH parts AS MATERIALIZED (
        SELECT a.project_id, a.kind, a.medium, a.work, count(*) AS assets,
               count(*) FILTER (WHERE a.location IS NULL) AS unmapped,
               coalesce(sum(a.length_m), 0) AS length_m,
               coalesce(sum(a.declared_length_m), 0) AS declared_m,
               min(ST_XMin(a.location)) AS west, min(ST_YMin(a.location)) AS south,
               max(ST_XMax(a.location)) AS east, max(ST_YMax(a.location)) AS north,
               sum(ST_X(c.middle)) AS x, sum(ST_Y(c.middle)) AS y
        FROM registry_asset a JOIN unnest(ids) AS i(id) ON a.project_id = i.id
        -- Not flattened, for then it would be computed for each use again.
        CROSS JOIN LATERAL (SELECT ST_Centroid(a.location) AS middle OFFSET 0) c
        GROUP BY a.project_id, a.kind, a.medium, a.work
    ), kept AS (
        INSERT INTO registry_assettotal
            (project_id, kind, medium, work, asset_count, unmapped_count, length_m, declared_m,
             funding_key, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
        SELECT s.project_id, s.kind, s.medium, s.work, s.assets, s.unmapped, s.length_m,
               s.declared_m, t.funding_key, p.district_id, p.sector_id, p.lead_id, p.owner_id,
               p.stage, p.standing, p.deleted_at
        FROM parts s
        JOIN registry_project p ON p.id = s.project_id
        JOIN registry_projecttotal t ON t.project_id = s.project_id
    )
    UPDATE registry_projecttotal t SET
        asset_count = coalesce(s.assets, 0),
        unmapped_count = coalesce(s.unmapped, 0),
        length_m = coalesce(s.length_m, 0),
        declared_m = coalesce(s.declared_m, 0),
        extent = ST_MakeEnvelope(s.west, s.south, s.east, s.north, 4490),
        point_web = ST_Transform(
            ST_SetSRID(ST_MakePoint(s.x / s.mapped, s.y / s.mapped), 4490), 3857)
    FROM unnest(ids) AS i(id)
    LEFT JOIN (
        SELECT project_id, sum(assets) AS assets, sum(unmapped) AS unmapped,
               nullif(sum(assets) - sum(unmapped), 0)::float8 AS mapped,
               sum(length_m) AS length_m, sum(declared_m) AS declared_m,
               min(west) AS west, min(south) AS south, max(east) AS east, max(north) AS north,
               sum(x) AS x, sum(y) AS y
        FROM parts GROUP BY project_id
    ) s ON s.project_id = i.id
    WHERE t.project_id = i.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_kiosks")]

    operations = [
        migrations.RunSQL(ASSET_TOTALS, former.with_middles(before.ASSET_TOTALS)),
    ]
