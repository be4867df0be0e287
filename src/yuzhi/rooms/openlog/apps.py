"""Django's label for this room."""

from django.apps import AppConfig


class OpenlogConfig(AppConfig):
    """The room of exhibits."""

    name = "yuzhi.rooms.openlog"
    label = "openlog"
