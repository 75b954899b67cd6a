import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_stage_changes_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kiosk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="大屏名称")),
                (
                    "granted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="授权时间"
                    ),
                ),
                ("link_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "cookie_hash",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "seen_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="最近使用"),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="撤销时间"),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="授权人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="大屏只能查看这个单位能看到的汇总，不含限制查看的领域",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="registry.organisation",
                        verbose_name="按哪个单位的范围",
                    ),
                ),
            ],
            options={
                "verbose_name": "大屏",
                "verbose_name_plural": "大屏",
                "ordering": ("-id",),
            },
        ),
    ]
