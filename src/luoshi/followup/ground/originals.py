"""Files as received, kept once under their hash."""

import hashlib
import io
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from luoshi.store.models import Original

_SIDE = 8


def path_of(sha256: str) -> Path:
    """Return where the bytes with this hash are kept."""
    return Path(settings.ORIGINALS) / sha256[:2] / sha256


def keep(data: bytes, *, name: str, media_type: str, now: datetime) -> Original:
    """Keep bytes once; the same bytes again are the same original. Written whole or not at all."""
    sha256 = hashlib.sha256(data).hexdigest()
    keep_bytes(sha256, data)
    original, _ = Original.objects.get_or_create(
        sha256=sha256,
        defaults={
            "media_type": media_type,
            "n_bytes": len(data),
            "picture_hash": picture_hash(data) if media_type.startswith("image/") else "",
            "first_name": name[-200:],
            "received_at": now,
        },
    )
    return original


def keep_bytes(sha256: str, data: bytes) -> None:
    """Write bytes under their hash, whole or not at all."""
    path = path_of(sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def picture_hash(data: bytes) -> str:
    """Return 64 bits that stay nearly the same when a picture is resized or re-compressed (difference hash).

    Empty when the bytes are no picture that can be read.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            small = picture.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return ""
    shades = small.tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            at = row * (_SIDE + 1) + column
            bits = bits << 1 | (shades[at] > shades[at + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """Return how many of the 64 bits of two picture hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
