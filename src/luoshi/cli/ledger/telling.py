"""Refusals of the ledger on standard error, in the words the pages use."""

import sys

from luoshi.cli.words import Words
from luoshi.followup.ground.refusal_words import words_of
from luoshi.followup.ground.refusals import RefusedError


def refusal(error: RefusedError, say: Words) -> int:
    """Tell why nothing was done; return exit status 1."""
    sys.stderr.write(words_of(error, say.lang) + "\n")
    return 1
