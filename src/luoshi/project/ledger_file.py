"""The ledger as a file, for the operator: from Python, and for the command ``luoshi export``."""

import os
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.utils import timezone

from luoshi.followup.ground.whole_file import whole_file


def write_ledger(path: str | os.PathLike[str], *, kind: str = "", lang: str = "zh") -> None:
    """Write the whole ledger of this installation to a file, whole or not at all.

    The table has every column the pages can show and every task; the calendar what is still open.

    Args:
        path: where it goes.
        kind: ``xlsx``, ``csv`` or ``ics``; the ending of ``path`` when left out.
        lang: ``zh`` or ``en``, for the heads and the words of the cells.

    Raises:
        ValueError: there is no such kind.
        OSError: it cannot be written there.

    Example:
        >>> luoshi.write_ledger("ledger.xlsx")  # doctest: +SKIP
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.project.settings")
    if not apps.ready:
        django.setup()
    sheets = import_module("luoshi.web.tasks.sheets.views")  # needs Django started
    target = Path(path)
    kind = kind or target.suffix.removeprefix(".").lower()
    if kind not in sheets.KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(sheets.KINDS)}")
    with whole_file(target) as file:
        for piece in sheets.whole(kind, lang=lang, now=timezone.now()):
            file.write(piece)
