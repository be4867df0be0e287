"""Django's label for this folder of tables."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Registers the tables under the label `outbox`: Django's own messages have the label `messages`."""

    name = "yuzhi.records.messages"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
