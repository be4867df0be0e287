"""Django's label for this room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The room of who is who."""

    name = "yuzhi.rooms.identity"
    label = "identity"
