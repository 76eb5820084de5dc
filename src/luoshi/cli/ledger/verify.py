"""``luoshi verify``, ``check`` and ``receipt``: does the ledger still say what was recorded?"""

import argparse
import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

from luoshi.cli.arguments import Wrong
from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.telling import clearly, told
from luoshi.cli.words import Words


@clearly
def verify(args: argparse.Namespace, say: Words) -> int:
    """Check the log, or write out the verifier for outsiders; 1 when something is wrong."""
    if args.script:
        script = resources.files("luoshi.ledger") / "verify_ledger.py"
        Path(args.script).write_bytes(script.read_bytes())
        sys.stdout.write(say("ledger", "script_written", path=args.script) + "\n")
        return 0
    start(say, may_change_tables=False)
    from luoshi.followup.proof.verify import verify as verify_log  # noqa: PLC0415 - needs Django started

    verdict = verify_log()
    for line in verdict.wrong:
        sys.stdout.write(say("ledger", "wrong_line", line=line) + "\n")
    key = "log_wrong" if verdict.wrong else "log_holds"
    counts = {"events": verdict.n_events, "heads": verdict.n_heads, "unsealed": verdict.n_unsealed}
    sys.stdout.write(say("ledger", key, **counts) + "\n")
    sys.stdout.write(say("ledger", "public_key", key=verdict.key) + "\n")
    for earlier in verdict.earlier_keys:
        sys.stdout.write(say("ledger", "earlier_key", key=earlier) + "\n")
    return 1 if verdict.wrong else 0


@clearly
def check(args: argparse.Namespace, say: Words) -> int:  # noqa: ARG001 - the shape of every verb
    """Fold every task again and compare; 1 when a kept value differs."""
    start(say, may_change_tables=False)
    from django.utils import timezone  # noqa: PLC0415 - needs Django started

    from luoshi.followup.proof.caches import compare_caches  # noqa: PLC0415

    found = compare_caches(now=timezone.now())
    for one in found:
        differs = {"of": one.of, "column": one.column, "kept": one.kept, "follows": one.follows}
        sys.stdout.write(say("ledger", "cache_differs", **differs) + "\n")
    key = "caches_differ" if found else "caches_hold"
    sys.stdout.write(say("ledger", key, n=len(found)) + "\n")
    return 1 if found else 0


@clearly
def receipt(args: argparse.Namespace, say: Words) -> int:
    """Print a receipt of one event, or that the log continues an older head, for outsiders to check."""
    if args.event is not None and not args.event.isdecimal():
        raise Wrong(say("ledger", "bad_event", value=args.event))
    if args.event is None and args.since is None:
        raise Wrong(say("ledger", "receipt_of_nothing"))
    since = _head(args.since, say) if args.since else None
    start(say, may_change_tables=False)
    from luoshi.followup.proof.seal import receipt_for  # noqa: PLC0415 - needs Django started

    found = receipt_for(int(args.event) if args.event else None, since)
    if found is None:
        return told(say("ledger", "no_receipt", event=args.event or args.since))
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0


def _head(path: str, say: Words) -> dict[str, Any]:
    """Return a head somebody kept: ``{"size", "root", "at", "signature"}``, alone or under ``head``."""
    try:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
        kept = kept.get("head", kept)
        found: dict[str, Any] = {"size": int(kept["size"]), "root": bytes.fromhex(kept["root"]).hex()}
        return found | {name: str(kept[name]) for name in ("at", "signature")}
    except (ValueError, AttributeError, KeyError, TypeError):
        raise Wrong(say("ledger", "no_head", path=path)) from None
