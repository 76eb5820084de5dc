"""The key that signs the heads of the log."""

import os
from pathlib import Path

from django.conf import settings
from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

FILE = "signing-key"


def path() -> Path:
    """Return where the key is kept, made at its first use, readable by the owner only."""
    file = Path(settings.HOME) / FILE
    if not file.exists():
        _write(file, SigningKey.generate().encode(HexEncoder))
    return file


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
    except FileExistsError:  # another process made it between the two lines
        pass


def replace(data: bytes) -> None:
    """Put a restored key in the place of this installation's own."""
    file = Path(settings.HOME) / FILE
    file.unlink(missing_ok=True)
    _write(file, data)


def _key() -> SigningKey:
    return SigningKey(path().read_bytes().strip(), HexEncoder)


def public_key() -> str:
    """Return the public half, hex: what outsiders check signatures with."""
    return _key().verify_key.encode(HexEncoder).decode()


def sign(words: bytes) -> str:
    """Return the Ed25519 signature of some words, hex."""
    return _key().sign(words).signature.hex()
