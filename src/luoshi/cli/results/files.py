"""Where results go: names without clashes, whole files or none, and what need not be done again."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_DONE: Final = ".luoshi-read.jsonl"


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and move it there: the old file or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(aside).chmod(0o666 & ~mask)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


@dataclass(slots=True)
class Names:
    """Gives each input its own file name in one folder.

    Attributes:
        ending: of the files.
        is_foreign: tells whether a file of that name is there that is not ours, never to be written over.
        taken: names given out.
    """

    ending: str
    is_foreign: Callable[[str], bool] = field(default=lambda _: False)
    taken: set[str] = field(default_factory=set)

    def next(self, source: str) -> tuple[str, bool]:
        """Return the file name for ``source`` and whether it had to differ from its own."""
        stem = Path(source.replace("\\", "/")).name
        stem = stem.rpartition(".")[0] or stem or "text"
        name, n = f"{stem}.{self.ending}", 1
        while name.casefold() in self.taken or self.is_foreign(name):
            n += 1
            name = f"{stem}-{n}.{self.ending}"
        self.taken.add(name.casefold())
        return name, n > 1


@dataclass(slots=True)
class Done:
    """Remembers in the output folder what was read, from what, with what settings."""

    folder: Path
    settings: Sequence[object]
    known: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, settings: Sequence[object]) -> "Done":
        """Load what the folder remembers; a line cut short by a crash is left out."""
        known: dict[str, Any] = {}
        try:
            lines = (folder / _DONE).read_text(encoding="utf-8").splitlines()
        except OSError:
            lines = []
        for line in lines:
            try:
                entry = json.loads(line)
                known[entry["written"]] = entry
            except (ValueError, KeyError, TypeError):
                continue
        return cls(folder, settings, known)

    def has(self, written: str, source: Path | None, label: str) -> bool:
        """Tell whether ``written`` is there, made from this very file with these settings."""
        entry = self.known.get(written)
        stamp = _stamp(source)
        if entry is None or stamp is None or not (self.folder / written).exists():
            return False
        return bool(
            entry.get("source") == label
            and entry.get("stamp") == stamp
            and entry.get("settings") == json.loads(json.dumps(self.settings))
        )

    def is_foreign(self, written: str) -> bool:
        """Tell whether a file of that name is there that no run of ours wrote: an input, perhaps."""
        return written not in self.known and (self.folder / written).exists()

    def add(self, written: str, source: Path | None, label: str) -> None:
        """Remember that ``written`` was made."""
        stamp = _stamp(source)
        entry = {"written": written, "source": label, "stamp": stamp, "settings": self.settings}
        with (self.folder / _DONE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _stamp(source: Path | None) -> list[int] | None:
    """Return size and time of change of a file, or None when it is none."""
    if source is None:
        return None
    try:
        stat = source.stat()
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns]
