"""A ledger moves from SQLite to PostgreSQL and back, whole."""

from pathlib import Path

from tests.faults.conftest import Place


def test_a_ledger_moves_to_the_other_database_and_back(
    told: Place, fresh: Place, on_postgresql: Place, tmp_path: Path
) -> None:
    there, back, acks = tmp_path / "there.jsonl", tmp_path / "back.jsonl", tmp_path / "acks"
    told.story("plan")
    assert 0 == on_postgresql.run("-m", "tests.faults.story", "tables").returncode
    _move(told, on_postgresql, there)

    acks.touch()
    written = on_postgresql.run("-m", "tests.faults.story", "write", "0", str(acks))  # work goes on there
    assert 0 == written.returncode, written.stderr
    _move(on_postgresql, fresh, back)
    assert set(acks.read_text().splitlines()) <= set(fresh.story("count")["reports"])


def _move(source: Place, target: Place, through: Path) -> None:
    """Export from one, import into the other, and see that both say the same and verify."""
    out, taken = source.luoshi("export", str(through)), target.luoshi("import", str(through))
    assert (0, 0) == (out.returncode, taken.returncode), out.stderr + taken.stderr
    again = through.with_suffix(".again")
    assert 0 == target.luoshi("export", str(again)).returncode
    assert through.read_text().splitlines() == again.read_text().splitlines()
    for verb in ("verify", "check"):
        done = target.luoshi(verb)
        assert 0 == done.returncode, done.stdout + done.stderr
