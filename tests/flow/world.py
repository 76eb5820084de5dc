"""Everything a chapter of the story needs: the installation, the browser, the people at their desks."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.flow.hand import WIDEST, Hand, Tally
from tests.flow.installation import Installation


@dataclass
class World:
    """The story so far.

    Attributes:
        shared: the folder with samples, gold texts and originals.
        folder: what people download or print.
        passwords: by user name, as the keeper handed them out.
        codes: numbers of tasks, by what the story calls them.
        trouble: what pages complained about.
    """

    at: Installation
    browser: Browser
    shared: Path
    folder: Path
    tally: Tally
    passwords: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    _hands: dict[str, Hand] = field(default_factory=dict)

    def hand(self, username: str) -> Hand:
        """Return the hand of a person who sits down at a browser of their own, signed in or not."""
        if username not in self._hands:
            context = self.browser.new_context(
                viewport={"width": WIDEST, "height": 900},
                locale="zh-CN",
                reduced_motion="reduce",
                accept_downloads=True,
            )
            page = context.new_page()
            page.set_default_timeout(60_000)  # a busy machine is no failure
            page.on("console", lambda m: self._complain(m.text) if m.type in {"error", "warning"} else None)
            page.on("pageerror", lambda error: self._complain(str(error)))
            self._hands[username] = Hand(page, self.tally, self.at.address)
        return self._hands[username]

    def sits_down(self, username: str, path: str = "/") -> Hand:
        """Let a person open a page, signing in where that is asked for."""
        hand = self.hand(username)
        with self.tally.step("登录 Sign in"):
            hand.goes(path)
            if hand.page.locator("input[name=password]").count():
                hand.types("input[name=username]", username)
                hand.types("input[name=password]", self.passwords[username])
                hand.presses("Enter")
                hand.page.wait_for_url(lambda url: "/login" not in url)
        return hand

    def _complain(self, words: str) -> None:
        if not any(status in words for status in ("409", "422")):  # a refusal told on the page
            self.trouble.append(words)

    def look(self) -> None:
        """Keep a picture of every screen, for whoever asks why the story stopped."""
        for username, hand in self._hands.items():
            hand.page.screenshot(path=self.folder / f"stopped-{username}.png")

    def close(self) -> None:
        """Everybody goes home."""
        for hand in self._hands.values():
            hand.page.context.close()
        self._hands.clear()
