"""``luoshi holidays``: the yearly notice is taken in, and open limits are counted anew."""

import argparse
import sys
from pathlib import Path

from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.telling import clearly
from luoshi.cli.words import Words


@clearly
def holidays(args: argparse.Namespace, say: Words) -> int:
    """Take a notice in and print every limit that moved."""
    toml = Path(args.path).read_text(encoding="utf-8")
    start(say, may_change_tables=False)
    from django.utils import timezone  # noqa: PLC0415 - needs Django started

    from luoshi.followup.registry.holidays import take_in_notice  # noqa: PLC0415

    notice, moved = take_in_notice(None, toml, now=timezone.now())
    told = {"year": notice.year, "source": notice.source, "off": len(notice.off)}
    told |= {"worked": len(notice.worked), "n": len(moved)}
    lines = [say("ledger", "holidays_taken", **told)]
    for one in moved:
        line = {"code": one.code, "before": one.before, "after": one.after, "words": one.words[:60]}
        lines.append(say("ledger", "moved", **line))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
