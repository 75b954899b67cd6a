from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0043_words_and_years_indexed")]

    operations = [
        migrations.AlterField(
            model_name="savedview",
            name="page",
            field=models.CharField(
                choices=[("map", "地图"), ("register", "项目库"), ("overview", "总览")],
                max_length=20,
                verbose_name="页面",
            ),
        ),
        migrations.RemoveConstraint(model_name="savedview", name="saved_view_page_known"),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("page__in", ["map", "register", "overview"])),
                name="saved_view_page_known",
            ),
        ),
    ]
