"""A question a page asks the server, held back until the test lets it through."""

import time
from typing import Final

from playwright.sync_api import Page, Route

_PATIENCE: Final = 20  # seconds; a page asks a moment after the last letter


class Held:
    """All requests of a page to one address; they wait."""

    def __init__(self, page: Page, address: str) -> None:
        """Hold back what ``page`` asks of ``address``, a glob."""
        self._page, self._address = page, address
        self._waiting: list[Route] = []
        page.route(address, lambda route: self._waiting.append(route))  # noqa: PLW0108 - a function, not a method

    def let_through(self) -> None:
        """Let the first request through, once the page has made it."""
        until = time.monotonic() + _PATIENCE
        while not self._waiting and time.monotonic() < until:
            self._page.wait_for_timeout(20)
        assert self._waiting, f"the page never asked {self._address}"
        self._waiting.pop(0).continue_()
