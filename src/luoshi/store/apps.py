"""The Django app of the tables."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of the ledger."""

    name = "luoshi.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
