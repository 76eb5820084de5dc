"""What stops a verb is told in one line on standard error, in the words the pages use."""

import argparse
import sys
from collections.abc import Callable
from functools import wraps

from django.db import Error

from luoshi.cli.words import Words
from luoshi.followup.ground.refusal_words import words_of
from luoshi.followup.ground.refusals import RefusedError

Verb = Callable[[argparse.Namespace, Words], int]
_STOPPED = 1
_INTERRUPTED = 130


def refusal(error: RefusedError, say: Words) -> int:
    """Tell why nothing was done; return exit status 1."""
    return told(words_of(error, say.lang))


def told(line: str) -> int:
    """Tell one line on standard error; return exit status 1."""
    sys.stderr.write(line + "\n")
    return _STOPPED


def clearly(verb: Verb) -> Verb:
    """Tell what stops a verb (a rule, a file, the database) in one line, never as a stack."""

    @wraps(verb)
    def run(args: argparse.Namespace, say: Words) -> int:
        try:
            return verb(args, say)
        except RefusedError as error:
            return refusal(error, say)
        except OSError as error:
            return told(of_file(error, say))
        except Error as error:
            return told(of_database(error, say))
        except KeyboardInterrupt:
            return _INTERRUPTED

    return run


def of_file(error: OSError, say: Words) -> str:
    """Return what is wrong with a file or folder, and which."""
    return say("ledger", "file_wrong", path=error.filename or "–", why=error.strerror or error)


def of_database(error: Error, say: Words) -> str:
    """Return what is wrong with the database: its own first line, after ours."""
    why = str(error).partition("\n")[0]
    for sign, key in (("full", "database_full"), ("locked", "database_locked")):
        if sign in why:
            return say("ledger", key)
    return say("ledger", "database_wrong", why=why)
