"""The contract ``luoshi.reading/1`` of a text read in windows, written to a file as it comes."""

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from types import TracebackType
from typing import IO, Any, Final, Self

from luoshi.document.receive import text_id_of
from luoshi.document.source_text import Extract
from luoshi.document.windows import Window
from luoshi.reading.contract import as_contract, problem_of, redactions_of
from luoshi.reading.reading import Reading

Json = dict[str, Any]

_HEAD: Final = ("schema", "engine", "source", "ref_date", "head", "head_spans")
_LISTS: Final = (
    "outline",
    "commitments",
    "achievements",
    "problems",
    "frameworks",
    "duplicates",
    "repairs",
    "redactions",
    "coverage",
    "problems_found",
)
_IN_MEMORY: Final = 1 << 20
_PIECE: Final = 1 << 20


@dataclass(slots=True)
class LargeJson:
    """Takes windows with their readings and gives back one JSON object; a context that leaves no file behind.

    Attributes:
        extract: the whole text.
        data: the bytes of its file.
        name: of the file.
        between: what parts the items of a list: a line break, or nothing for one object a line.
        with_text: put in the texts.
    """

    extract: Extract
    data: bytes
    name: str
    between: str
    with_text: bool = False
    _head: Json = field(default_factory=dict)
    _lists: dict[str, "_List"] = field(default_factory=dict)
    _n_commitments: int = 0
    _read: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for items in self._lists.values():
            items.close()

    def add(self, window: Window, reading: Reading) -> None:
        """Take the next window."""
        part = as_contract(reading, at=window.start)
        if not self._head:
            self._head = {key: part[key] for key in _HEAD}
            self._lists = {key: _List(self.between) for key in _LISTS}
            self._lists["problems_found"].add([problem_of(p, p.span) for p in self.extract.problems])
        _renumber(part, self._n_commitments)
        self._n_commitments += len(part["commitments"])
        part["redactions"] = redactions_of(window.source, window.start)
        part["duplicates"] = [
            {"start": r.span.start, "end": r.span.end, "of": list(r.of)} for r in window.repeats
        ]
        again = [{"start": r.span.start, "end": r.span.end, "is": "duplicate"} for r in window.repeats]
        part["coverage"] = sorted(part["coverage"] + again, key=lambda tile: int(tile["start"]))
        for key, items in self._lists.items():
            items.add(part[key])
        if self.with_text:
            self._read.append(window.source.text)

    def finished(self) -> IO[bytes]:
        """Return the object in a file of its own that is gone when closed, from its beginning."""
        text = self.extract.text
        self._head["source"] |= {
            "media_type": self.extract.media_type,
            "encoding": self.extract.encoding,
            "bytes_sha256": sha256(self.data).hexdigest(),
            "text_sha256": text_id_of(text),
            "n_chars": len(text),
        }
        out = tempfile.TemporaryFile()  # noqa: SIM115  # whoever takes it closes it
        try:
            self._write(out)
            out.seek(0)
        except BaseException:
            out.close()
            raise
        return out

    def _write(self, out: IO[bytes]) -> None:
        head = json.dumps(self._head, ensure_ascii=False, separators=(",", ":"))
        out.write(head[:-1].encode())
        for key, items in self._lists.items():
            out.write(f',{self.between}"{key}":['.encode())
            items.pour(out)
            out.write(b"]")
        if self.with_text:
            for key, words in (("text", self.extract.text), ("read_text", "".join(self._read))):
                out.write(f',{self.between}"{key}":{json.dumps(words, ensure_ascii=False)}'.encode())
        out.write(b"}\n")


class _List:
    """The items of one key, kept in a file once they are many."""

    def __init__(self, between: str) -> None:
        self._between = f",{between}".encode()
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed with the rest
        self._is_empty = True

    def add(self, items: list[Json]) -> None:
        for item in items:
            if not self._is_empty:
                self._file.write(self._between)
            self._is_empty = False
            self._file.write(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode())

    def pour(self, out: IO[bytes]) -> None:
        self._file.seek(0)
        shutil.copyfileobj(self._file, out, _PIECE)

    def close(self) -> None:
        self._file.close()


def _renumber(part: Json, n_before: int) -> None:
    """Let the numbers of commitments go on where those of the windows before end."""
    moved = {it["id"]: f"c{n_before + n}" for n, it in enumerate(part["commitments"], 1)}
    for it in part["commitments"]:
        it["id"] = moved[it["id"]]
    for it in part["problems"]:
        it["remedies"] = [moved[remedy] for remedy in it["remedies"]]
