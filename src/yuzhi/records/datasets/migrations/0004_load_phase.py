from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("datasets", "0003_repair_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="load",
            name="phase",
            field=models.CharField(
                blank=True, choices=[("reading", "读取中"), ("publishing", "发布中"), ("indexing", "建索引中")], default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="load",
            name="tables_read",
            field=models.JSONField(default=dict),
        ),
    ]
