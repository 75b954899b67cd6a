"""What lay in the bin when a round was closed stays out of the frozen round."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0052_rounds_taken_out_are_recorded"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="roundreport",
            name="raise_version",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="roundreport",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="roundreport",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="roundreport",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="删除时间"),
        ),
        migrations.AddField(
            model_name="roundreportevent",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="删除时间"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreport",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."arranged_wan" IS DISTINCT FROM (NEW."arranged_wan") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."investment_wan" IS DISTINCT FROM (NEW."investment_wan") OR OLD."is_unchanged" IS DISTINCT FROM (NEW."is_unchanged") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."paid_wan" IS DISTINCT FROM (NEW."paid_wan") OR OLD."previous_id" IS DISTINCT FROM (NEW."previous_id") OR OLD."progress" IS DISTINCT FROM (NEW."progress") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."standing" IS DISTINCT FROM (NEW."standing") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="NEW.version := OLD.version + 1; NEW.updated_at := statement_timestamp(); RETURN NEW;",
                    hash="7c2962435778884a3ea590f2eca7b7d7adf9ec6d",
                    operation="UPDATE",
                    pgid="pgtrigger_raise_version_e8264",
                    table="registry_roundreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_roundreportevent" ("arranged_wan", "deleted_at", "district_id", "id", "investment_wan", "is_unchanged", "lead_id", "name", "owner_id", "paid_wan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "progress", "project_id", "reported_at", "reported_by_id", "round_id", "sector_id", "stage", "standing", "text", "updated_at", "version") SELECT old_values."arranged_wan", old_values."deleted_at", old_values."district_id", old_values."id", old_values."investment_wan", old_values."is_unchanged", old_values."lead_id", old_values."name", old_values."owner_id", old_values."paid_wan", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."previous_id", old_values."progress", old_values."project_id", old_values."reported_at", old_values."reported_by_id", old_values."round_id", old_values."sector_id", old_values."stage", old_values."standing", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c0ecbac25aac59905bf0bad1a62dc0cf132e572b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a39cf",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="registry_roundreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreport",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_roundreportevent" ("arranged_wan", "deleted_at", "district_id", "id", "investment_wan", "is_unchanged", "lead_id", "name", "owner_id", "paid_wan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "progress", "project_id", "reported_at", "reported_by_id", "round_id", "sector_id", "stage", "standing", "text", "updated_at", "version") SELECT old_values."arranged_wan", old_values."deleted_at", old_values."district_id", old_values."id", old_values."investment_wan", old_values."is_unchanged", old_values."lead_id", old_values."name", old_values."owner_id", old_values."paid_wan", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."previous_id", old_values."progress", old_values."project_id", old_values."reported_at", old_values."reported_by_id", old_values."round_id", old_values."sector_id", old_values."stage", old_values."standing", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a3b48be6ae5878ee8a54a4a2355a286f3979cb3e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4a323",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="registry_roundreport",
                    when="AFTER",
                ),
            ),
        ),
    ]
