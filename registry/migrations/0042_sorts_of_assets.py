"""Roll-ups of whole projects know the sorts of assets that these hold, and tallies with them.

What is asked of kinds, media, works and shapes is then answered like what is asked of places.
The tallies are made up anew, for they knew nothing of it.
"""

from importlib import import_module

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

was = import_module("registry.migrations.0040_lighter_totals_and_lengths")
former_assets = was.with_boxes(was.former)
former_funding = import_module("registry.migrations.0005_totals_know_their_place").FUNDING_TOTALS

#: The sorts of a row of `registry_assettotal`, or of what it is made from.
SORTS = """concat_ws(',',
            CASE WHEN {assets} > {unmapped} THEN concat_ws('/', 'yes', work, kind, medium) END,
            CASE WHEN {unmapped} > 0 THEN concat_ws('/', 'no', work, kind, medium) END)"""


def key_of(assets, unmapped):
    sorts = SORTS.format(assets=assets, unmapped=unmapped)
    return f"',' || string_agg({sorts}, ',' ORDER BY kind, medium, work) || ','"


def changed(sql, changes):
    for old, new in changes.items():
        if sql.count(old) != 1:
            raise ValueError(old)
        sql = sql.replace(old, new)
    return sql


ASSETS = changed(
    former_assets,
    {
        """        declared_m = coalesce(s.declared_m, 0),
""": """        declared_m = coalesce(s.declared_m, 0),
        asset_key = coalesce(s.asset_key, ''),
""",
        """               nullif(sum(assets) - sum(unmapped), 0)::float8 AS mapped,
""": f"""               nullif(sum(assets) - sum(unmapped), 0)::float8 AS mapped,
               {key_of("assets", "unmapped")} AS asset_key,
""",
        """    WHERE t.project_id = i.id;
END $$""": """    WHERE t.project_id = i.id;

    UPDATE registry_fundingtotal f SET asset_key = t.asset_key
    FROM registry_projecttotal t JOIN unnest(ids) AS i(id) ON t.project_id = i.id
    WHERE f.project_id = t.project_id AND f.asset_key <> t.asset_key;
END $$""",
    },
)
FUNDING = changed(
    former_funding,
    {
        "(project_id, source_id, amount_wan, funding_key,": (
            "(project_id, source_id, amount_wan, funding_key, asset_key,"
        ),
        """    SELECT s.*, t.funding_key,
""": """    SELECT s.*, t.funding_key, t.asset_key,
""",
    },
)

MARK = f"""
UPDATE registry_projecttotal t SET asset_key = s.asset_key
FROM (
    SELECT project_id, {key_of("asset_count", "unmapped_count")} AS asset_key
    FROM registry_assettotal GROUP BY project_id
) s WHERE s.project_id = t.project_id;
UPDATE registry_fundingtotal f SET asset_key = t.asset_key
FROM registry_projecttotal t WHERE t.project_id = f.project_id AND t.asset_key <> '';
"""  # noqa: S608 (a constant)

EMPTY = "".join(
    f"DELETE FROM registry_{name}tally;\n"  # noqa: S608
    for name in ("project", "asset", "funding")
)


def filled(asset_key, work):
    """The tallies of these roll-ups; the keys that they did not always have are told."""
    place = "district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key"
    projects = f"{place}, {asset_key}cell_column, cell_row"
    assets = f"{place}, kind, medium{work}"
    funding = f"{place}, {asset_key}source_id"
    return f"""
    INSERT INTO registry_projecttally ({projects}, easting_m, northing_m, project_count,
        investment_wan, asset_count, unmapped_count, length_m)
    SELECT {projects}, sum(coalesce(round(ST_X(point_web)), 0)::bigint),
        sum(coalesce(round(ST_Y(point_web)), 0)::bigint), count(*),
        sum(coalesce(investment_wan, 0)), sum(asset_count), sum(unmapped_count), sum(length_m)
    FROM registry_projecttotal WHERE deleted_at IS NULL GROUP BY {projects};
    INSERT INTO registry_assettally ({assets}, asset_count, unmapped_count, length_m)
    SELECT {assets}, sum(asset_count), sum(unmapped_count), sum(length_m)
    FROM registry_assettotal WHERE deleted_at IS NULL GROUP BY {assets};
    INSERT INTO registry_fundingtally ({funding}, project_count, amount_wan)
    SELECT {funding}, count(*), sum(amount_wan)
    FROM registry_fundingtotal WHERE deleted_at IS NULL GROUP BY {funding};
    """  # noqa: S608 (constants)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0041_nobody_is_staff"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, filled("", "")),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assettotal",
            name="tally_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assettotal",
            name="tally_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assettotal",
            name="tally_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="fundingtotal",
            name="tally_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="fundingtotal",
            name="tally_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="fundingtotal",
            name="tally_delete",
        ),
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
            model_name="assettally",
            name="work",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="fundingtally",
            name="asset_key",
            field=models.TextField(db_default=""),
        ),
        migrations.AddField(
            model_name="fundingtotal",
            name="asset_key",
            field=models.TextField(db_default=""),
        ),
        migrations.AddField(
            model_name="projecttally",
            name="asset_key",
            field=models.TextField(db_default=""),
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="asset_key",
            field=models.TextField(db_default=""),
        ),
        migrations.RunSQL(ASSETS, former_assets),
        migrations.RunSQL(FUNDING, former_funding),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="assettotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="c08922b8e33a56b094a6fafe15692237b7cf3997",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_tally_insert_93bff",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registry_assettotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assettotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="7daba23e73c40de43f70ba46d833c962e9a0318b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_tally_update_a1426",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="registry_assettotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assettotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, work HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="96cd1569fc213650467b12687459d6a1e5275962",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tally_delete_cb8a9",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="registry_assettotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fundingtotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id, project_count, amount_wan)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id, sum(sign * 1), sum(sign * amount_wan)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0\n    ; RETURN NULL;",
                    hash="87157955d18957b5629cb0e05802052ca626f916",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_tally_insert_4cce8",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registry_fundingtotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fundingtotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id, project_count, amount_wan)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id, sum(sign * 1), sum(sign * amount_wan)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0\n    ; RETURN NULL;",
                    hash="fdfaab5f0ad0f3ad77f3f3c6044a2264755c6553",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_tally_update_25750",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="registry_fundingtotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fundingtotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id, project_count, amount_wan)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id, sum(sign * 1), sum(sign * amount_wan)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0\n    ; RETURN NULL;",
                    hash="62808e6ae82d48d349bc23f7cf716afc1d9823ef",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tally_delete_16901",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="registry_fundingtotal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projecttotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="f9376494d0a5366b2c281e013c85ae60837a7746",
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
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="7ca6bda3b3c739f58e9a7325b88080a925484b55",
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
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, easting_m, northing_m, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row, sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint), sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint), sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, asset_key, cell_column, cell_row HAVING abs(sum(sign * coalesce(round(ST_X(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * coalesce(round(ST_Y(point_web)), 0)::bigint)) > 0 OR abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="ed90e94822872a69c220188744fb129d360e5e65",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tally_delete_41668",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="registry_projecttotal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(filled("asset_key, ", ", work"), EMPTY),
    ]
