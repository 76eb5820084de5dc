"""Backup and restore, with proof that nothing was lost."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from luoshi.followup.ground.originals import keep_bytes, path_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.proof import key
from luoshi.followup.proof.exchange import export_lines, import_lines, refuse_unless_empty
from luoshi.followup.proof.seal import seal
from luoshi.followup.proof.snapshot import snapshot
from luoshi.store.models import Original, TreeHead

_LEDGER, _PROOF = "ledger.jsonl", "proof.json"


class BrokenBackupError(RefusedError):
    """An archive that is no whole backup; nothing was restored."""

    def __init__(self, why: str) -> None:
        super().__init__("broken-backup", why=why)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a backup holds, so that a restored one can be held against it.

    Attributes:
        n_lines: of the ledger.
        sha256: over those lines.
        root, size: of the newest head of the log; empty and 0 before anything was sealed.
        n_originals: files kept.
        made_at: when, ISO.
    """

    n_lines: int
    sha256: str
    root: str
    size: int
    n_originals: int
    made_at: str


def back_up(target: Path, *, now: datetime) -> Proof:
    """Write one .tar.gz with the whole ledger, its originals and its signing key. Others go on writing.

    The archive holds the key that signs: keep it as you keep the server.
    """
    seal(now=now)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        ledger, aside = Path(folder) / _LEDGER, Path(folder) / "backup.tar.gz"
        with snapshot() as view, ledger.open("w", encoding="utf-8") as file:
            n_lines, whole = 0, hashlib.sha256()
            for line in export_lines(view):
                file.write(line + "\n")
                whole.update(line.encode() + b"\n")
                n_lines += 1
            originals = list(Original.objects.using(view).order_by("sha256").values_list("sha256", flat=True))
            head = TreeHead.objects.using(view).order_by("-size").first()
        root, size = (head.root, head.size) if head else ("", 0)
        proof = Proof(n_lines, whole.hexdigest(), root, size, len(originals), now.isoformat())
        with tarfile.open(aside, "w:gz", compresslevel=3) as archive:
            _put(archive, _PROOF, json.dumps(asdict(proof)).encode())
            archive.add(ledger, _LEDGER)
            _put(archive, key.FILE, key.path().read_bytes())
            for sha256 in originals:
                archive.add(path_of(sha256), f"originals/{sha256}")
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.replace(target)
    return proof


def _put(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(data)
    told.mode = 0o600
    archive.addfile(told, io.BytesIO(data))


def restore(source: Path) -> Proof:
    """Restore a backup into an empty installation and hold it against its proof.

    Raises:
        BrokenBackupError: a part is missing or was changed.
        NotEmptyError: the installation already holds something.
    """
    refuse_unless_empty()
    try:
        with tarfile.open(source, "r:gz") as archive:
            proof = Proof(**json.loads(_member(archive, _PROOF)))
            lines = _member(archive, _LEDGER)
            if hashlib.sha256(lines).hexdigest() != proof.sha256:
                raise BrokenBackupError(_LEDGER)
            originals = dict(_originals(archive))
            signing = _member(archive, key.FILE)
    except (tarfile.TarError, zlib.error, KeyError, TypeError, ValueError, EOFError, OSError) as error:
        raise BrokenBackupError(str(error)) from error
    if len(originals) != proof.n_originals:
        raise BrokenBackupError("originals")
    _take_in(lines, originals, signing, proof)
    return proof


def _take_in(lines: bytes, originals: dict[str, bytes], signing: bytes, proof: Proof) -> None:
    """Write everything or nothing: rows in one transaction, the key put back when they do not fit."""
    refuse_unless_empty()
    for sha256, data in originals.items():
        keep_bytes(sha256, data)  # whole or not at all; under its hash it harms nobody
    before = key.path().read_bytes()
    try:
        with writing():
            refuse_unless_empty()
            key.replace(signing)
            import_lines(lines.decode().splitlines())
            _refuse_unless_same(proof)
    except BaseException:
        key.replace(before)
        raise


def _refuse_unless_same(proof: Proof) -> None:
    again = hashlib.sha256("".join(line + "\n" for line in export_lines()).encode()).hexdigest()
    if again != proof.sha256:
        raise BrokenBackupError("the restored ledger reads differently")


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise BrokenBackupError(name)
    return file.read()


def _originals(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive.getmembers():
        folder, _, sha256 = member.name.partition("/")
        if folder == "originals":
            data = _member(archive, member.name)
            if hashlib.sha256(data).hexdigest() != sha256:
                raise BrokenBackupError(member.name)
            yield sha256, data
