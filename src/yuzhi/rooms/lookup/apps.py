"""Django's label for this room."""

from django.apps import AppConfig


class LookupConfig(AppConfig):
    """The room under the label `lookup`."""

    name = "yuzhi.rooms.lookup"
    label = "lookup"
