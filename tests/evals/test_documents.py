"""The documents of our own: each annotation fits its text."""

import hashlib
import json

import pytest

from evals.written import DOCUMENTS

ANNOTATED = sorted((DOCUMENTS / "dev").glob("*.json"))


def test_every_text_is_annotated() -> None:
    assert [path.stem for path in ANNOTATED] == sorted(p.stem for p in (DOCUMENTS / "text").glob("*.txt"))
    assert ANNOTATED


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_an_annotation_fits_its_text(path) -> None:
    made = json.loads(path.read_text(encoding="utf-8"))
    text = (DOCUMENTS / made["text"]["file"]).read_bytes()
    assert hashlib.sha256(text).hexdigest() == made["text"]["sha256"]
    length = len(text.decode("utf-8"))
    named = {s["attrs"]["id"] for s in made["spans"] if s["type"] == "COMMITMENT"}
    for span in made["spans"]:
        assert 0 <= span["start"] < span["end"] <= length
        assert span["attrs"].get("of") in {None, *named}
