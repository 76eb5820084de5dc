"""Scanned pages and pictures, by rapidocr when the extra ``luoshi[ocr]`` is installed."""

import io
import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from luoshi.document.formats.draft import Draft
from luoshi.document.formats.lines import Line, add_pages, merged_rows
from luoshi.document.formats.sniff import Kind
from luoshi.document.formats.unreadable import unreadable
from luoshi.document.source_text import Extract
from luoshi.values.pattern import lazy
from luoshi.values.problem import Problem, Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_PAGES_LIMIT = 200
_MAX_PIXELS = 60_000_000
_LONG_SIDE = 4_000
_MIN_SCORE = 0.5
_SETTINGS = {
    "Global.log_level": "error",
    "Global.use_cls": False,  # upside-down lines are rare; a wrongly turned line costs a sentence
    "Global.max_side_len": 4_000,
    "Det.limit_side_len": 1600,
    "Det.limit_type": "max",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
}
_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_BRACKETS = lazy(r"[(（]([\u4e00-\u9fff][^()（）]{0,40})[)）]")


def is_there() -> bool:
    """Tell whether pages can be recognised on this machine."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def notes(n_pages: int) -> list[Problem]:
    """Return what a person should know after OCR of so many pages."""
    done = min(n_pages, N_PAGES_LIMIT)
    found = [Problem("ocr-used", Severity.NOTE, args={"pages": done})]
    if n_pages > N_PAGES_LIMIT:
        found.append(Problem("ocr-pages-left", Severity.WARNING, args={"pages": done}))
    return found


def extract(data: bytes, kind: Kind, beat: Callable[[], None]) -> Extract:  # noqa: ARG001  # every format has this shape
    """Return the words of a picture; each frame of a TIFF is a page.

    Raises:
        Unreadable: OCR is not there, the picture is damaged, too large, or holds no words.
    """
    if not is_there():
        raise unreadable("no-ocr")
    pillow = cast("Any", import_module("PIL.Image"))  # comes with the extra, like the engine
    pillow.MAX_IMAGE_PIXELS = None  # sizes are checked here, with a problem instead of a warning
    pages: list[list[Line]] = []
    try:
        with pillow.open(io.BytesIO(data)) as image:
            media_type = _TYPES.get(image.format, "image/*")
            n_frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            for frame in range(min(n_frames, N_PAGES_LIMIT)):
                image.seek(frame)
                pages.append(lines_of(_pixels(image)))
                beat()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise unreadable("truncated") from error
    draft = Draft()
    add_pages(draft, pages)
    if not draft.n_chars:
        raise unreadable("no-text")
    return draft.extract(media_type, problems=notes(n_frames))


def lines_in(data: bytes) -> list[Line]:
    """Return the lines of words in a picture that lies in another file; none when it is damaged.

    Raises:
        Unreadable: it is too large.
    """
    pillow = cast("Any", import_module("PIL.Image"))
    try:
        with pillow.open(io.BytesIO(data)) as image:
            return lines_of(_pixels(image))
    except (OSError, ValueError, SyntaxError, EOFError):
        return []


def lines_of(pixels: "NDArray[np.uint8]") -> list[Line]:
    """Return the lines of words on a page, pixels as blue, green, red."""
    result = _engine()(np.ascontiguousarray(pixels))
    if result.boxes is None or result.txts is None:
        return []
    found: list[Line] = []
    for box, words, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score >= _MIN_SCORE and words.strip():
            left, top = (float(v) for v in box.min(axis=0))
            right, bottom = (float(v) for v in box.max(axis=0))
            found.append(Line(with_brackets(words.strip()), left, right, top, bottom))
    return merged_rows(found)


def with_brackets(words: str) -> str:
    """Return ``words`` with full-width brackets around Chinese; the recogniser often sees half of a pair so.

    >>> with_brackets("(二）按季会商(每季度)，见表(3)")
    '（二）按季会商（每季度），见表(3)'
    """
    return _BRACKETS.sub(r"（\1）", words)


def _pixels(image: Any) -> "NDArray[np.uint8]":  # noqa: ANN401  # pillow is not a dependency to name types from
    width, height = image.size
    if width * height > _MAX_PIXELS:
        raise unreadable("image-too-large", width=width, height=height)
    plain = image.convert("RGBA") if image.mode in {"P", "LA", "PA"} else image
    if plain.mode == "RGBA":
        white = import_module("PIL.Image").new("RGBA", plain.size, "white")
        white.alpha_composite(plain)
        plain = white
    plain = plain.convert("RGB")
    if max(width, height) > _LONG_SIDE:
        plain.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return np.asarray(plain)[:, :, ::-1]


@cache
def _engine() -> Callable[["NDArray[np.uint8]"], Any]:
    """Load the recogniser; its models lie in the package, nothing is fetched."""
    logging.disable(logging.WARNING)
    module = cast("Any", import_module("rapidocr"))
    return cast("Callable[[NDArray[np.uint8]], Any]", module.RapidOCR(params=_SETTINGS))
