"""Django's label for this room."""

from django.apps import AppConfig


class DuesConfig(AppConfig):
    """The room of dues."""

    name = "yuzhi.rooms.dues"
    label = "dues"
    default_auto_field = "django.db.models.BigAutoField"
