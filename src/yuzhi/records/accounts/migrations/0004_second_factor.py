import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_downloads_are_logged'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='second_factor', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('sealed', models.BinaryField(verbose_name='密钥（加密）')),
                ('last_step', models.BigIntegerField(default=0, verbose_name='最近用过的时段')),
                ('recovery', models.JSONField(default=list, verbose_name='备用码的摘要')),
                ('made_at', models.DateTimeField(verbose_name='设立时间')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='启用时间')),
            ],
            options={
                'verbose_name': '第二因素',
            },
        ),
    ]
