"""What a comparison found: from memory for a shelf of documents, over partition files for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from luoshi.corpus.compare import passages_found, quotations_found
from luoshi.corpus.executors import executor_for
from luoshi.corpus.partitions import Document, partition
from luoshi.corpus.run import Progress, compare_corpus
from luoshi.reuse.compare import compare
from luoshi.reuse.families import Family, families, quotation_families
from luoshi.reuse.match.pieces import PIECE
from luoshi.reuse.passages import Passages
from luoshi.reuse.share import Share, shares
from luoshi.reuse.short import merged, short_passages

IN_MEMORY = 12_000  # pieces of text


@dataclass(frozen=True, slots=True)
class Findings:
    """What some documents have in common.

    Attributes:
        documents: In the order given.
        passages: Stretches two of them share, quotations left out.
        quotations: For each the stretches that are quotations.
        shares: For each how much stood in an earlier one.
        families: Passages with all their holders, largest first.
        quoted: Quotations with all their holders.
    """

    documents: tuple[Document, ...]
    passages: Passages
    quotations: Sequence[Sequence[tuple[int, int]]]
    shares: tuple[Share, ...]
    families: tuple[Family, ...]
    quoted: tuple[Family, ...]

    def words(self, row: int) -> tuple[str, str]:
        """Return what one passage says in the first and in the second document."""
        p = self.passages
        return (
            self.documents[int(p.a[row])].text[int(p.a0[row]) : int(p.a1[row])],
            self.documents[int(p.b[row])].text[int(p.b0[row]) : int(p.b1[row])],
        )


def fits_in_memory(documents: Sequence[Document]) -> bool:
    """Tell whether one comparison in memory takes these documents."""
    return sum(1 + len(d.text) // PIECE for d in documents) <= IN_MEMORY


def find(
    documents: Sequence[Document],
    work: Path | None = None,
    *,
    jobs: int = 1,
    scheduler: str = "",
    progress: Progress = lambda _stage, _done, _n: None,
) -> Findings:
    """Compare documents; with a work folder as tasks that go on where they stopped.

    Raises:
        AnotherCorpusError: The work folder is of other documents.
        ClusterMissingError: A scheduler is named and the extra is not installed.
        OSError: The work folder cannot be written.
    """
    if work is None:
        progress("align", 0, 1)
        result = compare([d.text for d in documents])
        progress("align", 1, 1)
        return _findings(documents, result.passages, result.quotations)
    plan = partition(work, documents)
    with executor_for(jobs, scheduler) as executor:
        compare_corpus(work, plan, executor, progress)
    return _findings(documents, passages_found(work), quotations_found(work))


def _findings(
    documents: Sequence[Document], passages: Passages, quotations: Sequence[Sequence[tuple[int, int]]]
) -> Findings:
    texts = [d.text for d in documents]
    passages = merged(passages, short_passages(texts))
    dates = [d.date for d in documents]
    units = [d.unit for d in documents]
    return Findings(
        tuple(documents),
        passages,
        quotations,
        tuple(shares(passages, [len(t) for t in texts], dates, quotations)),
        tuple(families(passages, texts, dates, units)),
        tuple(quotation_families(quotations, texts, dates, units)),
    )
