"""How often a list page asks the database: as often for fifty rows as for one, and never more for none."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.followup.task.cascade import Part, break_down
from luoshi.followup.task.evidence import Offered, hand_in
from luoshi.followup.task.extend import ask
from luoshi.store.models import Notification, Task
from tests.cast import Cast, at

PAGES = (
    ("office", "/"), ("civil", "/"), ("inspector", "/"),
    ("civil", "/inbox"), ("civil", "/inbox?new=1"),
    ("office", "/tasks"), ("boss", "/tasks?sort=made"), ("inspector", "/tasks?sort=unit"),
    ("boss", "/tasks?light=none"), ("boss", "/tasks?col=support&col=document&col=words"),
    ("boss", "/tasks?group=unit"), ("boss", "/tasks?group=step"), ("office", "/tasks?group=scheme"),
    ("boss", "/tasks/calendar?month=2026-06"), ("boss", "/tasks/timeline"), ("boss", "/cascade"),
    ("boss", "/tasks/csv"), ("boss", "/tasks/xlsx"), ("boss", "/tasks/ics"),
)  # fmt: skip


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
            for close in answer._resource_closers:  # the file, without the database as answer.close() would
                close()
    assert 200 == answer.status_code
    return len(queries)


def fill(make, cast: Cast, n: int) -> None:
    """Make ``n`` tasks of every kind a list has a pile for."""
    for number in range(n):
        made = make(f"第{number}项", due="06-30")
        hand_in(cast.civil, made.code, Offered("x", link="https://example.org"), now=at("05-01"))
        ask(cast.civil, made.code, at("09-30").date(), "汛期", now=at("05-02"))
        late = make(f"第{number}项，超期", due="05-31")
        break_down(cast.civil, late.code, Part([cast.finance_unit.pk]), now=at("05-03"))


def test_a_full_page_costs_what_one_row_costs(client_of, make, cast: Cast) -> None:
    clients = {who: client_of(who) for who, _ in PAGES}

    def measured() -> dict[tuple[str, str], int]:
        return {(who, path): asked(clients[who], path) for who, path in PAGES}

    measured()  # whatever is asked once a process is asked now
    none = measured()
    fill(make, cast, 1)
    one = measured()
    fill(make, cast, 15)
    assert (48, 32) <= (Task.objects.count(), Notification.objects.filter(person=cast.civil.person).count())
    many = measured()

    assert {} == {page: (one[page], n) for page, n in many.items() if n != one[page]}
    assert {} == {page: (n, one[page]) for page, n in none.items() if n > one[page]}
