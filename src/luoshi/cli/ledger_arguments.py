"""What can be asked of the verbs on an installation."""

import argparse
from typing import Any

from luoshi.cli.words import LANGUAGES, Words


def add_ledger_verbs(verbs: Any, say: Words) -> None:  # noqa: ANN401 - argparse keeps the type to itself
    """Add the verbs on an installation, and the calendar's."""
    serve = _verb(verbs, "serve", say)
    serve.add_argument("--host", default="127.0.0.1", help=say("ledger", "host"))
    serve.add_argument("--port", default="8470", metavar="N", help=say("ledger", "port"))
    serve.add_argument("--sample", action="store_true", help=say("ledger", "sample"))
    serve.add_argument("--processes", default="1", metavar="N", help=say("ledger", "processes"))
    serve.add_argument("--work", action="store_true", help=say("ledger", "work"))
    _verb(verbs, "worker", say).add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    export = _verb(verbs, "export", say)
    export.add_argument("path", metavar="FILE", help=say("ledger", "path"))
    export.add_argument(
        "-f", "--format", choices=("jsonl", "xlsx", "csv", "ics"), help=say("ledger", "export_format")
    )
    for name in ("import", "backup", "restore"):
        _verb(verbs, name, say).add_argument("path", metavar="FILE", help=say("ledger", "path"))
    units = _verb(verbs, "units", say)
    units.add_argument("path", metavar="LIST", help=say("ledger", "list"))
    units.add_argument("--dry-run", action="store_true", help=say("ledger", "dry_run"))
    _verb(verbs, "annotations", say).add_argument("path", metavar="DIR", help=say("ledger", "folder"))
    _verb(verbs, "verify", say).add_argument("--script", metavar="FILE", help=say("ledger", "script"))
    _verb(verbs, "check", say)
    receipt = _verb(verbs, "receipt", say)
    receipt.add_argument("event", metavar="EVENT", nargs="?", help=say("ledger", "event"))
    receipt.add_argument("--since", metavar="FILE", help=say("ledger", "since"))
    _verb(verbs, "reindex", say)
    _verb(verbs, "holidays", say).add_argument("path", metavar="FILE", help=say("ledger", "holidays_file"))
    due = _verb(verbs, "due", say)
    due.add_argument("start", metavar="DATE", help=say("ledger", "start"))
    due.add_argument("length", metavar="LENGTH", help=say("ledger", "length"))
    due.add_argument("--roll", action="store_true", help=say("ledger", "roll"))
    due.add_argument("--notice", metavar="FILE", action="append", default=[], help=say("ledger", "notice"))


def _verb(verbs: Any, name: str, say: Words) -> argparse.ArgumentParser:  # noqa: ANN401
    about = say("ledger", name)
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=about, description=about)
    parser.add_argument("--lang", choices=LANGUAGES, help=say("cli", "lang"))
    return parser
