"""Jobs, and what files bring in and take out."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_reference_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="confirmed_at",
            field=models.DateTimeField(null=True, verbose_name="确认时间"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="确认人",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="diagnosis",
            field=models.JSONField(default=dict, verbose_name="诊断"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="order",
            field=models.JSONField(default=dict, verbose_name="要求"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rejects",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="退回文件"
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rows_added",
            field=models.PositiveIntegerField(default=0, verbose_name="新增"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rows_refused",
            field=models.PositiveIntegerField(default=0, verbose_name="拒绝"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rows_unchanged",
            field=models.PositiveIntegerField(default=0, verbose_name="无变化"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rows_unmapped",
            field=models.PositiveIntegerField(default=0, verbose_name="未上图"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="rows_updated",
            field=models.PositiveIntegerField(default=0, verbose_name="更新"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="size",
            field=models.PositiveBigIntegerField(default=0, verbose_name="字节"),
        ),
        # Batches that stand already were all written: their rows are there.
        migrations.AddField(
            model_name="importbatch",
            name="status",
            field=models.CharField(
                choices=[
                    ("uploaded", "已上传"),
                    ("checking", "检查中"),
                    ("checked", "已检查"),
                    ("writing", "写入中"),
                    ("written", "已写入"),
                    ("failed", "无法使用"),
                    ("undoing", "撤销中"),
                    ("undone", "已撤销"),
                    ("cancelled", "已取消"),
                ],
                default="written",
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="status",
            field=models.CharField(
                choices=[
                    ("uploaded", "已上传"),
                    ("checking", "检查中"),
                    ("checked", "已检查"),
                    ("writing", "写入中"),
                    ("written", "已写入"),
                    ("failed", "无法使用"),
                    ("undoing", "撤销中"),
                    ("undone", "已撤销"),
                    ("cancelled", "已取消"),
                ],
                default="uploaded",
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="stored",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="保存位置"
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone_at",
            field=models.DateTimeField(null=True, verbose_name="撤销时间"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤销人",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="written_at",
            field=models.DateTimeField(null=True, verbose_name="写入时间"),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="sha256",
            field=models.CharField(max_length=64, verbose_name="SHA-256"),
        ),
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="表头指纹")),
                ("mapping", models.JSONField(default=dict, verbose_name="对应关系")),
                (
                    "used_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="最近使用"
                    ),
                ),
                ("times", models.PositiveIntegerField(default=1, verbose_name="使用次数")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "列对应记忆",
                "verbose_name_plural": "列对应记忆",
                "ordering": ("-used_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("check", "检查文件"),
                            ("write", "写入"),
                            ("undo", "撤销导入"),
                            ("export", "导出"),
                        ],
                        max_length=20,
                        verbose_name="任务",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "没有完成"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("subject", models.CharField(max_length=60, verbose_name="对象")),
                ("done", models.PositiveBigIntegerField(default=0, verbose_name="已处理")),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="共")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="进展")),
                ("error", models.TextField(blank=True, verbose_name="原因")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("cancel_requested", models.BooleanField(default=False, verbose_name="要求取消")),
                (
                    "queue_id",
                    models.BigIntegerField(null=True, unique=True, verbose_name="队列编号"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="发起时间"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
            ],
            options={
                "verbose_name": "后台任务",
                "verbose_name_plural": "后台任务",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ExportRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "准备中"),
                            ("ready", "可下载"),
                            ("outside", "由命令写出"),
                            ("failed", "没有完成"),
                            ("cancelled", "已取消"),
                            ("expired", "已过期"),
                        ],
                        default="preparing",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("query", models.TextField(blank=True, verbose_name="查询")),
                ("wording", models.TextField(blank=True, verbose_name="条件")),
                ("format", models.CharField(max_length=20, verbose_name="格式")),
                ("crs", models.CharField(max_length=60, verbose_name="坐标系")),
                ("encoding", models.CharField(max_length=20, verbose_name="编码")),
                ("file_name", models.CharField(max_length=255, verbose_name="文件名")),
                (
                    "stored",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="保存位置"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="字节")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("unmapped", models.PositiveIntegerField(default=0, verbose_name="未上图")),
                ("left_out", models.PositiveIntegerField(default=0, verbose_name="无权导出")),
                ("classifications", models.JSONField(default=dict, verbose_name="各密级行数")),
                (
                    "is_restricted",
                    models.BooleanField(default=False, verbose_name="含限制查看领域"),
                ),
                ("remarks", models.JSONField(default=dict, verbose_name="改动说明")),
                (
                    "exported_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="导出时间"
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="保留至")),
                (
                    "exported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导出人",
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="export",
                        to="registry.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "导出记录",
                "verbose_name_plural": "导出记录",
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="importbatch",
            name="job",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="batches",
                to="registry.job",
            ),
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(fields=["imported_by", "-id"], name="batch_of_person"),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "uploaded",
                            "checking",
                            "checked",
                            "writing",
                            "written",
                            "failed",
                            "undoing",
                            "undone",
                            "cancelled",
                        ],
                    )
                ),
                name="batch_status_known",
                violation_error_message="没有这种导入状态。",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="batch_sha256_whole",
                violation_error_message="文件的 SHA-256 不完整。",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "undone"), _negated=True),
                    ("undone_at__isnull", False),
                    _connector="OR",
                ),
                name="batch_undone_when",
                violation_error_message="已撤销的导入必须有撤销时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="columnmemory",
            constraint=models.UniqueConstraint(
                fields=("fingerprint", "user"),
                name="column_memory_once",
                violation_error_message="这个表头已经记住了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["waiting", "running", "done", "failed", "cancelled"]),
                    ("kind__in", ["check", "write", "undo", "export"]),
                ),
                name="job_known",
                violation_error_message="没有这种任务或状态。",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["waiting", "running"])),
                fields=("subject",),
                name="job_once_at_a_time",
                violation_error_message="同一对象已有任务在进行，请等它结束。",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("total", 0), ("done__lte", models.F("total")), _connector="OR"),
                name="job_done_within_total",
                violation_error_message="任务进度超出了总数。",
            ),
        ),
        migrations.AddIndex(
            model_name="exportrecord",
            index=models.Index(fields=["exported_by", "-id"], name="export_of_person"),
        ),
        migrations.AddConstraint(
            model_name="exportrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["preparing", "ready", "outside", "failed", "cancelled", "expired"],
                    )
                ),
                name="export_status_known",
                violation_error_message="没有这种导出状态。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "ready"), _negated=True),
                    models.Q(
                        ("expires_at__isnull", False),
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        models.Q(("stored", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="export_ready_whole",
                violation_error_message="可下载的导出必须有文件、SHA-256 和保留期限。",
            ),
        ),
    ]
