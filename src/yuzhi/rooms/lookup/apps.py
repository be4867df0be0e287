"""Django's label for this room."""

from django.apps import AppConfig


class LookupConfig(AppConfig):
    """The room of looking up."""

    name = "yuzhi.rooms.lookup"
    label = "lookup"
