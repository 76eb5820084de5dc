"""The key that signs the heads of the log."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from nacl.encoding import HexEncoder
from nacl.signing import SigningKey


@cache
def _key(folder: str) -> SigningKey:
    file = Path(folder) / "signing-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = SigningKey.generate().encode(HexEncoder)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(made)
        except FileExistsError:  # another process made it between the two lines
            pass
    return SigningKey(file.read_bytes().strip(), HexEncoder)


def public_key() -> str:
    """Return the public half, hex: what outsiders check signatures with."""
    return _key(str(settings.HOME)).verify_key.encode(HexEncoder).decode()


def sign(words: bytes) -> str:
    """Return the Ed25519 signature of some words, hex."""
    return _key(str(settings.HOME)).sign(words).signature.hex()
