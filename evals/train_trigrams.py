"""Train the character-trigram model of the repair: ``python -m evals.train_trigrams``.

Reads the undamaged lines of the samples and annotated texts, each once, in simplified characters; writes
``src/luoshi/document/repair/trigrams.xz``: lines "<width><count> TAB <strings run together>".
"""

import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import opencc

from evals.shared import ROOT, shared
from luoshi.document.fold import fold
from luoshi.document.repair.readings import find_readings
from luoshi.document.way_back import apply_edits

MODEL = ROOT / "src/luoshi/document/repair/trigrams.xz"
_EDGE = "\n"
# What follows a lost byte up to the end of its sentence was read shifted, so it teaches nothing.
_SHIFTED = re.compile(r"？[^。]*")


def undamaged() -> Iterator[str]:
    """Yield each distinct stretch of the samples and of the annotated texts in which nothing was lost."""
    convert = opencc.OpenCC("t2s").convert
    seen: set[str] = set()
    paths = sorted(shared("samples").glob("*.txt")) + sorted(shared("gold", "text").glob("*.txt"))
    for path in paths:
        received = path.read_text(encoding="utf-8")
        text, _ = apply_edits(received, find_readings(received).edits)
        for line in fold(convert(text)).splitlines():
            for words in _SHIFTED.split(line.strip()):
                if words and words not in seen:
                    seen.add(words)
                    yield words


def count(lines: Iterator[str]) -> Counter[str]:
    """Count one-, two- and three-character strings; a line edge counts as a character."""
    counts: Counter[str] = Counter()
    for line in lines:
        framed = _EDGE + line + _EDGE
        for width in (1, 2, 3):
            counts.update(framed[i : i + width] for i in range(len(framed) - width + 1))
    return counts


def pack(counts: Counter[str]) -> bytes:
    """Return the model as it is shipped; the line edge is left out, it cannot stand in a line."""
    groups: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for words, n in counts.items():
        if _EDGE not in words:
            groups[len(words), n].append(words)
    lines = (f"{width}{n}\t{''.join(sorted(words))}" for (width, n), words in sorted(groups.items()))
    return lzma.compress("\n".join(lines).encode(), preset=9)


if __name__ == "__main__":
    MODEL.write_bytes(pack(count(undamaged())))
    print(f"{MODEL.relative_to(ROOT)}: {MODEL.stat().st_size} bytes")
