"""Command: ``python -m evals [NAME …] [gate] [--update [--lower]]``."""

import argparse
import importlib
import pkgutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import evals
from evals import gains, gate, reading
from evals.row import Row
from evals.shared import SharedMissingError, shared


def _names() -> list[str]:
    """Return the modules of this folder that have rows."""
    names = [m.name for m in pkgutil.iter_modules(evals.__path__) if not m.name.startswith("_")]
    return [name for name in names if hasattr(importlib.import_module(f"evals.{name}"), "rows")]


def _rows(names: list[str]) -> Iterator[Row]:
    for name in names:
        for row in importlib.import_module(f"evals.{name}").rows():
            print(f"{row['name']:44} {row['value']:10.4f}  {row['unit']}", flush=True)
            yield row


def _gains(*, keep: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reading.predict(shared("gold", "text"), Path(folder), shared("gold", "dev"))
        gained, lost = gains.compare(Path(folder))
        for label, named in (("gained", gained), ("lost", lost)):
            print(f"commitments {label}: {', '.join(named) or 'none'}")
        if keep:
            gains.keep(Path(folder))


def main() -> int:
    """Print the figures; with ``gate`` fail on one below its floor."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("names", nargs="*", help="which evals (all), or gate")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--lower", action="store_true", help="with --update: let floors fall too")
    given = parser.parse_args()
    is_gate = "gate" in given.names
    names = [name for name in given.names if name != "gate"] or _names()
    try:
        measured = list(_rows(names))
        _gains(keep=given.update)
    except SharedMissingError as missing:
        print(f"evals not run: {missing}", file=sys.stderr)
        return 0 if is_gate else 1
    wrong = []
    if given.update:
        wrong = gate.update(measured, may_lower=given.lower)
    elif is_gate:
        wrong = gate.check(measured)
    for line in wrong:
        print(f"below the floor: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
