"""The database itself keeps stored days from being changed or deleted."""

from django.db import migrations

from yuzhi.records.evidence.guards import append_only, execute, lowered


def raise_guards(apps, editor):
    """Stored days are guarded."""
    execute(editor, append_only("clocks_clock", editor.connection.vendor))


def lower_guards(apps, editor):
    """Stored days are not guarded."""
    execute(editor, lowered("clocks_clock", editor.connection.vendor))


class Migration(migrations.Migration):
    """Triggers of stored days."""

    dependencies = [("clocks", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
