"""``luoshi annotations``: what people made of the proposals, for the next training of the reader."""

import argparse
import json
import sys
from pathlib import Path

from luoshi.cli.ledger.installation import start
from luoshi.cli.words import Words


def annotations(args: argparse.Namespace, say: Words) -> int:
    """Write one annotation a document somebody has decided about, and its text beside it, into a folder."""
    start(say, may_change_tables=False)
    from luoshi.followup.intake.annotations import judged_versions  # noqa: PLC0415 - needs Django started

    folder = Path(args.path)
    (folder / "text").mkdir(parents=True, exist_ok=True)
    n_documents = n_rows = 0
    for annotation, text in judged_versions():
        body = json.dumps(annotation, ensure_ascii=False, indent=1)
        (folder / f"{annotation['doc']}.json").write_text(body + "\n", encoding="utf-8")
        with (folder / annotation["text"]["file"]).open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        n_documents += 1
        n_rows += sum(span["type"] == "COMMITMENT" for span in annotation["spans"])
    sys.stdout.write(say("ledger", "annotated", documents=n_documents, rows=n_rows, path=folder) + "\n")
    return 0
