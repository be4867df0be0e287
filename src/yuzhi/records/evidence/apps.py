"""The Django application of the evidence log."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Leaves of official acts, and the facts behind them."""

    name = "yuzhi.records.evidence"
    label = "evidence"
    verbose_name = "存证"
    default_auto_field = "django.db.models.BigAutoField"
