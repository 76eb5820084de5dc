"""The ``luoshi`` command."""

import sys
from collections.abc import Sequence
from importlib import import_module

from luoshi.cli.arguments import WRONG_ARGUMENTS, Wrong, language_asked, parser_in
from luoshi.cli.words import chosen_language, words_in

_VERBS = {"read": "luoshi.cli.read", "demo": "luoshi.cli.demo"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        argv: the arguments without the program's name; those of the process when None.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    say = words_in(chosen_language(language_asked(words)))
    parser = parser_in(say)
    args = parser.parse_args(words)
    if args.verb is None:
        parser.print_help(sys.stderr)
        sys.stderr.write(f"\n{say('cli', 'no_command')}\n")
        return WRONG_ARGUMENTS
    verb = getattr(import_module(_VERBS[args.verb]), args.verb)  # --help must not load the engine
    try:
        return int(verb(args, say))
    except Wrong as error:
        sys.stderr.write(say("cli", "wrong", why=error) + "\n")
        return WRONG_ARGUMENTS
