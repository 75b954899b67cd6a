"""Papers and photos of a project."""

import datetime
import uuid

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import gis.functions


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("registry", "0013_reference_layers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("approval", "审批（核准、备案）文件"),
                            ("feasibility", "可研报告"),
                            ("design", "初步设计及概算"),
                            ("planning", "用地规划手续"),
                            ("environment", "环评"),
                            ("energy", "能评"),
                            ("permit", "施工许可"),
                            ("funding", "资金下达文件"),
                            ("application", "资金申请报告"),
                            ("tender", "招标文件/中标通知"),
                            ("contract", "合同"),
                            ("start", "开工报告"),
                            ("completion", "完工报告"),
                            ("acceptance", "竣工验收报告"),
                            ("assessment", "安全评估报告"),
                            ("consent", "业主表决"),
                            ("photo", "照片"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "moment",
                    models.CharField(
                        blank=True,
                        choices=[("before", "施工前"), ("during", "施工中"), ("after", "完工后")],
                        max_length=20,
                        verbose_name="施工阶段",
                    ),
                ),
                ("spot", models.CharField(blank=True, max_length=60, verbose_name="拍摄点")),
                (
                    "location",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4490, verbose_name="位置"
                    ),
                ),
                (
                    "placed_by",
                    models.CharField(
                        blank=True,
                        choices=[("camera", "照片自带"), ("hand", "手工指定")],
                        max_length=20,
                        verbose_name="位置来源",
                    ),
                ),
                (
                    "taken_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="拍摄时间"),
                ),
                (
                    "file_name",
                    models.CharField(editable=False, max_length=255, verbose_name="文件名"),
                ),
                ("format", models.CharField(editable=False, max_length=10, verbose_name="格式")),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="字节")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "pages",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="页数"),
                ),
                (
                    "previews",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="预览页数"
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("off", "未启用查毒"),
                            ("clean", "已查毒"),
                            ("waiting", "等待查毒"),
                            ("infected", "查出病毒"),
                        ],
                        default="off",
                        editable=False,
                        max_length=20,
                        verbose_name="查毒",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="上传时间"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="更新时间"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "deleted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="删除时间"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="registry.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "资料和照片",
                "verbose_name_plural": "资料和照片",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="AttachmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "location",
                    django.contrib.gis.db.models.fields.PointField(
                        null=True, spatial_index=False, srid=4490
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("approval", "审批（核准、备案）文件"),
                            ("feasibility", "可研报告"),
                            ("design", "初步设计及概算"),
                            ("planning", "用地规划手续"),
                            ("environment", "环评"),
                            ("energy", "能评"),
                            ("permit", "施工许可"),
                            ("funding", "资金下达文件"),
                            ("application", "资金申请报告"),
                            ("tender", "招标文件/中标通知"),
                            ("contract", "合同"),
                            ("start", "开工报告"),
                            ("completion", "完工报告"),
                            ("acceptance", "竣工验收报告"),
                            ("assessment", "安全评估报告"),
                            ("consent", "业主表决"),
                            ("photo", "照片"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "moment",
                    models.CharField(
                        blank=True,
                        choices=[("before", "施工前"), ("during", "施工中"), ("after", "完工后")],
                        max_length=20,
                        verbose_name="施工阶段",
                    ),
                ),
                ("spot", models.CharField(blank=True, max_length=60, verbose_name="拍摄点")),
                (
                    "placed_by",
                    models.CharField(
                        blank=True,
                        choices=[("camera", "照片自带"), ("hand", "手工指定")],
                        max_length=20,
                        verbose_name="位置来源",
                    ),
                ),
                (
                    "taken_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="拍摄时间"),
                ),
                (
                    "file_name",
                    models.CharField(editable=False, max_length=255, verbose_name="文件名"),
                ),
                ("format", models.CharField(editable=False, max_length=10, verbose_name="格式")),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="字节")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "pages",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="页数"),
                ),
                (
                    "previews",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="预览页数"
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("off", "未启用查毒"),
                            ("clean", "已查毒"),
                            ("waiting", "等待查毒"),
                            ("infected", "查出病毒"),
                        ],
                        default="off",
                        editable=False,
                        max_length=20,
                        verbose_name="查毒",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="上传时间"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="更新时间"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "deleted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="删除时间"),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
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
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="registry.attachment",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="registry.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["project", "type"],
                name="attachment_of_project",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("type", "photo")),
                fields=["-uploaded_at", "-id"],
                name="attachment_newest_photo",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("project", "sha256"),
                name="attachment_once",
                violation_error_message="本项目中已有内容完全相同的文件。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "type__in",
                        [
                            "approval",
                            "feasibility",
                            "design",
                            "planning",
                            "environment",
                            "energy",
                            "permit",
                            "funding",
                            "application",
                            "tender",
                            "contract",
                            "start",
                            "completion",
                            "acceptance",
                            "assessment",
                            "consent",
                            "photo",
                            "other",
                        ],
                    )
                ),
                name="attachment_type_known",
                violation_error_message="没有这种资料类型。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("moment", ""), ("spot", "")),
                    models.Q(("moment__in", ["", "before", "during", "after"]), ("type", "photo")),
                    _connector="OR",
                ),
                name="attachment_moment_of_photos",
                violation_error_message="只有照片有施工阶段和拍摄点，且应为施工前、施工中或完工后。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("type", "photo"), _negated=True),
                    ("format__in", ("jpg", "png", "webp")),
                    _connector="OR",
                ),
                name="attachment_photo_is_picture",
                violation_error_message="只有图片（jpg、png、webp）可以作为照片。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("location__isnull", True), ("placed_by", "")),
                    models.Q(
                        ("location__isnull", False),
                        models.Q(gis.functions.IsEmpty("location"), _negated=True),
                        gis.functions.OnEarth("location"),
                        ("placed_by__in", ["camera", "hand"]),
                    ),
                    _connector="OR",
                ),
                name="attachment_placed",
                violation_error_message="位置超出范围，请检查经纬度。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dated_on__isnull", True),
                    models.Q(
                        ("dated_on__gte", datetime.date(1950, 1, 1)),
                        ("dated_on__lte", datetime.date(2059, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="attachment_dated_within_years",
                violation_error_message="日期应在 1950 年至 2059 年之间，请检查年份。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scan__in", ["off", "clean", "waiting", "infected"]),
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    ("size__gt", 0),
                ),
                name="attachment_file_whole",
                violation_error_message="资料必须有文件及其 SHA-256。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."dated_on" IS DISTINCT FROM (NEW."dated_on") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."moment" IS DISTINCT FROM (NEW."moment") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."placed_by" IS DISTINCT FROM (NEW."placed_by") OR OLD."previews" IS DISTINCT FROM (NEW."previews") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."scan" IS DISTINCT FROM (NEW."scan") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."spot" IS DISTINCT FROM (NEW."spot") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at") OR OLD."type" IS DISTINCT FROM (NEW."type") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))',
                    func="NEW.version := OLD.version + 1; NEW.updated_at := statement_timestamp(); RETURN NEW;",
                    hash="99fa4632f8c667b5be69dcf605b4073fb1c8af43",
                    operation="UPDATE",
                    pgid="pgtrigger_raise_version_ed08d",
                    table="registry_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_attachmentevent" ("client_id", "dated_on", "deleted_at", "document_number", "file_name", "format", "id", "location", "moment", "note", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_by", "previews", "project_id", "scan", "sha256", "size", "spot", "taken_at", "type", "updated_at", "uploaded_at", "uploaded_by_id", "version") SELECT old_values."client_id", old_values."dated_on", old_values."deleted_at", old_values."document_number", old_values."file_name", old_values."format", old_values."id", old_values."location", old_values."moment", old_values."note", old_values."pages", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."placed_by", old_values."previews", old_values."project_id", old_values."scan", old_values."sha256", old_values."size", old_values."spot", old_values."taken_at", old_values."type", old_values."updated_at", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="aa259ab84f8eaa3554c489f4d121555e6837d0d7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e7b9d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="registry_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "registry_attachmentevent" ("client_id", "dated_on", "deleted_at", "document_number", "file_name", "format", "id", "location", "moment", "note", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_by", "previews", "project_id", "scan", "sha256", "size", "spot", "taken_at", "type", "updated_at", "uploaded_at", "uploaded_by_id", "version") SELECT old_values."client_id", old_values."dated_on", old_values."deleted_at", old_values."document_number", old_values."file_name", old_values."format", old_values."id", old_values."location", old_values."moment", old_values."note", old_values."pages", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."placed_by", old_values."previews", old_values."project_id", old_values."scan", old_values."sha256", old_values."size", old_values."spot", old_values."taken_at", old_values."type", old_values."updated_at", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7a3f3fb41cb9152a7ccd5b8e518918cdbf1bd74d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_51f24",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="registry_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a995b71054aca098a5ce0ba2333df587f0c70b1d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c2041",
                    table="registry_attachmentevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
