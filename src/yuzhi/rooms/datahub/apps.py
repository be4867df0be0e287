"""Django's label for this room."""

from django.apps import AppConfig


class DatahubConfig(AppConfig):
    """The room of sources, loads and quarantine."""

    name = "yuzhi.rooms.datahub"
    label = "datahub"
