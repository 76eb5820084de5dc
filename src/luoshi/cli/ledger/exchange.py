"""``luoshi export`` and ``luoshi import``: the whole ledger as JSON lines; out also as table and calendar."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from luoshi.cli.arguments import Wrong
from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.telling import clearly
from luoshi.cli.words import Words
from luoshi.followup.ground.whole_file import whole_file

_KINDS = {".xlsx": "xlsx", ".csv": "csv", ".ics": "ics"}  # by the ending of the file; else JSON lines


@clearly
def export(args: argparse.Namespace, say: Words) -> int:
    """Write the ledger to a file, whole or not at all, or to standard output."""
    target = Path(args.path)
    kind = args.format or _KINDS.get(target.suffix.lower(), "jsonl")
    if kind != "jsonl" and args.path == "-":
        raise Wrong(say("ledger", "needs_file", kind=kind))
    start(say, may_change_tables=False)
    if kind != "jsonl":
        import_module("luoshi.project.ledger_file").write_ledger(target, kind=kind, lang=say.lang)
        sys.stdout.write(say("ledger", "exported_file", path=target) + "\n")
        return 0
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
    n_lines = 0
    with snapshot() as view, whole_file(target) as file:
        for line in export_lines(view):
            file.write(f"{line}\n".encode())
            n_lines += 1
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
