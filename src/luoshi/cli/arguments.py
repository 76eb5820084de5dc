"""What can be asked on the command line, with help in two languages."""

import argparse
import sys
from datetime import date
from typing import Final, NoReturn
from urllib.parse import urlsplit

from luoshi import __version__
from luoshi.cli.ledger_arguments import add_ledger_verbs
from luoshi.cli.reuse_arguments import add_reuse
from luoshi.cli.shown import shown
from luoshi.cli.words import LANGUAGES, Words
from luoshi.values.pattern import lazy

FORMATS: Final = ("text", "json", "jsonl", "html", "xlsx", "csv", "ics")
WRONG_ARGUMENTS: Final = 2
_COMPLAINTS: Final = {
    "missing": lazy(r"the following arguments are required: (?P<what>.+)"),
    "choice": lazy(
        r"argument (?P<what>[^:]+): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)"
    ),
    "value": lazy(r"argument (?P<what>[^:]+): expected (?:one|at least one) argument"),
    "unknown": lazy(r"unrecognized arguments: (?P<what>.+)"),
    "surplus": lazy(r"argument (?P<what>[^:]+): ignored explicit argument (?P<value>.+)"),
    "ambiguous": lazy(r"ambiguous option: (?P<what>.+) could match (?P<choices>.+)"),
}
"""What argparse says when an argument is wrong, in English only."""


class Wrong(Exception):  # noqa: N818  # it names what the caller got wrong
    """An argument that cannot be used; the words say why and what would do."""


class Parser(argparse.ArgumentParser):
    """Complains in the language chosen and never shows a stack."""

    say: Words

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with status 2."""
        for key, complaint in _COMPLAINTS.items():
            if found := complaint.fullmatch(message):
                message = self.say("complaint", key, **found.groupdict())
                break
        self.print_usage(sys.stderr)
        self.exit(WRONG_ARGUMENTS, shown(self.say("cli", "wrong", why=message)) + "\n")

    def format_usage(self) -> str:
        """Return the usage line, its first word in the language chosen."""
        return super().format_usage().replace("usage: ", self.say("cli", "usage"), 1)

    def format_help(self) -> str:
        """Return the help, the first word of the usage line in the language chosen."""
        return super().format_help().replace("usage: ", self.say("cli", "usage"), 1)


def language_asked(argv: list[str]) -> str | None:
    """Return the value of ``--lang`` before anything else is parsed: the help itself needs it."""
    for i, word in enumerate(argv):
        if word == "--lang" and i + 1 < len(argv):
            return argv[i + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def parser_in(say: Words) -> Parser:
    """Return the parser, its help in ``say``."""
    parser = _new(say, "luoshi", say("cli", "about"))
    parser.add_argument(
        "--version", action="version", version=f"luoshi {__version__}", help=say("cli", "version")
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=_bound(say))
    _add_read(verbs.add_parser("read", help=say("cli", "read"), description=say("cli", "read")), say)
    _add_demo(verbs.add_parser("demo", help=say("cli", "demo"), description=say("cli", "demo")), say)
    add_reuse(verbs, say)
    add_ledger_verbs(verbs, say)
    return parser


def _bound(say: Words) -> type[Parser]:
    class Bound(Parser):
        def __init__(self, **kwargs: object) -> None:
            super().__init__(**kwargs, add_help=False)  # type: ignore[arg-type]  # argparse passes its own keywords on
            _localise(self, say)

    return Bound


def _new(say: Words, prog: str, about: str) -> Parser:
    parser = Parser(prog=prog, description=about, epilog=say("cli", "exit"), add_help=False)
    _localise(parser, say)
    return parser


def _localise(parser: Parser, say: Words) -> None:
    parser.say = say
    parser._positionals.title = say("cli", "positional")  # noqa: SLF001  # argparse offers no other way
    parser._optionals.title = say("cli", "options")  # noqa: SLF001
    parser.add_argument("-h", "--help", action="help", help=say("cli", "help"))


def _add_read(parser: argparse.ArgumentParser, say: Words) -> None:
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help=say("cli", "paths"))
    add("-f", "--format", choices=FORMATS, default="text", help=say("cli", "format"))
    add("-o", "--output", metavar="PATH", help=say("cli", "output"))
    add("--as-of", metavar="DATE", help=say("cli", "as_of"))
    add("-j", "--jobs", metavar="N", default="1", help=say("cli", "jobs"))
    add("--scheduler", metavar="ADDRESS", help=say("cli", "scheduler"))
    add("--with-text", action="store_true", help=say("cli", "with_text"))
    add("--again", action="store_true", help=say("cli", "again"))
    add("--second-reader", metavar="URL", help=say("cli", "second_reader"))
    add("--second-model", metavar="NAME", help=say("cli", "second_model"))
    _add_lang(parser, say)
    parser.epilog = say("cli", "exit")


def _add_demo(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("-o", "--output", metavar="PATH", default="out", help=say("cli", "demo_output"))
    parser.add_argument("--no-open", action="store_true", help=say("cli", "no_open"))
    _add_lang(parser, say)


def _add_lang(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, help=say("cli", "lang"))


def day(value: str | None, say: Words) -> date | None:
    """Return the day ``--as-of`` names.

    Raises:
        Wrong: it is no date.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Wrong(say("cli", "bad_date", value=value)) from None


def n_jobs(value: str, say: Words) -> int:
    """Return how many processes to use.

    Raises:
        Wrong: it is no whole number of 1 or more.
    """
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise Wrong(say("cli", "bad_jobs", value=value))
    return int(value)


def second_reader(url: str | None, model: str | None, say: Words) -> tuple[str, str] | None:
    """Return address and model of the second reader, or None.

    Raises:
        Wrong: one is given without the other, or the address is none.
    """
    if url is None and model is None:
        return None
    if not url or not model:
        raise Wrong(say("cli", "need_model"))
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Wrong(say("cli", "bad_address", value=url))
    return url.rstrip("/"), model
