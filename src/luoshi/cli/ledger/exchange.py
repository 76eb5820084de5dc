"""``luoshi export`` and ``luoshi import``: the whole ledger as JSON lines."""

import argparse
import os
import sys
from pathlib import Path

from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.telling import clearly
from luoshi.cli.words import Words


@clearly
def export(args: argparse.Namespace, say: Words) -> int:
    """Write the ledger to a file, whole or not at all, or to standard output."""
    start(say, may_change_tables=False)
    from django.utils import timezone  # noqa: PLC0415 - needs Django started

    from luoshi.followup.proof.exchange import export_lines  # noqa: PLC0415
    from luoshi.followup.proof.seal import seal  # noqa: PLC0415
    from luoshi.followup.proof.snapshot import snapshot  # noqa: PLC0415

    seal(now=timezone.now())
    if args.path == "-":
        with snapshot() as view:
            for line in export_lines(view):
                sys.stdout.write(line + "\n")
        return 0
    target = Path(args.path)
    aside = target.with_name(target.name + ".part")
    n_lines = 0
    try:
        with snapshot() as view, aside.open("w", encoding="utf-8") as file:
            for line in export_lines(view):
                file.write(line + "\n")
                n_lines += 1
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sys.stdout.write(say("ledger", "exported", lines=n_lines, path=target) + "\n")
    return 0


@clearly
def take(args: argparse.Namespace, say: Words) -> int:
    """Take an export into this empty installation."""
    with Path(args.path).open("rb"):  # before any table is touched
        start(say, may_change_tables=True)
    from luoshi.followup.proof.exchange import LinesOf, import_lines  # noqa: PLC0415 - needs Django started

    taken = import_lines(LinesOf(Path(args.path)))
    sys.stdout.write(
        say("ledger", "imported", rows=sum(taken.values()), tasks=taken.get("store.task", 0)) + "\n"
    )
    return 0
