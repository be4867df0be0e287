"""Django's label for this folder of tables."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the tables under the label `clocks`."""

    name = "yuzhi.records.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
