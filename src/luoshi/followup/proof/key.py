"""The key that signs the heads of the log."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

FILE = "signing-key"


def path() -> Path:
    """Return where the key is kept, made at its first use, readable by the owner only."""
    file = Path(settings.HOME) / FILE
    if not file.exists():
        aside = _written_aside(SigningKey.generate().encode(HexEncoder))
        try:
            os.link(aside, file)  # whole or not at all, and the first of two processes wins
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return file


def _written_aside(data: bytes) -> Path:
    folder = Path(settings.HOME)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=FILE, dir=folder)  # mode 0600
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


def replace(data: bytes) -> None:
    """Put a restored key in the place of this installation's own; there is always one or the other."""
    _written_aside(data).replace(Path(settings.HOME) / FILE)


def _key() -> SigningKey:
    return SigningKey(path().read_bytes().strip(), HexEncoder)


def public_key() -> str:
    """Return the public half, hex: what outsiders check signatures with."""
    return _key().verify_key.encode(HexEncoder).decode()


def sign(words: bytes) -> str:
    """Return the Ed25519 signature of some words, hex."""
    return _key().sign(words).signature.hex()
