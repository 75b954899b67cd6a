"""Monthly rounds (调度) and what closed ones keep."""

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("registry", "0024_funding_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("month", models.DateField(verbose_name="月份")),
                ("due_at", models.DateTimeField(verbose_name="截止时间")),
                ("query", models.TextField(blank=True, editable=False, max_length=8000)),
                ("wording", models.TextField(blank=True, editable=False, verbose_name="项目范围")),
                (
                    "opened_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="发起时间"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="关闭时间"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关闭人",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
            ],
            options={
                "verbose_name": "调度",
                "verbose_name_plural": "调度",
                "ordering": ("-month", "-id"),
            },
        ),
        migrations.CreateModel(
            name="RoundPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.attachment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoundReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("missing", models.PositiveIntegerField(verbose_name="未报项目数")),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="催报时间"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="registry.district",
                        verbose_name="地区",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="registry.round",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="催报人",
                    ),
                ),
            ],
            options={
                "verbose_name": "催报",
                "verbose_name_plural": "催报",
                "ordering": ("-sent_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="RoundReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0, "进度应在 0 到 100 之间。"),
                            django.core.validators.MaxValueValidator(
                                100, "进度应在 0 到 100 之间。"
                            ),
                        ],
                        verbose_name="形象进度（%）",
                    ),
                ),
                (
                    "paid_wan",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="累计支付（万元）"
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="进展说明")),
                ("is_unchanged", models.BooleanField(default=False, verbose_name="无变化")),
                (
                    "reported_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="填报时间"),
                ),
                ("name", models.CharField(editable=False, max_length=200, verbose_name="项目名称")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "谋划"),
                            ("declared", "申报"),
                            ("reserved", "入库"),
                            ("preparing", "前期"),
                            ("applying", "资金申请"),
                            ("funded", "资金下达"),
                            ("tendering", "招标"),
                            ("started", "开工"),
                            ("building", "在建"),
                            ("completed", "完工"),
                            ("accepted", "竣工验收"),
                            ("closed", "销号"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("active", "正常"),
                            ("returned", "退回修改"),
                            ("suspended", "暂停"),
                            ("withdrawn", "退库"),
                            ("terminated", "终止"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "investment_wan",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=14,
                        null=True,
                        verbose_name="总投资（万元）",
                    ),
                ),
                (
                    "arranged_wan",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=16,
                        verbose_name="资金安排（万元）",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "district",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.district",
                        verbose_name="申报地区",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="项目单位",
                    ),
                ),
                (
                    "photos",
                    models.ManyToManyField(
                        related_name="+", through="registry.RoundPhoto", to="registry.attachment"
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.roundreport",
                        verbose_name="上一轮",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_reports",
                        to="registry.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="registry.round",
                        verbose_name="调度",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.sector",
                        verbose_name="领域",
                    ),
                ),
            ],
            options={
                "verbose_name": "调度填报",
                "verbose_name_plural": "调度填报",
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="roundphoto",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shown",
                to="registry.roundreport",
            ),
        ),
        migrations.CreateModel(
            name="RoundReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0, "进度应在 0 到 100 之间。"),
                            django.core.validators.MaxValueValidator(
                                100, "进度应在 0 到 100 之间。"
                            ),
                        ],
                        verbose_name="形象进度（%）",
                    ),
                ),
                (
                    "paid_wan",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="累计支付（万元）"
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="进展说明")),
                ("is_unchanged", models.BooleanField(default=False, verbose_name="无变化")),
                (
                    "reported_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="填报时间"),
                ),
                ("name", models.CharField(editable=False, max_length=200, verbose_name="项目名称")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "谋划"),
                            ("declared", "申报"),
                            ("reserved", "入库"),
                            ("preparing", "前期"),
                            ("applying", "资金申请"),
                            ("funded", "资金下达"),
                            ("tendering", "招标"),
                            ("started", "开工"),
                            ("building", "在建"),
                            ("completed", "完工"),
                            ("accepted", "竣工验收"),
                            ("closed", "销号"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("active", "正常"),
                            ("returned", "退回修改"),
                            ("suspended", "暂停"),
                            ("withdrawn", "退库"),
                            ("terminated", "终止"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "investment_wan",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=14,
                        null=True,
                        verbose_name="总投资（万元）",
                    ),
                ),
                (
                    "arranged_wan",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        max_digits=16,
                        verbose_name="资金安排（万元）",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "district",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.district",
                        verbose_name="申报地区",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.organisation",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.organisation",
                        verbose_name="项目单位",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="registry.roundreport",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.roundreport",
                        verbose_name="上一轮",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.round",
                        verbose_name="调度",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.sector",
                        verbose_name="领域",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("month__day", 1),
                    ("month__gte", datetime.date(1950, 1, 1)),
                    ("month__lte", datetime.date(2059, 12, 31)),
                ),
                name="round_month_sensible",
                violation_error_message="月份应在 1950 年至 2059 年之间。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_rounds_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                    func="\n        RAISE EXCEPTION '这一轮调度已经关闭，不能再修改。'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';\n    ",
                    hash="0819b60dd5e84d19b0c19192906ffae4310a0506",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_closed_rounds_stay_dca04",
                    table="registry_round",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="roundreminder",
            index=models.Index(fields=["district", "-sent_at"], name="reminder_of_territory"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreminder",
            trigger=pgtrigger.compiler.Trigger(
                name="round_of_reminder_is_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT FROM (SELECT closed_at FROM registry_round WHERE id IN (NEW.round_id) FOR SHARE) r WHERE r.closed_at IS NOT NULL))\n                OR (TG_OP <> 'INSERT' AND EXISTS (SELECT FROM (SELECT closed_at FROM registry_round WHERE id IN (OLD.round_id) FOR SHARE) r WHERE r.closed_at IS NOT NULL)) THEN\n                RAISE EXCEPTION '这一轮调度已经关闭，没有保存。'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_open';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="ff8cab9878db0f97b45d3bc72e07e9b196b9110d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_round_of_reminder_is_open_26488",
                    table="registry_roundreminder",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="roundreport",
            index=models.Index(fields=["round", "district"], name="report_of_territory"),
        ),
        migrations.AddConstraint(
            model_name="roundreport",
            constraint=models.UniqueConstraint(
                fields=("round", "project"),
                name="report_once",
                violation_error_message="这个项目在本轮调度中已有一条。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("progress__isnull", True),
                    models.Q(("progress__gte", 0), ("progress__lte", 100)),
                    _connector="OR",
                ),
                name="report_progress_sensible",
                violation_error_message="进度应在 0 到 100 之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_wan__isnull", True),
                    models.Q(("paid_wan__gte", 0), ("paid_wan__lte", Decimal("10000000"))),
                    _connector="OR",
                ),
                name="report_paid_sensible",
                violation_error_message="累计支付不能为负数，也不能超过 1000 亿元，请检查单位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reported_at__isnull", True),
                    models.Q(
                        ("paid_wan__isnull", False),
                        ("progress__isnull", False),
                        ("reported_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_whole",
                violation_error_message="填报必须有进度和累计支付。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreport",
            trigger=pgtrigger.compiler.Trigger(
                name="round_is_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT FROM (SELECT closed_at FROM registry_round WHERE id IN (NEW.round_id) FOR SHARE) r WHERE r.closed_at IS NOT NULL))\n                OR (TG_OP <> 'INSERT' AND EXISTS (SELECT FROM (SELECT closed_at FROM registry_round WHERE id IN (OLD.round_id) FOR SHARE) r WHERE r.closed_at IS NOT NULL)) THEN\n                RAISE EXCEPTION '这一轮调度已经关闭，没有保存。'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_open';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="14978ccb5807954ce96211a891e5cfbfa8b058a6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_round_is_open_ee387",
                    table="registry_roundreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreport",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."arranged_wan" IS DISTINCT FROM (NEW."arranged_wan") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."investment_wan" IS DISTINCT FROM (NEW."investment_wan") OR OLD."is_unchanged" IS DISTINCT FROM (NEW."is_unchanged") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."paid_wan" IS DISTINCT FROM (NEW."paid_wan") OR OLD."previous_id" IS DISTINCT FROM (NEW."previous_id") OR OLD."progress" IS DISTINCT FROM (NEW."progress") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."sector_id" IS DISTINCT FROM (NEW."sector_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."standing" IS DISTINCT FROM (NEW."standing") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="NEW.version := OLD.version + 1; NEW.updated_at := statement_timestamp(); RETURN NEW;",
                    hash="fe52084eacd789666523a6e3d583c97903c1a492",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_roundreportevent" ("arranged_wan", "district_id", "id", "investment_wan", "is_unchanged", "lead_id", "name", "owner_id", "paid_wan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "progress", "project_id", "reported_at", "reported_by_id", "round_id", "sector_id", "stage", "standing", "text", "updated_at", "version") SELECT old_values."arranged_wan", old_values."district_id", old_values."id", old_values."investment_wan", old_values."is_unchanged", old_values."lead_id", old_values."name", old_values."owner_id", old_values."paid_wan", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."previous_id", old_values."progress", old_values."project_id", old_values."reported_at", old_values."reported_by_id", old_values."round_id", old_values."sector_id", old_values."stage", old_values."standing", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c2637f126c9bebb0b14fa68b5118a6edbc855b6a",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_roundreportevent" ("arranged_wan", "district_id", "id", "investment_wan", "is_unchanged", "lead_id", "name", "owner_id", "paid_wan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "progress", "project_id", "reported_at", "reported_by_id", "round_id", "sector_id", "stage", "standing", "text", "updated_at", "version") SELECT old_values."arranged_wan", old_values."district_id", old_values."id", old_values."investment_wan", old_values."is_unchanged", old_values."lead_id", old_values."name", old_values."owner_id", old_values."paid_wan", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."previous_id", old_values."progress", old_values."project_id", old_values."reported_at", old_values."reported_by_id", old_values."round_id", old_values."sector_id", old_values."stage", old_values."standing", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ade44b17b38200335e9102b06267cb6eaa48ac88",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4a323",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="registry_roundreport",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="roundphoto",
            constraint=models.UniqueConstraint(
                fields=("report", "attachment"), name="round_photo_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="round_of_photo_is_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT FROM (SELECT closed_at FROM registry_round WHERE id IN (SELECT p.round_id FROM registry_roundreport p WHERE p.id = NEW.report_id) FOR SHARE) r WHERE r.closed_at IS NOT NULL))\n                OR (TG_OP <> 'INSERT' AND EXISTS (SELECT FROM (SELECT closed_at FROM registry_round WHERE id IN (SELECT p.round_id FROM registry_roundreport p WHERE p.id = OLD.report_id) FOR SHARE) r WHERE r.closed_at IS NOT NULL)) THEN\n                RAISE EXCEPTION '这一轮调度已经关闭，没有保存。'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_open';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="92c2a6d7aa4d2d8dc0ede97a2863b08f986616d5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_round_of_photo_is_open_f9eb8",
                    table="registry_roundphoto",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="roundreportevent",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="roundreportevent_states"),
        ),
        migrations.AddIndex(
            model_name="roundreportevent",
            index=models.Index(fields=["project", "pgh_created_at"], name="roundreportevent_times"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundreportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b89c233521fb4b6a2ef11d83924dbf68814fe500",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f3be9",
                    table="registry_roundreportevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
