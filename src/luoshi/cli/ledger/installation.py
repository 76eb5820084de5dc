"""Starts Django for a verb, with the tables of this version."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from luoshi.cli.words import Words


def start(say: Words, *, may_change_tables: bool) -> None:
    """Set Django up, and bring the tables up to date where that is allowed; else leave with status 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.project.settings")
    try:
        django.setup()
    except (RuntimeError, ImproperlyConfigured) as error:  # settings name the variable and what it may be
        sys.stderr.write(say("ledger", "settings_wrong", why=error) + "\n")
        raise SystemExit(1) from None
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if not may_change_tables:
        sys.stderr.write(say("ledger", "behind") + "\n")
        raise SystemExit(1)
    call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
