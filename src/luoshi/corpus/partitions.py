"""A corpus as partition files: documents in, shards of a size one process can hold."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from luoshi.reuse.files import write_text
from luoshi.reuse.match.pieces import PIECE

SHARD_CHARS = 16_000_000
SHARD_PIECES = 12_000
RANGES = 512  # at most
RANGE_SHARDS = 3  # ranges of hashes a shard brings: a range's seeds must fit in memory


@dataclass(frozen=True, slots=True)
class Document:
    """One text to compare.

    Attributes:
        id: What its owner calls it.
        text: Its words as received.
        date: YYYY-MM-DD, or "".
        unit: Whose it is, or "".
    """

    id: str
    text: str
    date: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a corpus was cut.

    Attributes:
        n: Documents.
        firsts: Number of the first document of each shard.
        ranges: Into how many ranges the hashes are cut.
        digest: SHA-256 over all of it: another corpus never goes on with this one's files.
    """

    n: int
    firsts: tuple[int, ...]
    ranges: int
    digest: str

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return len(self.firsts)

    @property
    def bits(self) -> int:
        """How many leading bits of a hash the ranges take."""
        return self.ranges.bit_length() - 1


class AnotherCorpusError(ValueError):
    """The folder holds the work on another corpus."""


def partition(folder: Path, documents: Iterable[Document], *, shard_chars: int = SHARD_CHARS) -> Plan:
    """Write documents as shards and the plan last; a plan already there must be of the same documents.

    Raises:
        AnotherCorpusError: It is not.
        OSError: A file cannot be written.
    """
    old = read_plan(folder) if (folder / "plan.json").exists() else None
    digest = sha256()
    firsts: list[int] = []
    n = 0
    for lines in _shards(documents, shard_chars):
        path = shard_path(folder, len(firsts))
        text = "".join(lines)
        digest.update(text.encode())
        if old is None or (len(firsts) < old.shards and not path.exists()):
            write_text(path, text)
        firsts.append(n)
        n += len(lines)
    ranges = min(RANGES, 1 << (RANGE_SHARDS * max(0, len(firsts) - 1)).bit_length())
    plan = Plan(n, tuple(firsts), ranges, digest.hexdigest())
    if old is not None:
        if old.digest != plan.digest:
            raise AnotherCorpusError(str(folder))
        return old
    write_text(folder / "plan.json", json.dumps(asdict(plan)))
    return plan


def _shards(documents: Iterable[Document], shard_chars: int) -> Iterator[list[str]]:
    lines: list[str] = []
    chars = pieces = 0
    for document in documents:
        more = 1 + len(document.text) // PIECE
        if lines and (chars >= shard_chars or pieces + more > SHARD_PIECES):
            yield lines
            lines, chars, pieces = [], 0, 0
        # escaped, so that lone surrogates of damaged texts survive the file
        lines.append(json.dumps(asdict(document)) + "\n")
        chars += len(document.text)
        pieces += more
    if lines:
        yield lines


def read_plan(folder: Path) -> Plan:
    """Read the plan of a folder."""
    found = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return Plan(found["n"], tuple(found["firsts"]), found["ranges"], found["digest"])


def shard_path(folder: Path, number: int) -> Path:
    """Where a shard's documents are."""
    return folder / "texts" / f"{number:05d}.jsonl"


def read_shard(folder: Path, number: int) -> list[Document]:
    """Read the documents of a shard."""
    with shard_path(folder, number).open(encoding="utf-8") as file:
        return [Document(**json.loads(line)) for line in file]
