"""The pictures of the story: one screen in Chinese as the person sees it, once more in English, small files.

``STORY_PICTURES=FOLDER`` asks for them; ``make pictures`` writes those of the tutorials.
"""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Page

from tests.chromium import ARGS, chromium_or_skip

COLOURS = 96  # of ink on paper; more makes the files no better to read
PHONE = 360


@dataclass(frozen=True)
class Album:
    """A folder of pictures, ``zh/NAME.webp`` and ``en/NAME.webp``."""

    folder: Path

    def take(self, page: Page, name: str, again: Callable[[Page], None], *, phone: bool) -> None:
        """Photograph a page.

        Args:
            again: brings the page, freshly opened, to where the hand has it: a form unfolded, a row marked.
            phone: as on a telephone, opened anew, instead of as it stands on the desk.
        """
        if phone:
            self._opened(page, name, "zh", again, PHONE)
        else:
            self._keep(page, name, "zh")
        self._opened(page, name, "en", again, PHONE if phone else 0)

    def _opened(
        self, page: Page, name: str, language: str, again: Callable[[Page], None], width: int
    ) -> None:
        """Photograph the page opened once more: same person, another language or another screen."""
        context, size = page.context, page.viewport_size or {"width": 0, "height": 0}
        there = {"width": width, "height": 780} if width else size
        browser = context.browser
        if browser is None:
            raise AssertionError("a page without a browser")
        speaks = {"zh": "zh-CN", "en": "en-GB"}[language]  # a browser of its own words its own file fields
        browser = browser.browser_type.launch(
            executable_path=chromium_or_skip(),
            args=list(ARGS),
            env={**os.environ, "LANGUAGE": speaks.replace("-", "_")},
        )
        other = browser.new_context(
            viewport=there,  # type: ignore[arg-type]  # a size
            locale=speaks,
            reduced_motion="reduce",
            storage_state=context.storage_state(),
        )
        spoken = {"zh": "zh-hans", "en": "en"}[language]
        other.add_cookies([{"name": "django_language", "value": spoken, "url": urljoin(page.url, "/")}])
        opened = other.new_page()
        opened.goto(page.url)
        again(opened)
        opened.wait_for_load_state("networkidle")
        self._keep(opened, name, language)
        browser.close()

    def _keep(self, page: Page, name: str, language: str) -> None:
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        few = shot.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert(
            "RGB"
        )
        target = self.folder / language / f"{name}.webp"
        target.parent.mkdir(parents=True, exist_ok=True)
        few.save(target, format="WEBP", lossless=True, method=6)
