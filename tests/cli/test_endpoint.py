"""The second reader's address: a fake server on this machine."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from luoshi.cli.jobs.endpoint import Endpoint
from luoshi.reading.second import NoAnswer


@dataclass
class Fake:
    """A server that answers what it is told to, one answer after another."""

    answers: list[tuple[int, bytes]]
    asked: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""


def content(words: str) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    told = Fake([])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.keys.append(self.headers.get("Authorization"))
            told.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, body = told.answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name upstream
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def test_asks_as_openai_does(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_SECOND_KEY", "s3cret")
    fake.answers = [(200, content("好"))]
    assert Endpoint(fake.url, "qwen").ask("问") == "好"
    assert fake.asked[0]["model"] == "qwen"
    assert fake.asked[0]["messages"] == [{"role": "user", "content": "问"}]
    assert fake.keys == ["Bearer s3cret"]


def test_tries_once_more_when_the_server_is_busy(fake: Fake) -> None:
    fake.answers = [(503, b""), (200, content("好"))]
    assert Endpoint(fake.url, "qwen").ask("问") == "好"


def test_gives_up_after_the_second_time_and_is_not_asked_again(fake: Fake) -> None:
    fake.answers = [(503, b""), (503, b""), (200, content("好"))]
    endpoint = Endpoint(fake.url, "qwen")
    for _ in range(2):
        with pytest.raises(NoAnswer):
            endpoint.ask("问")
    assert len(fake.asked) == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, b""), (200, b"not json"), (200, b"{}"), (200, b'{"choices": []}'), (200, content("x")[:-20])],
)
def test_what_cannot_be_used_is_said_at_once(fake: Fake, status: int, body: bytes) -> None:
    fake.answers = [(status, body)]
    with pytest.raises(NoAnswer):
        Endpoint(fake.url, "qwen").ask("问")
    assert len(fake.asked) == 1


def test_nobody_there() -> None:
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = server.server_port
    server.server_close()
    with pytest.raises(NoAnswer):
        Endpoint(f"http://127.0.0.1:{port}/v1", "qwen").ask("问")
