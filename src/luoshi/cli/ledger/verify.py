"""``luoshi verify``: does the log still say what was sealed?"""

import argparse
import shutil
import sys
from importlib import resources
from pathlib import Path

from luoshi.cli.ledger.installation import start
from luoshi.cli.words import Words


def verify(args: argparse.Namespace, say: Words) -> int:
    """Check the log, or write out the verifier for outsiders; 1 when something is wrong."""
    if args.script:
        with resources.as_file(resources.files("luoshi.ledger") / "verify_ledger.py") as script:
            shutil.copyfile(script, Path(args.script))
        sys.stdout.write(say("ledger", "script_written", path=args.script) + "\n")
        return 0
    start(say, may_change_tables=False)
    from luoshi.followup.proof.verify import verify as verify_log  # noqa: PLC0415 - needs Django started

    verdict = verify_log()
    for line in verdict.wrong:
        sys.stdout.write(say("ledger", "wrong_line", line=line) + "\n")
    key = "log_wrong" if verdict.wrong else "log_holds"
    told = {"events": verdict.n_events, "heads": verdict.n_heads, "unsealed": verdict.n_unsealed}
    sys.stdout.write(say("ledger", key, **told) + "\n")
    sys.stdout.write(say("ledger", "public_key", key=verdict.key) + "\n")
    return 1 if verdict.wrong else 0
