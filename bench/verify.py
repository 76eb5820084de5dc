"""How long an outsider's check of an export takes: one million events, by a bare Python."""

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from bench.row import Row, against
from luoshi.ledger.merkle import Peak, leaf_hash, push, root_of
from luoshi.ledger.verify_ledger import leaf_data, signed_words

_EVENTS, _A_HEAD = 1_000_000, 10_000
_VERIFIER = Path(__file__).resolve().parents[1] / "src" / "luoshi" / "ledger" / "verify_ledger.py"


def rows() -> Iterator[Row]:
    """Yield the one row."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "ledger.jsonl"
        _write(export)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-I", str(_VERIFIER), str(export)], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    how = f"CPU of verify_ledger.py over {_EVENTS} events, {_EVENTS // _A_HEAD} signed heads"
    yield against({"name": "verify_1m_s", "value": round(spent, 2), "unit": "s", "how": how}, "limit", 10)


def _write(export: Path) -> None:
    key = SigningKey(hashlib.sha256(b"bench").digest())
    peaks: list[Peak] = []
    with export.open("w", encoding="utf-8") as file:
        public = key.verify_key.encode(HexEncoder).decode()
        file.write(json.dumps({"ledger": "luoshi.ledger/1", "key": public}) + "\n")
        for n in range(_EVENTS):
            body = json.dumps(
                {"kind": "reported", "words": f"第{n}次反馈：已建成{n % 12}个站点"}, ensure_ascii=False
            )
            event = {
                "id": n + 1, "at": "2026-03-02T01:00:00+00:00", "kind": "reported",
                "task": f"2026-{n % 9999:04d}", "subject": "", "person": n % 50, "unit": n % 40, "body": body,
            }  # fmt: skip
            leaf = leaf_hash(leaf_data(event))  # type: ignore[no-untyped-call]  # a script for outsiders
            push(peaks, leaf)
            file.write(json.dumps({"n": n, "leaf": leaf.hex(), "event": event}, ensure_ascii=False) + "\n")
            if (n + 1) % _A_HEAD == 0:
                head = {"size": n + 1, "root": root_of(peaks).hex(), "at": "2026-03-02T01:00:00+00:00"}
                words = signed_words(head)  # type: ignore[no-untyped-call]  # likewise
                head["signature"] = key.sign(words).signature.hex()
                file.write(json.dumps({"head": head}) + "\n")
