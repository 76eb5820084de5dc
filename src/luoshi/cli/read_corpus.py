"""``luoshi read`` over a whole corpus: partitions of rows, or files for a pool of processes or a cluster."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from luoshi.cli.arguments import Wrong
from luoshi.cli.jobs.job import problem_line
from luoshi.cli.shown import shown
from luoshi.cli.words import Words
from luoshi.corpus.executors import ClusterLostError, ClusterMissingError, executor_for
from luoshi.corpus.partitions import AnotherCorpusError
from luoshi.corpus.readings import plan_reading, problems_found, read_corpus
from luoshi.corpus.rows import ParquetBrokenError, ParquetMissingError
from luoshi.values.problem import Severity

READ, SOME_UNREADABLE = 0, 1


def read_partitions(args: argparse.Namespace, say: Words, n_jobs: int) -> int:
    """Read a corpus into a folder of partitions of readings and return the exit status.

    Raises:
        Wrong: the arguments do not fit together, or an extra is missing.
    """
    if args.format != "jsonl" or args.output is None or Path(args.output).is_file():
        raise Wrong(say("cli", "corpus_needs"))
    folder = Path(args.output)
    try:
        plan = plan_reading(folder, args.paths, with_text=args.with_text)
        with executor_for(n_jobs, args.scheduler or "") as executor:
            read_corpus(folder, plan, executor, _shown(say))
    except AnotherCorpusError:
        raise Wrong(say("cli", "corpus_other", path=args.output)) from None
    except ClusterMissingError:
        raise Wrong(say("cli", "no_cluster")) from None
    except ClusterLostError as error:
        raise Wrong(say("cli", "cluster_lost", why=error)) from None
    except ParquetMissingError:
        raise Wrong(say("cli", "no_parquet")) from None
    except ParquetBrokenError as error:
        raise Wrong(say("cli", "bad_parquet", path=error)) from None
    except OSError as error:
        _tell(say("cli", "cannot_write", path=args.output, why=error.strerror or error))
        return SOME_UNREADABLE
    status = READ
    for name, problem in problems_found(folder, plan):
        _tell(say("cli", "line", name=name, words=problem_line(problem, say)))
        if problem.severity is Severity.ERROR:
            status = SOME_UNREADABLE
    _tell(say("cli", "corpus_read", n=plan.n, path=args.output))
    return status


def _shown(say: Words) -> Callable[[str, int, int], None]:
    on_terminal = sys.stderr.isatty()

    def progress(_stage: str, done: int, n: int) -> None:
        if on_terminal:
            sys.stderr.write(f"\r\x1b[K{say('cli', 'progress')} {done}/{n}" + ("\n" if done == n else ""))
            sys.stderr.flush()

    return progress


def _tell(words: str) -> None:
    sys.stderr.write(shown(words) + "\n")
