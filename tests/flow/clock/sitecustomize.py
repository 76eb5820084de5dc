"""Lets every process of a story live on the story's day: the product itself knows no such thing.

Python imports this module at start when its folder is on PYTHONPATH. The file named by STORY_CLOCK holds how
many seconds the story is ahead of the machine's clock; it is read at every look at the clock.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

_now = timezone.now


def now() -> datetime:
    """Return the moment of the story."""
    return _now() + timedelta(seconds=float(Path(os.environ["STORY_CLOCK"]).read_text(encoding="ascii")))


if "STORY_CLOCK" in os.environ:
    timezone.now = now
