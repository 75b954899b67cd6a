"""The tally of projects by cell of the map's grid: made up anew, for it knew no cells."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import gis.functions

KEYS = (
    "district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key,"
    " cell_column, cell_row"
)
FILL = f"""
INSERT INTO registry_projecttally ({KEYS}, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)
SELECT {KEYS}, sum(coalesce(round(ST_X(point_web)), 0)::bigint),
    sum(coalesce(round(ST_Y(point_web)), 0)::bigint), count(*), sum(coalesce(investment_wan, 0)),
    sum(asset_count), sum(unmapped_count), sum(length_m)
FROM registry_projecttotal WHERE deleted_at IS NULL GROUP BY {KEYS};
"""  # noqa: S608 (a constant)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0034_project_extents_indexed"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM registry_projecttally", migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="projecttotal",
            name="tally_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="projecttotal",
            name="tally_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="projecttotal",
            name="tally_delete",
        ),
        migrations.AddField(
            model_name="projecttally",
            name="cell_column",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="projecttally",
            name="cell_row",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="projecttally",
            name="easting_m",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttally",
            name="northing_m",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="cell_column",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis.functions.WebCell("point_web", axis="X", zoom=14),
                output_field=models.IntegerField(null=True),
            ),
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="cell_row",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis.functions.WebCell("point_web", axis="Y", zoom=14),
                output_field=models.IntegerField(null=True),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projecttotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="92eb8fef4a9759e3dbec2219bf0191fe3e0cb0bd",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_tally_insert_a8b41",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registry_projecttotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projecttotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="400e13416aa3042f495b69c83d6d3e5108192dad",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_tally_update_a6ad4",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="registry_projecttotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projecttotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="fa8b6538d3f3f19b574cfe2ad6a745323cebfcf1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tally_delete_41668",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="registry_projecttotal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
