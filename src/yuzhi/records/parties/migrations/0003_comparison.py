import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0002_identity'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField()),
                ('weights', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'weights'), name='one_comparison_per_edition')],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('left', models.CharField(max_length=60)),
                ('right', models.CharField(max_length=60)),
                ('score', models.FloatField()),
                ('band', models.CharField(max_length=10)),
                ('features', models.JSONField(default=dict)),
                ('objections', models.JSONField(default=list)),
                ('supports', models.JSONField(default=list)),
                ('relation', models.CharField(blank=True, max_length=10)),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='parties.comparison')),
            ],
            options={
                'ordering': ('place',),
                'constraints': [models.UniqueConstraint(fields=('comparison', 'left', 'right'), name='one_likeness_per_pair')],
            },
        ),
    ]
