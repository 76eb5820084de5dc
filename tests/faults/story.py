"""Scenes for tests that need a process of their own: ``python -m tests.faults.story SCENE …``."""

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.project.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is started before its models
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from luoshi.followup.ground.permissions import viewer_of  # noqa: E402
from luoshi.followup.ground.record import today_of  # noqa: E402
from luoshi.followup.ground.writing import writing  # noqa: E402
from luoshi.followup.intake.take_in import Received, take_in  # noqa: E402
from luoshi.followup.proof.seal import seal  # noqa: E402
from luoshi.followup.task.accept import NewTask, make_task  # noqa: E402
from luoshi.followup.task.assign import assign, sign_for  # noqa: E402
from luoshi.followup.task.evidence import Offered, hand_in  # noqa: E402
from luoshi.followup.task.progress import Word, report  # noqa: E402
from luoshi.followup.task.talk import comment  # noqa: E402
from luoshi.store.models import Event, Person, Report, Task, Unit  # noqa: E402
from tests.cast import make_cast  # noqa: E402

PASSWORD = "for-one-test-only"  # noqa: S105 - of an account in a temporary folder


def begin() -> None:
    """One task in a county, signed for, with a piece of evidence; everything sealed."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    with writing():
        cast = make_cast()
        civil = Person.objects.get(pk=cast.civil.person)
        civil.set_password(PASSWORD)
        civil.save()
        made = make_task(cast.office, cast.office_unit, NewTask("建成12个养老服务站点"), now=now)
    assign(cast.office, made.code, [(cast.civil_unit.pk, "lead")], now=now)
    sign_for(cast.civil, made.code, now=now)
    listed = Offered(title="名单", data="十二个站点".encode() * 100, name="名单.txt")
    hand_in(cast.civil, made.code, listed, now=now)
    seal(now=now)


def tables() -> None:
    call_command("migrate", verbosity=0)


def plan() -> None:
    """Beside it a document with proposals, a recurring task and a comment; not everything is sealed."""
    now = timezone.now()
    office = viewer_of(Person.objects.get(username="office"), today_of(now))
    civil = viewer_of(Person.objects.get(username="civil"), today_of(now))
    unit = Unit.objects.get(pk=min(office.units))
    text = "青禾县人民政府办公室关于养老服务的通知\n\n县民政局要在2027年6月底前建成12个养老服务站点。"
    take_in(office, unit.pk, Received(name="通知", text=text), now=now)
    weekly = NewTask("每周五报送进度", rrule="FREQ=WEEKLY;BYDAY=FR", due_on=today_of(now))
    with writing():
        made = make_task(office, unit, weekly, now=now)
    assign(office, made.code, [(min(civil.units), "lead")], now=now)
    first = Task.objects.order_by("pk").first()
    comment(civil, first.code, "请派人复核", now=now)


def write(seconds: str, acks: str) -> None:
    """Report again and again, until told to stop by the file going away; note every word acknowledged."""
    civil = Person.objects.get(username="civil")
    viewer = viewer_of(civil, today_of(timezone.now()))
    code = Task.objects.order_by("pk").values_list("code", flat=True)[0]
    n = 0
    until = time.monotonic() + int(seconds)
    while n == 0 or (Path(acks).exists() and time.monotonic() < until):  # once at least
        n += 1
        words = f"{os.getpid()} 第{n}次"
        report(viewer, code, Word(words), now=timezone.now())
        with suppress(FileNotFoundError), Path(acks).open("r+", encoding="utf-8") as file:
            file.seek(0, os.SEEK_END)
            file.write(f"{words}\n")


def _tell(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what))


def count() -> None:
    told = {"tasks": Task.objects.count(), "events": Event.objects.count(), "units": Unit.objects.count()}
    _tell(told | {"reports": list(Report.objects.values_list("words", flat=True))})


def first_event() -> None:
    _tell({"event": Event.objects.filter(kind="signed-for").get().pk})


def spoil() -> None:
    """Change a cached value behind the ledger's back."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_task SET step = 'closed'")


if __name__ == "__main__":
    {
        "begin": begin,
        "tables": tables,
        "plan": plan,
        "write": write,
        "count": count,
        "first_event": first_event,
        "spoil": spoil,
    }[sys.argv[1]](*sys.argv[2:])
