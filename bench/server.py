"""The server as ``luoshi serve`` starts it, on a day that stands still and without the background work.

Command: ``python -m bench.server PORT``.
"""

import importlib
import sys
from collections.abc import Callable

from bench.installation import NOW


def _application(is_sample: bool) -> Callable[..., object]:  # noqa: FBT001 - as the command's own
    vars(importlib.import_module("django.utils.timezone"))["now"] = lambda: NOW
    application: Callable[..., object] = _served(is_sample)
    return application


if __name__ == "__main__":
    serve = importlib.import_module("luoshi.cli.ledger.serve")
    start = importlib.import_module("luoshi.cli.ledger.installation").start
    words = importlib.import_module("luoshi.cli.words")
    start(words.words_in("en"), may_change_tables=False)
    _served = serve._application  # noqa: SLF001 - with a clock that stands still around it
    vars(serve)["_application"] = _application
    serve._serve_pages("127.0.0.1", int(sys.argv[1]), 1, is_sample=False)  # noqa: SLF001
