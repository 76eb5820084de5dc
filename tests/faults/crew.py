"""People and a worker at work on one installation, to be killed at any moment.

Each works in a process of its own, forked from one that has everything loaded; what an act has acknowledged
is noted in a file after it, in one write.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import assign, sign_for
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.followup.task.progress import Word, report
from luoshi.followup.task.talk import comment
from luoshi.followup.work import tasks
from luoshi.followup.work.worker import Worker
from luoshi.store.models import Unit
from tests.faults.jobs import note

WRITERS = 3
PATIENCE = 20  # seconds, on a machine that does much else


class Writer:
    """One person who never stops."""

    def __init__(self, people: dict[str, Viewer], codes: list[str], name: str) -> None:
        self.people, self.codes, self.name = people, codes, name
        self.dice = random.Random(name)  # noqa: S311 - repeatable, not secret
        self.acks = os.open(Path(settings.HOME) / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.n = 0

    def work(self) -> None:
        acts = (self.report, self.report, self.comment, self.hand_in, self.make)
        while True:
            self.n += 1
            words = f"{self.name}-{self.n}"
            act = self.dice.choice(acts)
            act(words)
            line = json.dumps({"act": act.__name__, "words": words})
            os.write(self.acks, (line + "\n").encode())

    def report(self, words: str) -> None:
        with writing():  # the word and the job that follows from it, both or neither
            report(self.people["civil"], self.dice.choice(self.codes), Word(words), now=timezone.now())
            note.enqueue(key=words)

    def comment(self, words: str) -> None:
        comment(self.people["finance"], self.dice.choice(self.codes), words, now=timezone.now())
        tasks.seal_log.enqueue(key=words)

    def hand_in(self, words: str) -> None:
        offered = Offered(title=words, data=words.encode() * 200, name="佐证.txt")
        hand_in(self.people["civil"], self.dice.choice(self.codes), offered, now=timezone.now())

    def make(self, words: str) -> None:
        people = self.people
        with writing():
            owner = Unit.objects.get(pk=min(people["office"].units))
            made = make_task(people["office"], owner, NewTask(words, due_on=None), now=timezone.now())
            assign(people["office"], made.code, [(min(people["civil"].units), "lead")], now=timezone.now())
        sign_for(people["civil"], made.code, now=timezone.now())


def one_round(people: dict[str, Viewer], codes: list[str], number: int, n_acks: int, seconds: float) -> None:
    """Let the crew work until so many acts are acknowledged and a moment longer, then kill all at once."""
    connections.close_all()
    acks = Path(settings.HOME) / "acks"
    wanted = _n_lines(acks) + n_acks
    until = time.monotonic() + PATIENCE
    works: list[Callable[[], None]] = [
        Writer(people, codes, f"r{number}-w{n}").work for n in range(WRITERS)
    ] + [Worker().work]
    group = 0
    pids = []
    for work in works:
        pid = os.fork()
        if pid == 0:
            _be_one_of_the_crew(group, work)
        group = group or pid
        os.setpgid(pid, group)
        pids.append(pid)
    while _n_lines(acks) < wanted and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(seconds)
    os.killpg(group, signal.SIGKILL)
    ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    if set(ends) != {-signal.SIGKILL}:
        raise RuntimeError(f"somebody stopped before being killed: {ends}")


def _n_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _be_one_of_the_crew(group: int, work: Callable[[], None]) -> None:
    try:
        os.setpgid(0, group)
        close_old_connections()
        work()
    except BaseException:  # noqa: BLE001 - a child of a fork must never return into the parent's code
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(3)
