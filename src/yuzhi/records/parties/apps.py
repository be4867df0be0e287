"""Django's label for this folder of tables."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registers the tables under the label `parties`."""

    name = "yuzhi.records.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
