"""What can be asked of ``luoshi reuse``."""

from pathlib import Path
from typing import Any

from luoshi.cli.reuse_page.wording import words_of
from luoshi.cli.words import LANGUAGES, Words

FORMATS = ("text", "json", "html")


def add_reuse(verbs: Any, words: Words) -> None:  # noqa: ANN401 - argparse keeps the type to itself
    """Add the verb that compares documents."""
    say = words_of(words.lang)
    parser = verbs.add_parser("reuse", help=say("about"), description=say("about"))
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help=say("paths"))
    add("--index", metavar="DIR", type=Path, help=say("index"))
    add("--against", metavar="FILE", help=say("against"))
    add("--remove", metavar="ID", action="append", default=[], help=say("remove"))
    add("-f", "--format", choices=FORMATS, default="text", help=say("format"))
    add("-o", "--output", metavar="DIR", type=Path, help=say("output"))
    add("-j", "--jobs", metavar="N", default="1", help=say("jobs"))
    add("--scheduler", metavar="ADDRESS", default="", help=say("scheduler"))
    add("--lang", choices=LANGUAGES, help=say("lang"))
    parser.epilog = words("cli", "exit")
