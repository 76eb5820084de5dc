"""Backup and restore, with proof that nothing was lost."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from luoshi.followup.ground.originals import keep_bytes, path_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.proof import key
from luoshi.followup.proof.exchange import LinesOf, export_lines, import_lines, refuse_unless_empty
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
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        ledger = Path(folder) / _LEDGER
        try:
            with tarfile.open(source, "r|gz") as archive:
                proof, signing = _taken_out(archive, ledger)
        except (tarfile.TarError, zlib.error, KeyError, TypeError, ValueError, EOFError, OSError) as error:
            raise BrokenBackupError(str(error)) from error
        _take_in(ledger, signing, proof)
    return proof


def _taken_out(archive: tarfile.TarFile, ledger: Path) -> tuple[Proof, bytes]:
    """Return proof and key, the ledger written to a file and every original kept under its hash."""
    parts: dict[str, bytes] = {}
    whole, n_originals = "", 0
    for member in archive:
        file = archive.extractfile(member)
        if file is None:
            raise BrokenBackupError(member.name)
        if member.name == _LEDGER:
            with ledger.open("wb") as out:
                shutil.copyfileobj(file, out)
            with ledger.open("rb") as written:
                whole = hashlib.file_digest(written, "sha256").hexdigest()
        elif member.name.startswith("originals/"):
            data, sha256 = file.read(), member.name.partition("/")[2]
            if hashlib.sha256(data).hexdigest() != sha256:
                raise BrokenBackupError(member.name)
            keep_bytes(sha256, data)  # whole or not at all; under its hash it harms nobody
            n_originals += 1
        elif member.name in {_PROOF, key.FILE}:
            parts[member.name] = file.read()
    proof = Proof(**json.loads(parts[_PROOF]))
    if whole != proof.sha256:
        raise BrokenBackupError(_LEDGER)
    if n_originals != proof.n_originals:
        raise BrokenBackupError("originals")
    return proof, parts[key.FILE]


def _take_in(ledger: Path, signing: bytes, proof: Proof) -> None:
    """Write everything or nothing: rows in one transaction, the key put back when they do not fit."""
    before = key.path().read_bytes()
    try:
        with writing():
            refuse_unless_empty()
            key.replace(signing)
            import_lines(LinesOf(ledger))
            _refuse_unless_same(proof)
    except BaseException:
        key.replace(before)
        raise


def _refuse_unless_same(proof: Proof) -> None:
    again = hashlib.sha256()
    for line in export_lines():
        again.update(line.encode() + b"\n")
    if again.hexdigest() != proof.sha256:
        raise BrokenBackupError("the restored ledger reads differently")
