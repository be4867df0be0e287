"""Django's label for this folder of tables."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    """Registers the tables under the label `datasets`."""

    name = "yuzhi.records.datasets"
    label = "datasets"
    default_auto_field = "django.db.models.BigAutoField"
