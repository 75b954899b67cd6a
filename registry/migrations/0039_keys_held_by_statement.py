"""Assets point to projects and batches by keys that a statement checks at once: see `models.keys`."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0038_sector_colours"),
    ]

    operations = [
        migrations.AlterField(
            model_name="asset",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assets",
                to="registry.importbatch",
            ),
        ),
        migrations.AlterField(
            model_name="asset",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assets",
                to="registry.project",
                verbose_name="项目",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="asset",
            trigger=pgtrigger.compiler.Trigger(
                name="keys_hold_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _keys bigint[]; _found bigint;",
                    func="\n            _keys := ARRAY(\n                SELECT DISTINCT project_id FROM new_rows WHERE project_id IS NOT NULL \n            );\n            PERFORM FROM registry_project WHERE id = ANY(_keys) ORDER BY id FOR KEY SHARE;\n            GET DIAGNOSTICS _found = ROW_COUNT;\n            IF _found < cardinality(_keys) THEN\n                RAISE EXCEPTION '所属的记录已被删除，没有保存，请刷新后重试。'\n                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,\n                        COLUMN = 'project_id', CONSTRAINT = 'project_id_holds';\n            END IF;\n        \n            _keys := ARRAY(\n                SELECT DISTINCT batch_id FROM new_rows WHERE batch_id IS NOT NULL \n            );\n            PERFORM FROM registry_importbatch WHERE id = ANY(_keys) ORDER BY id FOR KEY SHARE;\n            GET DIAGNOSTICS _found = ROW_COUNT;\n            IF _found < cardinality(_keys) THEN\n                RAISE EXCEPTION '所属的记录已被删除，没有保存，请刷新后重试。'\n                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,\n                        COLUMN = 'batch_id', CONSTRAINT = 'batch_id_holds';\n            END IF;\n         RETURN NULL;",
                    hash="8afdf94c002f0fff125a0929351995f699a493de",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_keys_hold_insert_34582",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="registry_asset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="asset",
            trigger=pgtrigger.compiler.Trigger(
                name="keys_hold_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _keys bigint[]; _found bigint;",
                    func="\n            _keys := ARRAY(\n                SELECT DISTINCT project_id FROM new_rows WHERE project_id IS NOT NULL EXCEPT SELECT project_id FROM old_rows\n            );\n            PERFORM FROM registry_project WHERE id = ANY(_keys) ORDER BY id FOR KEY SHARE;\n            GET DIAGNOSTICS _found = ROW_COUNT;\n            IF _found < cardinality(_keys) THEN\n                RAISE EXCEPTION '所属的记录已被删除，没有保存，请刷新后重试。'\n                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,\n                        COLUMN = 'project_id', CONSTRAINT = 'project_id_holds';\n            END IF;\n        \n            _keys := ARRAY(\n                SELECT DISTINCT batch_id FROM new_rows WHERE batch_id IS NOT NULL EXCEPT SELECT batch_id FROM old_rows\n            );\n            PERFORM FROM registry_importbatch WHERE id = ANY(_keys) ORDER BY id FOR KEY SHARE;\n            GET DIAGNOSTICS _found = ROW_COUNT;\n            IF _found < cardinality(_keys) THEN\n                RAISE EXCEPTION '所属的记录已被删除，没有保存，请刷新后重试。'\n                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,\n                        COLUMN = 'batch_id', CONSTRAINT = 'batch_id_holds';\n            END IF;\n         RETURN NULL;",
                    hash="9d95529ac192ef24d0460094c45b5188ed577e11",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_keys_hold_update_dfceb",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="registry_asset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="pointed_to_by_registry_asset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n            IF current_setting('transaction_isolation') <> 'read committed' THEN\n                RAISE EXCEPTION 'registry_importbatch: delete rows under READ COMMITTED'\n                    USING ERRCODE = 'invalid_transaction_state';\n            END IF;\n            IF NOT EXISTS (SELECT FROM registry_importbatch WHERE id = OLD.id)\n                AND EXISTS (SELECT FROM registry_asset WHERE batch_id = OLD.id) THEN\n                \n    RAISE EXCEPTION '还有设备设施属于它，不能删除。'\n        USING ERRCODE = 'foreign_key_violation', TABLE = 'registry_asset', CONSTRAINT = 'batch_id_holds';\n\n            END IF;\n            RETURN NULL;\n        ",
                    hash="4a8a0104e2ba879b213e2c4715027eccdd702ceb",
                    operation='DELETE OR UPDATE OF "id"',
                    pgid="pgtrigger_pointed_to_by_registry_asset_43086",
                    table="registry_importbatch",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied_under_registry_asset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT FROM registry_asset WHERE batch_id IS NOT NULL) THEN\n                \n    RAISE EXCEPTION '还有设备设施属于它，不能删除。'\n        USING ERRCODE = 'foreign_key_violation', TABLE = 'registry_asset', CONSTRAINT = 'batch_id_holds';\n\n            END IF;\n            RETURN NULL;\n        ",
                    hash="7135688269a3ece64884a8c5b711951e0c016dc4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_under_registry_asset_c116b",
                    table="registry_importbatch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="pointed_to_by_registry_asset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n            IF current_setting('transaction_isolation') <> 'read committed' THEN\n                RAISE EXCEPTION 'registry_project: delete rows under READ COMMITTED'\n                    USING ERRCODE = 'invalid_transaction_state';\n            END IF;\n            IF NOT EXISTS (SELECT FROM registry_project WHERE id = OLD.id)\n                AND EXISTS (SELECT FROM registry_asset WHERE project_id = OLD.id) THEN\n                \n    RAISE EXCEPTION '还有设备设施属于它，不能删除。'\n        USING ERRCODE = 'foreign_key_violation', TABLE = 'registry_asset', CONSTRAINT = 'project_id_holds';\n\n            END IF;\n            RETURN NULL;\n        ",
                    hash="8d7823070d7f51f5725e47d1b8c62adeae75f9e1",
                    operation='DELETE OR UPDATE OF "id"',
                    pgid="pgtrigger_pointed_to_by_registry_asset_b5d3e",
                    table="registry_project",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied_under_registry_asset",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT FROM registry_asset WHERE project_id IS NOT NULL) THEN\n                \n    RAISE EXCEPTION '还有设备设施属于它，不能删除。'\n        USING ERRCODE = 'foreign_key_violation', TABLE = 'registry_asset', CONSTRAINT = 'project_id_holds';\n\n            END IF;\n            RETURN NULL;\n        ",
                    hash="2d7148c504c96463df7ec9964f3c3abaebc694a9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_under_registry_asset_0a81d",
                    table="registry_project",
                    when="AFTER",
                ),
            ),
        ),
    ]
