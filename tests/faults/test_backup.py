"""What is taken out while others write comes in again, whole; what was cut or changed comes in not at all."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT, Place

VERIFIER = ROOT / "src" / "luoshi" / "ledger" / "verify_ledger.py"


@pytest.fixture(params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest) -> Place:
    """An installation with a task to report on, on each database."""
    if request.param == "sqlite":
        return request.getfixturevalue("told")
    place = request.getfixturevalue("on_postgresql")
    place.story("begin")
    return place


def test_a_backup_under_load_holds_all_that_was_acknowledged_before(
    busy: Place, fresh: Place, tmp_path: Path
) -> None:
    """Restored on SQLite, wherever it was taken."""
    acks, archive = tmp_path / "acks", tmp_path / "backup.tar.gz"
    acks.touch()
    command = [sys.executable, "-m", "tests.faults.story", "write", "60", str(acks)]
    writers = [subprocess.Popen(command, env=busy.environment(), cwd=ROOT) for _ in range(2)]
    try:
        while len(acks.read_text().splitlines()) < 10:
            assert all(writer.poll() is None for writer in writers)
        before = acks.read_text().splitlines()
        taken = busy.luoshi("backup", str(archive))
        after = len(acks.read_text().splitlines())
    finally:
        with suppress(FileNotFoundError):
            acks.unlink()
        assert [0, 0] == [writer.wait(timeout=30) for writer in writers]

    restored = fresh.luoshi("restore", str(archive))
    assert (0, 0, "") == (taken.returncode, restored.returncode, restored.stderr)
    assert after > len(before), "nobody wrote while the backup was made: the test shows nothing"
    assert set(before) <= set(fresh.story("count")["reports"])
    for verb in ("verify", "check"):
        assert 0 == fresh.luoshi(verb).returncode
    assert (busy.home / "signing-key").read_bytes() == (fresh.home / "signing-key").read_bytes()


def test_what_is_restored_is_the_same_to_the_letter(
    told: Place, fresh: Place, backed_up: bytes, tmp_path: Path
) -> None:
    (tmp_path / "b.tar.gz").write_bytes(backed_up)
    assert 0 == fresh.luoshi("restore", str(tmp_path / "b.tar.gz")).returncode

    assert told.luoshi("export", "-").stdout == fresh.luoshi("export", "-").stdout
    files = [path.read_bytes() for path in fresh.home.glob("originals/*/*")]
    assert ["十二个站点".encode() * 100] == files


def test_nothing_is_restored_over_something(told: Place, backed_up: bytes, tmp_path: Path) -> None:
    archive, key = tmp_path / "b.tar.gz", told.home / "signing-key"
    archive.write_bytes(backed_up)
    key.write_text("1" * 64)
    refused = told.luoshi("restore", str(archive))

    assert (1, 1) == (refused.returncode, len(refused.stderr.splitlines()))
    assert (1, "1" * 64) == (told.rows("store_task"), key.read_text())


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


def _altered(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace("养老".encode(), "托幼".encode()))


@pytest.mark.parametrize("harm", [_cut, _flipped, _altered, lambda _: b"no archive"])
def test_a_harmed_archive_is_refused_whole(
    fresh: Place, backed_up: bytes, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    archive = tmp_path / "b.tar.gz"
    archive.write_bytes(harm(backed_up))
    refused = fresh.luoshi("restore", str(archive))

    assert (1, 1) == (refused.returncode, len(refused.stderr.splitlines())), refused.stderr
    assert (0, 0, 0) == tuple(fresh.rows(f"store_{name}") for name in ("task", "event", "unit"))


def test_an_export_goes_on_in_another_office_under_its_own_key(
    told: Place, fresh: Place, tmp_path: Path
) -> None:
    """The older heads keep the signature of the office they came from; new ones are the new office's."""
    out, again = tmp_path / "l.jsonl", tmp_path / "m.jsonl"
    assert 0 == told.luoshi("export", str(out)).returncode
    assert 0 == fresh.luoshi("import", str(out)).returncode
    acks = tmp_path / "acks"
    acks.touch()
    assert 0 == fresh.run("-m", "tests.faults.story", "write", "0", str(acks)).returncode
    assert 0 == fresh.luoshi("export", str(again)).returncode

    verified = fresh.luoshi("verify")
    assert (0, True) == (verified.returncode, "Earlier signatures" in verified.stdout)
    assert (0, "the ledger verifies") == _outside(str(again))


def _outside(*words: str) -> tuple[int, str]:
    """Run the verifier as an outsider does: any Python, nothing of ours, nothing installed."""
    done = subprocess.run(
        ["python3", "-I", str(VERIFIER), *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip().splitlines()[-1]


def test_outsiders_check_an_export_with_nothing_of_ours(told: Place, tmp_path: Path) -> None:
    out, head, script = tmp_path / "l.jsonl", tmp_path / "head.json", tmp_path / "verify_ledger.py"
    told.luoshi("export", str(out))
    assert 0 == told.luoshi("verify", "--script", str(script)).returncode
    assert VERIFIER.read_bytes() == script.read_bytes()
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    head.write_text(json.dumps(next(row["head"] for row in rows if "head" in row)))
    holds, fails = (0, "the ledger verifies"), (1, "the ledger does not verify")

    assert holds == _outside(str(out))
    assert holds == _outside(str(out), "--kept", str(head))
    out.write_bytes(out.read_bytes().replace("养老".encode(), "托幼".encode(), 1))
    assert fails == _outside(str(out))
    assert fails == _outside(str(out), "--kept", str(head))


def test_one_event_is_shown_by_its_receipt(told: Place, tmp_path: Path) -> None:
    given = tmp_path / "receipt.json"
    given.write_text(told.luoshi("receipt", str(told.story("first_event")["event"])).stdout)

    assert (0, "the ledger verifies") == _outside("--receipt", str(given))
    given.write_text(given.read_text().replace("signed-for", "returned", 1))
    assert (1, "the ledger does not verify") == _outside("--receipt", str(given))
    assert 1 == told.luoshi("receipt", "999").returncode
    assert 2 == told.luoshi("receipt").returncode


def test_the_log_now_is_shown_to_continue_a_head_somebody_kept(told: Place, tmp_path: Path) -> None:
    """Without the export: an older head, a newer one, and the path between them."""
    kept, given, acks = tmp_path / "head.json", tmp_path / "receipt.json", tmp_path / "acks"
    kept.write_text(json.dumps(json.loads(told.luoshi("receipt", "1").stdout)["head"]))
    acks.touch()
    told.run("-m", "tests.faults.story", "write", "0", str(acks))
    told.luoshi("export", str(tmp_path / "l.jsonl"))  # seals
    given.write_text(told.luoshi("receipt", "--since", str(kept)).stdout)
    receipt = json.loads(given.read_text())

    assert receipt["since"]["size"] < receipt["head"]["size"]
    assert (0, "the ledger verifies") == _outside("--receipt", str(given))
    given.write_text(json.dumps(receipt | {"since": receipt["since"] | {"root": receipt["head"]["root"]}}))
    assert (1, "the ledger does not verify") == _outside("--receipt", str(given))
    kept.write_text(json.dumps(receipt["since"] | {"root": "00" * 32}))
    assert 1 == told.luoshi("receipt", "--since", str(kept)).returncode
    kept.write_text("[]")
    assert 2 == told.luoshi("receipt", "--since", str(kept)).returncode
