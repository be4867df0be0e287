"""The database itself keeps the access log from being changed or deleted."""

from django.db import migrations

from yuzhi.records.evidence.guards import append_only, execute, lowered


def raise_guards(apps, editor):
    """The access log is guarded."""
    execute(editor, append_only("accounts_accesslog", editor.connection.vendor))


def lower_guards(apps, editor):
    """The access log is not guarded."""
    execute(editor, lowered("accounts_accesslog", editor.connection.vendor))


class Migration(migrations.Migration):
    """Triggers of the access log."""

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
