"""Who runs the tasks of the corpus tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from luoshi.corpus.executors import Cluster


@contextmanager
def three_workers() -> Iterator[Cluster]:
    """A Dask scheduler on this machine with three workers."""
    distributed = pytest.importorskip("distributed", reason="the extra luoshi[cluster] is not installed")
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as local,
        distributed.Client(local, set_as_default=False) as client,
    ):
        yield Cluster(client)
