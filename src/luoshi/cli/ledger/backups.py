"""``luoshi backup`` and ``luoshi restore``."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.telling import clearly
from luoshi.cli.words import Words

if TYPE_CHECKING:
    from luoshi.followup.proof.backup import Proof


@clearly
def backup(args: argparse.Namespace, say: Words) -> int:
    """Write one archive with the whole installation."""
    start(say, may_change_tables=False)
    from django.utils import timezone  # noqa: PLC0415 - needs Django started

    from luoshi.followup.proof.backup import back_up  # noqa: PLC0415

    proof = back_up(Path(args.path), now=timezone.now())
    _tell(say, "backed_up", proof, args.path)
    return 0


@clearly
def restore(args: argparse.Namespace, say: Words) -> int:
    """Restore an archive into this empty installation and hold it against its proof."""
    with Path(args.path).open("rb"):  # a file that is not there changes nothing
        start(say, may_change_tables=True)
    from luoshi.followup.proof.backup import restore as restore_archive  # noqa: PLC0415 - needs Django started

    proof = restore_archive(Path(args.path))
    _tell(say, "restored", proof, args.path)
    return 0


def _tell(say: Words, key: str, proof: "Proof", path: str) -> None:
    told = {"lines": proof.n_lines, "files": proof.n_originals, "root": proof.root or "–"}
    sys.stdout.write(say("ledger", key, **told, path=path) + "\n")
