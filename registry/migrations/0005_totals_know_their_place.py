"""Roll-ups learn where their project stands, and assets' roll-ups their project's sources.

They hold nothing of their own, so they are emptied, widened and computed again. A change
of a project's place takes the same locks in the same order as a change of its assets.
"""

from importlib import import_module

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

ASSET_TOTALS = """
CREATE OR REPLACE FUNCTION registry_refresh_asset_totals(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    ORDER BY t.project_id FOR UPDATE OF t;

    DELETE FROM registry_assettotal a USING unnest(ids) AS i(id) WHERE a.project_id = i.id;

    INSERT INTO registry_assettotal
        (project_id, kind, medium, work, asset_count, unmapped_count, length_m, declared_m,
         funding_key, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
    SELECT s.*, t.funding_key, p.district_id, p.sector_id, p.lead_id, p.owner_id, p.stage, p.standing, p.deleted_at
    FROM (
        SELECT a.project_id, a.kind, a.medium, a.work, count(*),
               count(*) FILTER (WHERE a.location IS NULL),
               coalesce(sum(a.length_m), 0), coalesce(sum(a.declared_length_m), 0)
        FROM registry_asset a JOIN unnest(ids) AS i(id) ON a.project_id = i.id
        GROUP BY a.project_id, a.kind, a.medium, a.work
    ) s
    JOIN registry_project p ON p.id = s.project_id
    JOIN registry_projecttotal t ON t.project_id = s.project_id;

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
CREATE OR REPLACE FUNCTION registry_refresh_funding_totals(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    ORDER BY t.project_id FOR UPDATE OF t;

    DELETE FROM registry_fundingtotal f USING unnest(ids) AS i(id) WHERE f.project_id = i.id;

    UPDATE registry_projecttotal t SET
        funded_wan = coalesce(s.funded, 0), funding_key = coalesce(s.sources, '')
    FROM unnest(ids) AS i(id)
    LEFT JOIN (
        SELECT f.project_id, sum(f.amount_wan) AS funded,
               ',' || string_agg(DISTINCT f.source_id, ',' ORDER BY f.source_id) || ',' AS sources
        FROM registry_fundingline f JOIN unnest(ids) AS j(id) ON f.project_id = j.id
        GROUP BY f.project_id
    ) s ON s.project_id = i.id
    WHERE t.project_id = i.id;

    INSERT INTO registry_fundingtotal
        (project_id, source_id, amount_wan, funding_key,
         district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
    SELECT s.*, t.funding_key,
           p.district_id, p.sector_id, p.lead_id, p.owner_id, p.stage, p.standing, p.deleted_at
    FROM (
        SELECT f.project_id, f.source_id, sum(f.amount_wan)
        FROM registry_fundingline f JOIN unnest(ids) AS i(id) ON f.project_id = i.id
        GROUP BY f.project_id, f.source_id
    ) s
    JOIN registry_project p ON p.id = s.project_id
    JOIN registry_projecttotal t ON t.project_id = s.project_id;

    UPDATE registry_assettotal a SET funding_key = t.funding_key
    FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    WHERE a.project_id = t.project_id AND a.funding_key <> t.funding_key;
END $$;
"""

PLACES = """
CREATE FUNCTION registry_refresh_places(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    ORDER BY t.project_id FOR UPDATE OF t;

    UPDATE registry_projecttotal r SET (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
        = (p.district_id, p.sector_id, p.lead_id, p.owner_id, p.stage, p.standing, p.deleted_at)
    FROM registry_project p JOIN unnest(ids) AS i(id) ON p.id = i.id
    WHERE r.project_id = p.id;

    UPDATE registry_assettotal r SET (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
        = (p.district_id, p.sector_id, p.lead_id, p.owner_id, p.stage, p.standing, p.deleted_at)
    FROM registry_project p JOIN unnest(ids) AS i(id) ON p.id = i.id
    WHERE r.project_id = p.id;

    UPDATE registry_fundingtotal r SET (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
        = (p.district_id, p.sector_id, p.lead_id, p.owner_id, p.stage, p.standing, p.deleted_at)
    FROM registry_project p JOIN unnest(ids) AS i(id) ON p.id = i.id
    WHERE r.project_id = p.id;
END $$;
"""

EMPTY = "TRUNCATE registry_projecttotal, registry_assettotal, registry_fundingtotal"

FILL = """
INSERT INTO registry_projecttotal
    (project_id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at)
SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at
FROM registry_project;
SELECT registry_refresh_funding_totals(ARRAY(SELECT id FROM registry_project));
SELECT registry_refresh_asset_totals(ARRAY(SELECT id FROM registry_project));
"""

REFILL = """
INSERT INTO registry_projecttotal (project_id) SELECT id FROM registry_project;
SELECT registry_refresh_funding_totals(ARRAY(SELECT id FROM registry_project));
SELECT registry_refresh_asset_totals(ARRAY(SELECT id FROM registry_project));
"""

former = import_module("registry.migrations.0002_rollup_functions")


def replacing(sql):
    return sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_file_exchange"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="project", name="project_number_once"),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["number"], name="project_number"),
        ),
        migrations.RunSQL(EMPTY, REFILL),
        migrations.RunSQL(PLACES, "DROP FUNCTION registry_refresh_places(bigint[])"),
        migrations.RunSQL(ASSET_TOTALS, replacing(former.ASSET_TOTALS)),
        migrations.RunSQL(FUNDING_TOTALS, replacing(former.FUNDING_TOTALS)),
        pgtrigger.migrations.RemoveTrigger(
            model_name="project",
            name="start_total",
        ),
        migrations.AddField(
            model_name="assettotal",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assettotal",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.district",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assettotal",
            name="funding_key",
            field=models.TextField(db_default=""),
        ),
        migrations.AddField(
            model_name="assettotal",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assettotal",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="assettotal",
            name="sector",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.sector",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assettotal",
            name="stage",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assettotal",
            name="standing",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.district",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="sector",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.sector",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="stage",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="standing",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.district",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="sector",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.sector",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="stage",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="standing",
            field=models.CharField(default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="funding_key",
            field=models.TextField(db_default=""),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at__isnull", True),
                    models.Q(("standing__in", ("withdrawn", "terminated")), _negated=True),
                ),
                fields=["id"],
                include=("district", "sector", "stage", "investment_wan"),
                name="project_counted",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="start_total",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttotal (project_id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at) SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at FROM new_rows;\n        RETURN NULL;\n    ",
                    hash="5f7342fb500044807c7ce13e90120fe01749774f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_start_total_84f34",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registry_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="move_totals",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        PERFORM registry_refresh_places(ARRAY(\n            SELECT id FROM (\n                SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at FROM new_rows EXCEPT SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at FROM old_rows\n            ) moved\n        ));\n        RETURN NULL;\n    ",
                    hash="dc83b6d874a4d7e44450322fedabb8468a8b8c2d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_move_totals_9f38b",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="registry_project",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, EMPTY),
    ]
