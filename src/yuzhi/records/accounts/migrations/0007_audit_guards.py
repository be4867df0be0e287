"""The database itself keeps the sealed days of the audit from being changed or deleted."""

from django.db import migrations

from yuzhi.records.evidence.guards import append_only, execute, lowered


def raise_guards(apps, editor):
    """The days are guarded."""
    execute(editor, append_only("accounts_auditday", editor.connection.vendor))


def lower_guards(apps, editor):
    """The days are not guarded."""
    execute(editor, lowered("accounts_auditday", editor.connection.vendor))


class Migration(migrations.Migration):
    """Triggers of the sealed days."""

    dependencies = [("accounts", "0006_audit_days")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
