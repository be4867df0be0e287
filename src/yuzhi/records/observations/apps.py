"""Django's label for this folder of tables."""

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """Registers the tables under the label `observations`."""

    name = "yuzhi.records.observations"
    label = "observations"
    default_auto_field = "django.db.models.BigAutoField"
