"""The hand of a clerk in the browser: what it does is counted step by step."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

from evals.keystrokes import Cost, keys_of
from tests.flow.album import Album

WIDEST = 1440


@dataclass
class Step:
    """What one step of the story cost.

    Attributes:
        waited: seconds the page took to answer, measured.
    """

    name: str
    clicks: int = 0
    keys: int = 0
    waited: float = 0.0

    @property
    def seconds(self) -> float:
        """What it takes a person, by the keystroke-level model, with the waiting that was measured."""
        return Cost(self.keys, self.clicks, looks=1).seconds + self.waited


@dataclass
class Tally:
    """Every step of a story, and the pictures of it."""

    album: Album | None = None
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Count what the hand does in a step."""
        self.steps.append(Step(name))
        yield self.steps[-1]

    def write(self, path: str) -> None:
        """Write what the steps cost as a table, steps of one name together."""
        if not path:
            return
        names = list(dict.fromkeys(step.name for step in self.steps))
        lines = ["| step | times | clicks | keys | waited s | person s |", "|---|---:|---:|---:|---:|---:|"]
        for name in names:
            same = [step for step in self.steps if step.name == name]
            sums = (sum(step.clicks for step in same), sum(step.keys for step in same))
            seconds = (sum(step.waited for step in same), sum(step.seconds for step in same))
            lines.append(
                f"| {name} | {len(same)} | {sums[0]} | {sums[1]} | {seconds[0]:.1f} | {seconds[1]:.0f} |"
            )
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


class Hand:
    """One person's hand on one page."""

    def __init__(self, page: Page, tally: Tally, address: str) -> None:
        self.page, self.tally, self.address = page, tally, address

    @property
    def _now(self) -> Step:
        return self.tally.steps[-1]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the seconds until the page has answered."""
        began = time.perf_counter()
        yield
        self._now.waited += time.perf_counter() - began

    def goes(self, path: str) -> None:
        """Open an address that was printed or stands in a list: one click, no typing."""
        self._now.clicks += 1
        with self.waiting():
            self.page.goto(f"{self.address}{path}")

    def clicks(self, what: str | Locator) -> None:
        """Click, and wait until the page has settled."""
        place = self.page.locator(what).first if isinstance(what, str) else what
        self._now.clicks += 1
        with self.waiting():
            place.click()
            self._settle()

    def button(self, words: str, *, within: str = "#main", exact: bool = False) -> None:
        """Click the button (or what looks like one) with these words."""
        place = self.page.locator(within)
        named = place.get_by_role("button", name=words, exact=exact)
        self.clicks(named.or_(place.get_by_role("link", name=words, exact=exact)).first)

    def types(self, what: str | Locator, text: str) -> None:
        """Go to a field with the mouse and type."""
        place = self.page.locator(what).first if isinstance(what, str) else what
        self._now.clicks += 1
        self._now.keys += keys_of(text)
        place.fill(text)

    def picks_unit(self, what: str | Locator, letters: str, name: str) -> None:
        """Go to a field of units, replace what stands there by some letters and Enter, without looking up."""
        place = self.page.locator(what).first if isinstance(what, str) else what
        self._now.clicks += 1
        place.click()
        self._now.keys += 2 + len(letters) + 1
        with self.waiting():
            for key in ("Control+a", *letters, "Enter"):
                self.page.keyboard.press(key)
            chip = place.locator("xpath=..").locator(".picked", has_text=name)
            while place.input_value() != name and not chip.count():
                self.page.wait_for_timeout(20)

    def presses(self, *keys: str) -> None:
        """Press keys one after the other, and wait until the page has settled."""
        for key in keys:
            self._now.keys += 1 + key.count("+")
            with self.waiting():
                self.page.keyboard.press(key)
                self._settle()

    def picks_day(self, what: str | Locator, day: str) -> None:
        """Type a day into its field: eight digits."""
        place = self.page.locator(what).first if isinstance(what, str) else what
        self._now.clicks += 1
        self._now.keys += 8
        place.fill(day)

    def gives_files(self, what: str, *files: Path) -> None:
        """Choose files in the system's own window: open it, mark the files, say yes."""
        self._now.clicks += 3
        self.page.locator(what).first.set_input_files(files)

    def downloads(self, words: str, into: Path) -> Path:
        """Click what gives a file, and keep the file."""
        self._now.clicks += 1
        with self.waiting(), self.page.expect_download() as coming:
            self.page.locator("#main").get_by_role("link", name=words).first.click()
        path = into / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    def _settle(self) -> None:
        """Wait until nothing is on its way and the page drew what came."""
        self.page.wait_for_load_state("networkidle" if os.environ.get("STORY_SLOW") else "load")
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")

    def reads(self, where: str = "#main") -> str:
        """Return the words of a part of the page."""
        return self.page.locator(where).first.inner_text()

    def picture(
        self, name: str, *, again: Callable[[Page], None] = lambda _: None, phone: bool = False
    ) -> None:
        """Keep a picture of what is on the screen, for the tutorial; see ``Album.take``."""
        if self.tally.album:
            self.tally.album.take(self.page, name, again, phone=phone)
