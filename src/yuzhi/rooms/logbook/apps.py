"""Django's label for this room."""

from django.apps import AppConfig


class LogbookConfig(AppConfig):
    """The room of evidence."""

    name = "yuzhi.rooms.logbook"
    label = "logbook"
