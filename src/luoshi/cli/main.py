"""The ``luoshi`` command."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from luoshi.cli.arguments import WRONG_ARGUMENTS, Wrong, language_asked, parser_in
from luoshi.cli.words import chosen_language, words_in

_VERBS = {
    "read": "luoshi.cli.read:read",
    "demo": "luoshi.cli.demo:demo",
    "reuse": "luoshi.cli.reuse:reuse",
    "serve": "luoshi.cli.ledger.serve:serve",
    "worker": "luoshi.cli.ledger.serve:worker",
    "due": "luoshi.cli.ledger.due:due",
    "units": "luoshi.cli.ledger.units:units",
    "holidays": "luoshi.cli.ledger.holidays:holidays",
    "reindex": "luoshi.cli.ledger.reindex:reindex",
    "check": "luoshi.cli.ledger.verify:check",
    "receipt": "luoshi.cli.ledger.verify:receipt",
    "verify": "luoshi.cli.ledger.verify:verify",
    "export": "luoshi.cli.ledger.exchange:export",
    "import": "luoshi.cli.ledger.exchange:take",
    "backup": "luoshi.cli.ledger.backups:backup",
    "restore": "luoshi.cli.ledger.backups:restore",
    "annotations": "luoshi.cli.ledger.annotations:annotations",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        argv: the arguments without the program's name; those of the process when None.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices here are small; a thread that waits costs
    words = list(sys.argv[1:] if argv is None else argv)
    say = words_in(chosen_language(language_asked(words)))
    parser = parser_in(say)
    args = parser.parse_args(words)
    if args.verb is None:
        parser.print_help(sys.stderr)
        sys.stderr.write(f"\n{say('cli', 'no_command')}\n")
        return WRONG_ARGUMENTS
    module, _, name = _VERBS[args.verb].partition(":")
    verb = getattr(import_module(module), name)  # --help must not load the engine
    try:
        return int(verb(args, say))
    except Wrong as error:
        sys.stderr.write(say("cli", "wrong", why=error) + "\n")
        return WRONG_ARGUMENTS
