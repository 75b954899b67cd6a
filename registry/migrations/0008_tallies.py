"""Tallies of the roll-ups, and the projects' investment beside their totals.

Filled at the end: setting the investment fires the new triggers once.
"""

from importlib import import_module

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

former = import_module("registry.migrations.0005_totals_know_their_place")

#: The first of the three statements alike is the one of the projects' totals.
PLACES = former.PLACES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
WITH_INVESTMENT = PLACES.replace(
    "standing, deleted_at)", "standing, deleted_at, investment_wan)", 1
)
WITH_INVESTMENT = WITH_INVESTMENT.replace("p.deleted_at)", "p.deleted_at, p.investment_wan)", 1)

FILL = """
UPDATE registry_projecttotal t SET investment_wan = p.investment_wan
FROM registry_project p WHERE p.id = t.project_id;
TRUNCATE registry_projecttally, registry_assettally, registry_fundingtally;
INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, project_count, investment_wan, asset_count, unmapped_count, length_m)
SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)
FROM (SELECT 1 AS sign, * FROM registry_projecttotal) r WHERE deleted_at IS NULL
GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001;
INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, asset_count, unmapped_count, length_m)
SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)
FROM (SELECT 1 AS sign, * FROM registry_assettotal) r WHERE deleted_at IS NULL
GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001;
INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, project_count, amount_wan)
SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, sum(sign * 1), sum(sign * amount_wan)
FROM (SELECT 1 AS sign, * FROM registry_fundingtotal) r WHERE deleted_at IS NULL
GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_who_is_drawing"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("standing", models.CharField(max_length=20)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("funding_key", models.TextField(db_default="")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pipe", "管段"),
                            ("water_plant", "水厂"),
                            ("sewage_plant", "污水处理厂"),
                            ("pump_station", "泵站、二次供水"),
                            ("gas_station", "燃气场站"),
                            ("sanitation", "环卫设施"),
                            ("recycling_site", "回收设施"),
                            ("elevator", "电梯"),
                            ("camera", "摄像机"),
                            ("building", "建筑"),
                            ("structure", "桥隧、井盖与监测设施"),
                            ("machine", "车辆与施工机械"),
                            ("device", "专用设备"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                    ),
                ),
                ("medium", models.CharField(blank=True, max_length=20)),
                ("asset_count", models.IntegerField()),
                ("unmapped_count", models.IntegerField()),
                ("length_m", models.FloatField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FundingTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("standing", models.CharField(max_length=20)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("funding_key", models.TextField(db_default="")),
                ("project_count", models.IntegerField()),
                ("amount_wan", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("standing", models.CharField(max_length=20)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("funding_key", models.TextField(db_default="")),
                ("project_count", models.IntegerField()),
                ("investment_wan", models.DecimalField(decimal_places=2, max_digits=18)),
                ("asset_count", models.IntegerField()),
                ("unmapped_count", models.IntegerField()),
                ("length_m", models.FloatField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="project",
            name="start_total",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="project",
            name="move_totals",
        ),
        migrations.AddField(
            model_name="projecttotal",
            name="investment_wan",
            field=models.DecimalField(decimal_places=2, max_digits=14, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assettotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="1678aec92710109a5a7d5dfc35c5e5bbb4a3e184",
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
                    func="\n        INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="7174df29071bdd8dd68cfa7ed0a3ad80b05be97c",
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
                    func="\n        INSERT INTO registry_assettally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium, sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, kind, medium HAVING abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="e466601fdb49d4990eb0c339c1401d9906fd30ad",
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
                    func="\n        INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, project_count, amount_wan)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, sum(sign * 1), sum(sign * amount_wan)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0\n    ; RETURN NULL;",
                    hash="1ee7705deb1ab8e330727abae6ae3f9b5fde5a8f",
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
                    func="\n        INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, project_count, amount_wan)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, sum(sign * 1), sum(sign * amount_wan)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0\n    ; RETURN NULL;",
                    hash="b3f8c6a4574689a24717a8c05a2203221c5a9c0d",
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
                    func="\n        INSERT INTO registry_fundingtally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, project_count, amount_wan)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id, sum(sign * 1), sum(sign * amount_wan)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, source_id HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * amount_wan)) > 0\n    ; RETURN NULL;",
                    hash="3dc893e2c67430468dced4e9a35e776db0dc1cfa",
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
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="start_total",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttotal (project_id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, investment_wan) SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, investment_wan FROM new_rows;\n        RETURN NULL;\n    ",
                    hash="c0027e5425a7a9254d110d7ae31a11352318af19",
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
                    func="\n        PERFORM registry_refresh_places(ARRAY(\n            SELECT id FROM (\n                SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, investment_wan FROM new_rows EXCEPT SELECT id, district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, investment_wan FROM old_rows\n            ) moved\n        ));\n        RETURN NULL;\n    ",
                    hash="5319ef837f1d7461caf70565a909a078a14e7f03",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_move_totals_9f38b",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="registry_project",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projecttotal",
            trigger=pgtrigger.compiler.Trigger(
                name="tally_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="14d19c8a6f0b50005f66565caf5ec098210c8525",
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
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="ce4de519dbb473f290184aec99bdcf23ae84ab1b",
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
                    func="\n        INSERT INTO registry_projecttally (district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, project_count, investment_wan, asset_count, unmapped_count, length_m)\n        SELECT district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key, sum(sign * 1), sum(sign * coalesce(investment_wan, 0)), sum(sign * asset_count), sum(sign * unmapped_count), sum(sign * length_m)\n        FROM (SELECT -1 AS sign, * FROM old_rows) r WHERE deleted_at IS NULL\n        GROUP BY district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at, funding_key HAVING abs(sum(sign * 1)) > 0 OR abs(sum(sign * coalesce(investment_wan, 0))) > 0 OR abs(sum(sign * asset_count)) > 0 OR abs(sum(sign * unmapped_count)) > 0 OR abs(sum(sign * length_m)) > 0.000001\n    ; RETURN NULL;",
                    hash="6b79165514afca3d233a0203f4c8708ce02e372a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tally_delete_41668",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="registry_projecttotal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="assettally",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.district",
            ),
        ),
        migrations.AddField(
            model_name="assettally",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="assettally",
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
            model_name="assettally",
            name="sector",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.sector",
            ),
        ),
        migrations.AddField(
            model_name="fundingtally",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.district",
            ),
        ),
        migrations.AddField(
            model_name="fundingtally",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="fundingtally",
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
            model_name="fundingtally",
            name="sector",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.sector",
            ),
        ),
        migrations.AddField(
            model_name="fundingtally",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.fundingsource",
            ),
        ),
        migrations.AddField(
            model_name="projecttally",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.district",
            ),
        ),
        migrations.AddField(
            model_name="projecttally",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="projecttally",
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
            model_name="projecttally",
            name="sector",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.sector",
            ),
        ),
        migrations.RunSQL(WITH_INVESTMENT, PLACES),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
