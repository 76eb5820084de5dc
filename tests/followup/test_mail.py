"""Digests against a mail server that listens on this machine: what it takes, refuses, or leaves hanging."""

import email
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from luoshi.followup.tell.digest import send_all
from luoshi.followup.tell.remind import remind_all
from luoshi.followup.work import tasks
from luoshi.followup.work.worker import Worker
from luoshi.store.models import Delivery, Job, Notification, Person, Task
from tests.cast import Cast, at
from tests.ports import free_port


@dataclass
class Post:
    """A mail server's other end: takes mail, but for recipients it refuses."""

    refused: set[str] = field(default_factory=set)
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    n_greeted: int = 0

    async def handle_EHLO(self, _server, session, _envelope, hostname, answers) -> list[str]:  # noqa: N802
        self.n_greeted += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        return [one for to, _ in self.taken for one in to]


@pytest.fixture
def post(settings) -> Iterator[Post]:
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    _use(settings, controller.port)
    yield post
    controller.stop()


def _use(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.SITE_ADDRESS = "https://luoshi.example.org"
    settings.DEFAULT_FROM_EMAIL = "落实 <luoshi@example.org>"


@pytest.fixture
def reminded(cast: Cast, task: Task) -> Task:
    """Civil affairs and finance, both with an address, have something new to hear."""
    for name in ("civil", "finance"):
        Person.objects.filter(username=name).update(email=f"{name}@example.org")
    remind_all(now=at("06-30"))
    return task


def test_a_digest_arrives_once_and_whole(reminded: Task, post: Post) -> None:
    assert 2 == send_all(now=at("06-30"))
    assert 0 == send_all(now=at("06-30", 20))

    assert ["civil@example.org", "finance@example.org"] == post.recipients
    _, mail = post.taken[0]
    assert "落实：2 件事请您看" == mail["Subject"]
    assert "落实 <luoshi@example.org>" == mail["From"]
    assert "civil@example.org" == mail["To"]
    assert "auto-generated" == mail["Auto-Submitted"]
    assert mail["Message-ID"].startswith("<digest-")
    assert mail["Message-ID"].endswith("-2026-06-30@luoshi.example.org>")
    assert mail["Date"]
    assert ("text/plain", "utf-8") == (mail.get_content_type(), mail.get_content_charset())
    body = mail.get_content()
    assert f"今天到期：{reminded.code} 建成12个养老服务站点" in body
    assert "https://luoshi.example.org" in body


def test_an_address_that_is_refused_holds_up_nobody_and_is_tried_again(reminded: Task, post: Post) -> None:
    post.refused.add("civil@example.org")
    with pytest.raises(OSError, match="no such mailbox"):
        send_all(now=at("06-30"))
    assert ["finance@example.org"] == post.recipients

    post.refused.clear()
    assert 1 == send_all(now=at("06-30", 12))
    assert ["finance@example.org", "civil@example.org"] == post.recipients
    assert 2 == Delivery.objects.count()


def test_a_server_that_is_away_is_one_line_and_nothing_is_lost(
    reminded: Task, post: Post, settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at("06-30"))
    there = settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port()
    tasks.send_digests.enqueue(key="today")
    with caplog.at_level(logging.WARNING):
        Worker(clock=lambda: at("06-30")).work_off()

    (line,) = caplog.records
    assert "is tried again: ConnectionRefusedError" in line.getMessage()
    assert line.exc_info is None
    assert [(Job.State.WAITING, 1)] == list(Job.objects.values_list("state", "n_attempts"))
    assert (0, 4) == (Delivery.objects.count(), Notification.objects.filter(mailed_at=None).count())

    settings.EMAIL_PORT = there
    monkeypatch.setattr(timezone, "now", lambda: at("06-30", 10))
    Worker(clock=lambda: at("06-30", 10)).work_off()
    assert ["civil@example.org", "finance@example.org"] == post.recipients
    assert [Job.State.DONE] == list(Job.objects.values_list("state", flat=True))


def test_a_server_that_hangs_is_left_after_its_time(reminded: Task, settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        _use(settings, silent.getsockname()[1])
        settings.EMAIL_TIMEOUT = 0.05
        with pytest.raises(OSError, match="timed out"):
            send_all(now=at("06-30"))

    assert (0, 4) == (Delivery.objects.count(), Notification.objects.filter(mailed_at=None).count())


def test_nobody_waits_for_a_dead_server_once_a_person(cast: Cast, post: Post) -> None:
    for person in Person.objects.all():
        person.email = f"{person.username}@example.org"
        person.save()
        told = {"kind": "assigned", "args": '{"code": "x", "words": "y"}', "at": at("06-30")}
        Notification.objects.create(person=person, key=person.username, **told)
        post.refused.add(person.email)
    with pytest.raises(OSError, match="no such mailbox"):
        send_all(now=at("06-30"))

    assert Person.objects.count() > 3 == post.n_greeted
