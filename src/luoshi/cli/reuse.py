"""``luoshi reuse``: similar text among documents."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from luoshi.cli.arguments import n_jobs
from luoshi.cli.reuse_page.loading import load
from luoshi.cli.reuse_page.only import only_with
from luoshi.cli.reuse_page.page import page
from luoshi.cli.reuse_page.summary import as_json, summary
from luoshi.cli.reuse_page.tables import write_tables
from luoshi.cli.reuse_page.with_index import use_index
from luoshi.cli.reuse_page.wording import Say, words_of
from luoshi.cli.words import Words, chosen_language
from luoshi.corpus.executors import ClusterLostError, ClusterMissingError
from luoshi.corpus.findings import Findings, find, fits_in_memory
from luoshi.corpus.partitions import AnotherCorpusError, Document
from luoshi.corpus.rows import ParquetBrokenError, ParquetMissingError
from luoshi.reuse.files import write_text

DONE, SOME_UNREADABLE, WRONG = 0, 1, 2


def reuse(args: argparse.Namespace, words: Words) -> int:
    """Run the verb as the dispatcher calls it.

    Raises:
        Wrong: The number of processes is none.
    """
    args.jobs = n_jobs(args.jobs, words)
    return run(args)


def run(args: argparse.Namespace) -> int:
    """Compare what the arguments name and return the exit status."""
    lang = chosen_language(args.lang)
    say = words_of(lang)
    reported: list[str] = []

    def report(name: str, words: str) -> None:
        reported.append(name)
        _tell(f"{name}: {words}")

    try:
        if args.index is not None:
            return use_index(args, say, lang, report)
        return _compare(args, say, lang, report) or (SOME_UNREADABLE if reported else DONE)
    except AnotherCorpusError as error:
        _tell(say("another", folder=error))
    except ClusterMissingError:
        _tell(say("no_cluster"))
    except ClusterLostError as error:
        _tell(say("cluster_lost", why=error))
    except ParquetMissingError:
        _tell(say("no_parquet"))
    except ParquetBrokenError as error:
        _tell(say("bad_parquet", name=error))
    except BrokenPipeError:  # who reads us has seen enough
        sys.stdout = None
        return DONE
    except OSError as error:
        _tell(say("cannot_write", why=error.strerror or error))
        return SOME_UNREADABLE
    return WRONG


def _compare(args: argparse.Namespace, say: Say, lang: str, report: Callable[[str, str], None]) -> int:
    if not args.paths:
        _tell(say("no_paths"))
        return WRONG
    paths = [*args.paths, *([args.against] if args.against else [])]
    documents = load(paths, say, lang, report)
    if not documents:
        _tell(say("nothing"))
        return WRONG
    with _work(documents, args) as work:
        if args.scheduler and args.output is None and work is not None:
            _tell(say("no_shared_folder"))
            return WRONG
        found = find(documents, work, jobs=args.jobs, scheduler=args.scheduler, progress=_progress(say))
        if args.against:
            found = only_with(found, args.against)
        show(found, args, say, lang)
    return DONE


@contextmanager
def _work(documents: list[Document], args: argparse.Namespace) -> Iterator[Path | None]:
    """Give the folder of the tasks' files: beside the output, where the next run goes on, or for this run."""
    large = not fits_in_memory(documents)
    if args.output is not None:
        yield args.output / ".work" if large or args.scheduler or args.jobs > 1 else None
    elif large:
        with TemporaryDirectory(prefix="luoshi-reuse-") as folder:
            yield Path(folder)
    else:
        yield None


def _progress(say: Say) -> Callable[[str, int, int], None]:
    shown = sys.stderr.isatty()

    def progress(stage: str, done: int, n: int) -> None:
        if shown:
            end = "\n" if done == n else ""
            sys.stderr.write(f"\r\x1b[K{say('stage_' + stage)} {done}/{n}{end}")
            sys.stderr.flush()

    return progress


def show(found: Findings, args: argparse.Namespace, say: Say, lang: str) -> None:
    """Write or print the findings as asked."""
    if args.output is not None:
        write_tables(args.output, found)
        write_text(args.output / "index.html", page(found, lang))
    if args.output is None or args.format != "html":
        with nullcontext(sys.stdout) as out:
            if args.format == "json":
                out.write(as_json(found) + "\n")
            elif args.format == "html":
                out.write(page(found, lang))
            else:
                out.writelines(line + "\n" for line in summary(found, say))


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
