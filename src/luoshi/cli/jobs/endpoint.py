"""Asks a model behind an OpenAI-compatible address."""

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Final

from luoshi.reading.second import NoAnswer

_ANSWER_LIMIT: Final = 1 << 20
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
KEY_VARIABLE: Final = "LUOSHI_SECOND_KEY"


@dataclass(slots=True)
class Endpoint:
    """One model at one address; asks at most twice, and no more once it has failed.

    Attributes:
        url: up to and with ``/v1``.
        model: its name there.
        seconds: the longest wait for one answer.
        failed: whether it has failed before.
    """

    url: str
    model: str
    seconds: float = 120.0
    failed: bool = field(default=False, init=False)

    def ask(self, prompt: str) -> str:
        """Return the model's answer.

        Raises:
            NoAnswer: nothing came, or nothing that could be used.
        """
        if self.failed:
            raise NoAnswer("not asked again")
        try:
            return self._words(self._post(prompt, tries=2))
        except NoAnswer:
            self.failed = True
            raise

    def _post(self, prompt: str, *, tries: int) -> bytes:
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "temperature": 0,
            "stream": False,
        }
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY_VARIABLE):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310  # the scheme was checked with the arguments
            f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                return bytes(answer.read(_ANSWER_LIMIT))
        except urllib.error.HTTPError as error:
            with error:
                if error.code in _AGAIN and tries > 1:
                    return self._post(prompt, tries=tries - 1)
            raise NoAnswer(f"HTTP {error.code}") from error
        except (OSError, ValueError) as error:
            raise NoAnswer(str(getattr(error, "reason", error) or type(error).__name__)) from error

    @staticmethod
    def _words(answer: bytes) -> str:
        try:
            words = json.loads(answer)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise NoAnswer("unusable answer") from error
        if not isinstance(words, str):
            raise NoAnswer("unusable answer")
        return words
