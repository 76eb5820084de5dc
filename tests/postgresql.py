"""Runs a command against a PostgreSQL cluster of its own: ``python -m tests.postgresql COMMAND …``.

The cluster is made in a temporary folder, listens on a socket in it and nowhere else, and is gone afterwards.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

USER = "luoshi"


def programs() -> Path:
    """Where initdb and pg_ctl are; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "pg_ctl").exists():
            return folder
    sys.exit("PostgreSQL's initdb and pg_ctl are needed (Debian: apt-get install postgresql)")


def as_owner() -> list[str]:
    """PostgreSQL refuses to run as root; then its own account runs it."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["setpriv", f"--reuid={name}", f"--regid={pwd.getpwnam(name).pw_gid}", "--clear-groups"]
    sys.exit("no account to run PostgreSQL under")


def run(command: list[object]) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def main(command: list[str]) -> int:
    bin_, owner = programs(), as_owner()
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))
    try:
        if owner:
            name = owner[1].partition("=")[2]
            shutil.chown(folder, name)
        data = folder / "data"
        run([*owner, bin_ / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        start = [bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start"]
        run([*owner, *start])
        try:
            run([bin_ / "createdb", "-h", folder, "-U", USER, "luoshi"])
            url = f"postgresql://{USER}@/luoshi?host={folder}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        finally:
            run([*owner, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
