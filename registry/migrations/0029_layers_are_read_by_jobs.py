"""A reference layer is read by a job: it has a status, its file and the job."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0028_tables_taken_out_so_far"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="job",
            name="job_known",
        ),
        migrations.AddField(
            model_name="referencelayer",
            name="asked_crs",
            field=models.CharField(
                blank=True, editable=False, max_length=60, verbose_name="指定的坐标系"
            ),
        ),
        migrations.AddField(
            model_name="referencelayer",
            name="job",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="layer",
                to="registry.job",
            ),
        ),
        migrations.AddField(
            model_name="referencelayer",
            name="status",
            field=models.CharField(
                choices=[
                    ("reading", "正在读取"),
                    ("ready", "可用"),
                    ("failed", "没有读成"),
                    ("cancelled", "已取消"),
                ],
                default="ready",
                editable=False,
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="referencelayer",
            name="stored",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="保存位置"
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="kind",
            field=models.CharField(
                choices=[
                    ("check", "检查文件"),
                    ("write", "写入"),
                    ("undo", "撤销导入"),
                    ("export", "导出"),
                    ("layer", "读取参考图层"),
                ],
                max_length=20,
                verbose_name="任务",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["waiting", "running", "done", "failed", "cancelled"]),
                    ("kind__in", ["check", "write", "undo", "export", "layer"]),
                ),
                name="job_known",
                violation_error_message="没有这种任务或状态。",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencelayer",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["reading", "ready", "failed", "cancelled"])),
                name="reference_status_known",
                violation_error_message="没有这种图层状态。",
            ),
        ),
    ]
