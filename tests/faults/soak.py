"""Kills a crew at work again and again, then looks whether anything is lost.

``python -m tests.faults.soak --kills 200`` works on the installation of LUOSHI_HOME and DATABASE_URL, which
must be empty; prints one JSON object and ends with status 1 when something is wrong.
"""

import argparse
import hashlib
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.project.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is started before its models
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from luoshi.followup.ground.originals import path_of  # noqa: E402
from luoshi.followup.ground.writing import writing  # noqa: E402
from luoshi.followup.proof.caches import compare_caches  # noqa: E402
from luoshi.followup.proof.seal import seal  # noqa: E402
from luoshi.followup.proof.verify import verify  # noqa: E402
from luoshi.followup.task.accept import NewTask, make_task  # noqa: E402
from luoshi.followup.task.assign import assign  # noqa: E402
from luoshi.followup.work.worker import Worker  # noqa: E402
from luoshi.store.models import Comment, Event, Evidence, Job, Report, Task  # noqa: E402
from tests.cast import Cast, make_cast  # noqa: E402
from tests.faults import crew  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    dice = random.Random(given.seed)  # noqa: S311 - repeatable, not secret
    call_command("migrate", verbosity=0)
    with writing():
        cast = make_cast()
    codes = [_task(cast, f"第{n}项") for n in range(4)]
    people = {"office": cast.office, "civil": cast.civil, "finance": cast.finance}
    began = time.monotonic()
    for number in range(given.kills):
        crew.one_round(people, codes, number, dice.randint(1, 12), dice.uniform(0, 0.05))
    n_leased = Job.objects.filter(state=Job.State.LEASED).count()
    _work_off()
    wrong = list(_wrong())
    acked = Counter(ack["act"] for ack in _acks())
    told = {
        "database": connection.vendor,
        "kills": given.kills,
        "seconds": round(time.monotonic() - began, 1),
        "acknowledged": dict(acked),
        "jobs": Job.objects.count(),
        "jobs_leased_at_the_last_kill": n_leased,
        "redone": Job.objects.filter(n_attempts__gt=1).count(),
        "events": Event.objects.count(),
        "wrong": wrong[:20],
        "n_wrong": len(wrong),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if wrong else 0


def _task(cast: Cast, words: str) -> str:
    now = timezone.now()
    with writing():
        made = make_task(cast.office, cast.office_unit, NewTask(words), now=now)
        units = [(cast.civil_unit.pk, "lead"), (cast.finance_unit.pk, "support")]
        return assign(cast.office, made.code, units, now=now).code


def _work_off() -> None:
    """Do what the killed worker left, after its leases have run out."""
    later = timezone.now() + timedelta(hours=1)
    worker = Worker(clock=partial(timezone.localtime, later))
    while worker.work_off():
        pass
    seal(now=timezone.now())


def _acks() -> list[dict[str, str]]:
    return [json.loads(line) for line in (Path(settings.HOME) / "acks").read_text().splitlines()]


def _wrong() -> Iterator[str]:
    yield from _lost()
    yield from _halves()
    yield from _jobs()
    yield from (f"log: {line}" for line in verify().wrong)
    yield from (f"cache: {one}" for one in compare_caches(now=timezone.now()))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            if (said := cursor.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                yield f"integrity: {said}"
            if said := cursor.execute("PRAGMA foreign_key_check").fetchall():
                yield f"foreign keys: {said}"


def _lost() -> Iterator[str]:
    """Say which acknowledged change is not there."""
    kept = {
        "report": set(Report.objects.values_list("words", flat=True)),
        "comment": set(Comment.objects.values_list("words", flat=True)),
        "hand_in": set(Evidence.objects.values_list("title", flat=True)),
        "make": set(Task.objects.filter(step="signed-for").values_list("words", flat=True)),
    }
    for ack in _acks():
        if ack["words"] not in kept[ack["act"]]:
            yield f"lost: {ack}"
    for sha256 in Evidence.objects.values_list("original__sha256", flat=True):
        path = path_of(sha256)
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"lost: the file of evidence {sha256}"


def _halves() -> Iterator[str]:
    """Say which row stands without its event, or the other way round."""
    of_kind = Counter(Event.objects.values_list("kind", flat=True))
    for kind, rows in (
        ("reported", Report.objects.count()),
        ("commented", Comment.objects.count()),
        ("made", Task.objects.count()),
        ("evidenced", Evidence.objects.count()),
    ):
        if of_kind[kind] != rows:
            yield f"half: {of_kind[kind]} events {kind}, {rows} rows"


def _jobs() -> Iterator[str]:
    """Say which job was lost, is not done, or was done twice."""
    done = Counter(Event.objects.filter(kind="job-done").values_list("subject", flat=True))
    asked = set(Report.objects.values_list("words", flat=True))
    yield from (f"job lost: {key}" for key in asked - done.keys())
    yield from (f"job done {n} times: {key}" for key, n in done.items() if n != 1)
    for job in Job.objects.exclude(state=Job.State.DONE):
        yield f"job {job.state}: {job} {job.problem[-200:]}"


if __name__ == "__main__":
    sys.exit(main())
