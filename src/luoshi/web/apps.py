"""The Django app of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages of the ledger."""

    name = "luoshi.web"
    label = "web"
