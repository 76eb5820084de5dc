"""How well whole documents of our own are read: ``python -m evals written``.

``documents/text`` holds documents written for this project in the manner of county and township offices,
bureaus, schools, a university, hospitals, firms, associations and villages; ``documents/dev`` their
annotations, in the form and by the guidelines of ``../shared/gold``. They were written and annotated by
hands that had not seen the reader; some labels can be argued with. What the reader made of them at first
sight stands in ``documents/README.md``; the floors only guard against getting worse. A set is the first
letter of its documents' names. ``train_strength`` learns from all of them but the set y.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evals.reading import ROWS, predict, score
from evals.row import Row

DOCUMENTS = Path(__file__).parent / "documents"


def rows() -> Iterator[Row]:
    """Yield F1 of every element for each set of the documents of our own."""
    with tempfile.TemporaryDirectory() as folder:
        predict(DOCUMENTS / "text", Path(folder), DOCUMENTS / "dev")
        for name in sorted({path.stem[0] for path in (DOCUMENTS / "dev").glob("*.json")}):
            yield from _rows_of(name, Path(folder))


def _rows_of(name: str, predictions: Path) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        dev = Path(folder) / "dev"
        dev.mkdir()
        (Path(folder) / "text").symlink_to(DOCUMENTS / "text")
        for path in (DOCUMENTS / "dev").glob(f"{name}*.json"):
            shutil.copy(path, dev)
        micro = score(predictions, dev)["micro"]
    for key, field in ROWS.items():
        yield {
            "name": f"written.{name}.{field}",
            "value": round(micro[key]["f1"] or 0.0, 4),
            "unit": "F1",
            "how": "score_reading.py on evals/documents",
        }
