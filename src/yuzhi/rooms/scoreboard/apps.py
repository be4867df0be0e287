"""Django's label for this room."""

from django.apps import AppConfig


class ScoreboardConfig(AppConfig):
    """The room of targets."""

    name = "yuzhi.rooms.scoreboard"
    label = "scoreboard"
