"""The contract ``luoshi.reading/1`` as bytes."""

import json

from luoshi.reading.contract import as_contract
from luoshi.reading.reading import Reading


def as_json(reading: Reading, *, with_text: bool = False) -> bytes:
    """Return one indented JSON object."""
    return (
        json.dumps(as_contract(reading, with_text=with_text), ensure_ascii=False, indent=1).encode() + b"\n"
    )


def as_jsonl(reading: Reading, *, with_text: bool = False) -> bytes:
    """Return one JSON object on one line."""
    return (
        json.dumps(
            as_contract(reading, with_text=with_text), ensure_ascii=False, separators=(",", ":")
        ).encode()
        + b"\n"
    )
