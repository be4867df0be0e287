"""Django's label for this room."""

from django.apps import AppConfig


class ScoreboardConfig(AppConfig):
    """The room under the label `scoreboard`."""

    name = "yuzhi.rooms.scoreboard"
    label = "scoreboard"
