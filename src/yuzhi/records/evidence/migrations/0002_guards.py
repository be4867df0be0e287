"""The database itself keeps leaves from being changed or deleted, and facts from being changed."""

from django.db import migrations

from yuzhi.records.evidence.guards import append_only, execute, leaf_guards, lowered


def raise_guards(apps, editor):
    """Leaves and facts are guarded."""
    vendor = editor.connection.vendor
    execute(editor, [*leaf_guards(vendor), *append_only("evidence_fact", vendor, erasable=True)])


def lower_guards(apps, editor):
    """Nothing is guarded."""
    vendor = editor.connection.vendor
    execute(editor, [*lowered("evidence_leaf", vendor), *lowered("evidence_fact", vendor)])


class Migration(migrations.Migration):
    """Triggers of leaves and facts."""

    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
