"""Command: ``python -m bench NAME [--json]``."""

import argparse
import importlib
import json
import sys

_BENCHES = {
    "corpus": ("bench.corpus_likeness",),
    "first-task": ("bench.first_task",),
    "pages": ("bench.pages",),
    "reading": ("bench.reading", "bench.formats"),
    "reuse": ("bench.reuse",),
    "verify": ("bench.verify",),
}


def main() -> int:
    """Run one bench and print its rows."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=sorted(_BENCHES))
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite", help="of pages")
    given = parser.parse_args()
    options = {"database": given.database} if given.name == "pages" else {}
    for module in _BENCHES[given.name]:
        for row in importlib.import_module(module).rows(**options):
            if given.json:
                print(json.dumps(row, ensure_ascii=False), flush=True)
                continue
            peer = f"  ({row['peer']}: {row['peer_value']}, ratio {row['ratio']})" if "peer" in row else ""
            print(f"{row['name']:28} {row['value']:12.3f} {row['unit']}{peer}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
