"""How well whole documents of our own are read: ``python -m evals written``.

``documents/text`` holds forty documents written for this project in the manner of county and township
offices, bureaus, schools, a university, a hospital, firms, associations and villages; ``documents/dev``
their annotations, in the form and by the guidelines of ``../shared/gold``. They were written and annotated
by hands that had not seen the reader; some labels can be argued with. What the reader made of them at first
sight stands in ``documents/README.md``; the floors only guard against getting worse. ``train_strength``
learns from them.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from evals.reading import ROWS, predict, score
from evals.row import Row

DOCUMENTS = Path(__file__).parent / "documents"


def rows() -> Iterator[Row]:
    """Yield F1 of every element over the documents of our own."""
    with tempfile.TemporaryDirectory() as folder:
        predict(DOCUMENTS / "text", Path(folder), DOCUMENTS / "dev")
        micro = score(Path(folder), DOCUMENTS / "dev")["micro"]
    for key, name in ROWS.items():
        yield {
            "name": f"written.{name}",
            "value": round(micro[key]["f1"] or 0.0, 4),
            "unit": "F1",
            "how": "score_reading.py on evals/documents",
        }
