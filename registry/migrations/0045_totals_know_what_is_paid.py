"""Roll-ups know what a project was paid, tallies also how many projects state their investment.

The tally of projects is made up anew, for it knew nothing of either.
"""

from importlib import import_module

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

was = import_module("registry.migrations.0042_sorts_of_assets")
former = was.FUNDING

FUNDING = was.changed(
    former,
    {
        "funded_wan = coalesce(s.funded, 0), funding_key": (
            "funded_wan = coalesce(s.funded, 0), paid_wan = coalesce(s.paid, 0), funding_key"
        ),
        "sum(f.amount_wan) AS funded,": (
            "sum(f.amount_wan) AS funded,"
            " sum(f.amount_wan) FILTER (WHERE f.status = 'paid') AS paid,"
        ),
    },
)

MARK = """
UPDATE registry_projecttotal t SET paid_wan = s.paid
FROM (
    SELECT project_id, sum(amount_wan) AS paid
    FROM registry_fundingline WHERE status = 'paid' GROUP BY project_id
) s WHERE s.project_id = t.project_id;
"""

#: A tally being compacted, or a project being written, would stand in it twice.
ALONE = "LOCK TABLE registry_projecttotal, registry_projecttally IN SHARE ROW EXCLUSIVE MODE"
EMPTY = "DELETE FROM registry_projecttally"


def filled(columns, sums):
    """The tally of the roll-up; what it did not always add up is told."""
    keys = (
        "district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key,"
        " asset_key, cell_column, cell_row"
    )
    return f"""
    INSERT INTO registry_projecttally ({keys}, easting_m, northing_m, project_count,
        investment_wan{columns}, asset_count, unmapped_count, length_m)
    SELECT {keys}, sum(coalesce(round(ST_X(point_web)), 0)::bigint),
        sum(coalesce(round(ST_Y(point_web)), 0)::bigint), count(*),
        sum(coalesce(investment_wan, 0)){sums}, sum(asset_count), sum(unmapped_count),
        sum(length_m)
    FROM registry_projecttotal WHERE deleted_at IS NULL GROUP BY {keys}
    """  # noqa: S608 (constants)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0044_views_of_the_overview"),
    ]

    operations = [
        migrations.RunSQL(ALONE, migrations.RunSQL.noop),
        migrations.RunSQL(EMPTY, filled("", "")),
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
            name="paid_wan",
            field=models.DecimalField(db_default=0, decimal_places=2, max_digits=18),
        ),
        migrations.AddField(
            model_name="projecttally",
            name="stated_count",
            field=models.IntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="paid_wan",
            field=models.DecimalField(db_default=0, decimal_places=2, max_digits=16),
        ),
        migrations.RunSQL(FUNDING, former),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="projecttotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, stated_count, paid_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * (investment_wan IS NOT NULL)::int), sum(sign * paid_wan), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * (investment_wan IS NOT NULL)::int)) > 0 OR abs(sum(sign * paid_wan)) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="29528eca45ca92651f9f2943c52b872af6a30e80",
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
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, stated_count, paid_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * (investment_wan IS NOT NULL)::int), sum(sign * paid_wan), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * (investment_wan IS NOT NULL)::int)) > 0 OR abs(sum(sign * paid_wan)) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="09a4fa4d201fee804ea0f0191bb761bc2ae90a17",
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
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, stated_count, paid_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * (investment_wan IS NOT NULL)::int), sum(sign * paid_wan), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * (investment_wan IS NOT NULL)::int)) > 0 OR abs(sum(sign * paid_wan)) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="728519fb0af0ac42933860bccfbfc77b865fa5b0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tally_delete_41668",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="registry_projecttotal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            filled(", stated_count, paid_wan", ", count(investment_wan), sum(paid_wan)"), EMPTY
        ),
    ]
