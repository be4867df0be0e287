import django.db.models.deletion
from django.db import migrations, models

from yuzhi.records.evidence.guards import append_only, execute, lowered

TABLES = ("observations_freezing", "observations_frozenobservation")


def raise_guards(apps, editor):
    """What is frozen can be inserted and neither updated nor deleted."""
    for table in TABLES:
        execute(editor, append_only(table, editor.connection.vendor))


def lower_guards(apps, editor):
    """What is frozen is not guarded."""
    for table in TABLES:
        execute(editor, lowered(table, editor.connection.vendor))


class Migration(migrations.Migration):

    dependencies = [
        ('observations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Freezing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.CharField(max_length=80, verbose_name='规划期')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('as_of', models.DateField(verbose_name='末日')),
                ('edition', models.PositiveIntegerField(verbose_name='数据版本')),
                ('document', models.CharField(max_length=64, verbose_name='文件摘要')),
                ('leaf', models.CharField(max_length=64, verbose_name='叶哈希')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('actor_key', models.CharField(max_length=200, verbose_name='经办人')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '规划期冻结',
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_freezing_per_number'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_further_freezing_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='FrozenObservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=80)),
                ('method', models.PositiveSmallIntegerField()),
                ('as_of', models.DateField()),
                ('area', models.CharField(blank=True, max_length=6)),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('reason', models.TextField(blank=True)),
                ('withheld', models.TextField(blank=True)),
                ('many', models.PositiveIntegerField()),
                ('records', models.CharField(blank=True, max_length=64)),
                ('freezing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='observations.freezing')),
            ],
            options={
                'verbose_name': '冻结的数',
                'constraints': [models.UniqueConstraint(fields=('freezing', 'indicator', 'as_of', 'area'), name='one_frozen_value_per_question')],
            },
        ),
        migrations.RunPython(raise_guards, lower_guards),
    ]
