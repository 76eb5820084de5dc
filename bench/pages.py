"""How much CPU a page, a file and an import take: ``python -m bench pages [--database postgresql]``.

For PostgreSQL the cluster of the tests is started: ``python -m tests.postgresql python -m bench pages …``.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.installation import stamp
from bench.row import Row

_SIZES = ("10k", "1m")


def rows(database: str = "sqlite") -> Iterator[Row]:
    """Yield the rows of both sizes, each measured in a process of its own; installations are kept outside."""
    if database == "postgresql" and not os.environ.get("DATABASE_URL"):
        yield from _in_cluster()
        return
    for size in os.environ.get("LUOSHI_BENCH_SIZES", " ".join(_SIZES)).split():
        yield from _measured(size, database)


def _measured(size: str, database: str) -> Iterator[Row]:
    home = Path(tempfile.gettempdir()) / "luoshi-bench" / size
    if database == "sqlite" and _is_stale(home):
        shutil.rmtree(home, ignore_errors=True)
    (home / "static").mkdir(parents=True, exist_ok=True)
    env = os.environ | {
        "LUOSHI_HOME": str(home),
        "LUOSHI_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "luoshi.project.settings",
    }
    if database == "sqlite":
        env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.pages_run", size]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout or ():
            yield json.loads(line)
    if run.returncode:
        raise SystemExit(f"bench.pages_run {size} failed")


def _is_stale(home: Path) -> bool:
    """Tell whether what stands there was not finished, or made by an older maker."""
    mark = home / "made-sqlite"
    return home.exists() and (not mark.exists() or mark.read_text(encoding="ascii") != stamp())


def _in_cluster() -> Iterator[Row]:
    """Run each size in a fresh PostgreSQL cluster."""
    for size in _SIZES:
        command = [sys.executable, "-m", "tests.postgresql", sys.executable, "-m", "bench", "pages", "--json"]
        env = os.environ | {"LUOSHI_BENCH_SIZES": size}
        command += ["--database", "postgresql"]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        yield from (json.loads(line) for line in done.stdout.splitlines())
