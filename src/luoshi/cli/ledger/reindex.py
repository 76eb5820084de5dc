"""``luoshi reindex``: write the search index anew."""

import argparse
import sys

from luoshi.cli.ledger.installation import start
from luoshi.cli.words import Words


def reindex(_args: argparse.Namespace, say: Words) -> int:
    """Write the index over tasks and documents anew, as after rows came in by other ways than the acts."""
    start(say, may_change_tables=False)
    from luoshi.followup.finding.index import rebuild  # noqa: PLC0415 - needs Django started

    sys.stdout.write(say("ledger", "reindexed", n=rebuild()) + "\n")
    return 0
