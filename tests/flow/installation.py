"""An installation of the story: a data folder, a database, a server, the command line, a clock."""

import os
import re
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from tests.ports import free_port

CLOCK = Path(__file__).parent / "clock"
PATIENCE = 60  # seconds for a start on a busy machine


class Installation:
    """One installation, empty at first."""

    def __init__(self, home: Path, database: str = "") -> None:
        """Take a folder; ``database`` is the DATABASE_URL of an empty one, SQLite in the folder without."""
        self.home = home
        home.mkdir(parents=True)
        self.clock = home.parent / f"{home.name}-clock"
        self.clock.write_text("0", encoding="ascii")
        passed = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
        self.env = {
            **passed,
            "LUOSHI_HOME": str(home),
            "LUOSHI_LANG": "zh",
            "PYTHONPATH": str(CLOCK),
            "STORY_CLOCK": str(self.clock),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if database:
            self.env["DATABASE_URL"] = database
        self.server: subprocess.Popen[bytes] | None = None
        self.address = ""
        self._told = home.parent / f"{home.name}-told"

    def be(self, moment: str) -> None:
        """Let it be a moment of the story, as 2026-03-02 09:00 (UTC+8)."""
        wanted = datetime.fromisoformat(f"{moment}+08:00")
        self.clock.write_text(str((wanted - datetime.now(UTC)).total_seconds()), encoding="ascii")

    def luoshi(self, *args: str | Path, status: int = 0) -> str:
        """Run the command; return what it printed."""
        command = [sys.executable, "-m", "luoshi.cli", *map(str, args)]
        run = subprocess.run(
            command, env=self.env, cwd=self.home, capture_output=True, text=True, check=False, timeout=120
        )
        assert run.returncode == status, f"luoshi {' '.join(map(str, args))}\n{run.stdout}\n{run.stderr}"
        return run.stdout + run.stderr

    def python(self, source: str) -> str:
        """Run some Python with the installation's settings; return what it printed."""
        run = subprocess.run(
            [sys.executable, "-c", source],
            env=self.env,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def serve(self) -> str:
        """Start the server; return the one-time token it prints, empty when there is none."""
        port = free_port()
        command = [sys.executable, "-m", "luoshi.cli", "serve", "--port", str(port), "--work"]
        told, before = self._told, len(self.told())
        with told.open("a", encoding="utf-8") as out:
            self.server = subprocess.Popen(command, env=self.env, cwd=self.home, stdout=out, stderr=out)
        self.address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as asked:
                    asked.request("GET", "/login")
                    asked.getresponse().read()
            except OSError:
                assert self.server.poll() is None, told.read_text(encoding="utf-8")
                time.sleep(0.1)
            else:
                found = re.search(r"/setup\?token=(\S+)", self.told()[before:])
                return found.group(1) if found else ""
        raise AssertionError(told.read_text(encoding="utf-8"))

    def told(self) -> str:
        """Return what the server has printed, over all its starts."""
        return self._told.read_text(encoding="utf-8") if self._told.exists() else ""

    def stop(self) -> None:
        """Stop the server as a service manager does."""
        if self.server is None:
            return
        self.server.terminate()
        try:
            self.server.wait(timeout=30)
        finally:
            if self.server.poll() is None:
                self.server.kill()
            self.server = None
