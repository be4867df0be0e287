"""Django's label for this folder of tables."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Registers the tables under the label `rights`."""

    name = "yuzhi.records.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
