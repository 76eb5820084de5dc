"""The worker: leases jobs and does them until it is told to stop."""

import json
import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import datetime

from django.db import Error, close_old_connections
from django.utils import timezone

from luoshi.followup.work.backend import run
from luoshi.followup.work.leases import LEASE, failed, lease, renew
from luoshi.followup.work.timetable import enqueue_due
from luoshi.store.models import Job

_log = logging.getLogger(__name__)
_IDLE_SECONDS = 1.0


class Worker:
    """Does one job after another: in a thread of the server, or in a process of its own."""

    def __init__(self, *, clock: Callable[[], datetime] = timezone.now) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"[:60]
        self._clock = clock
        self._stop = threading.Event()

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self._stop.set()

    def work(self) -> None:
        """Work until stopped."""
        while not self._stop.is_set():
            try:
                enqueue_due(now=self._clock())
                busy = self.work_off()
            except Error as error:  # a database that is away for a moment must not end the worker
                _log.warning("background work waits for the database: %s", str(error).partition("\n")[0])
                busy = 0
            except Exception:  # noqa: BLE001 - nor must anything else
                _log.exception("background work")
                busy = 0
            close_old_connections()
            if not busy:
                self._stop.wait(_IDLE_SECONDS)

    def work_off(self, *, most: int = 1000) -> int:
        """Do what is due now; return how many jobs."""
        n_done = 0
        while n_done < most and not self._stop.is_set():
            job = lease(self.name, now=self._clock())
            if job is None:
                break
            self._do(job)
            n_done += 1
        return n_done

    def _do(self, job: Job) -> None:
        ended = threading.Event()
        keeper = threading.Thread(target=self._hold, args=(job, ended), daemon=True)
        keeper.start()
        try:
            run(job, json.loads(job.payload))
        except OSError as error:  # the world outside, as a mail server that refuses: one line, tried again
            said = f"{type(error).__name__}: {error}"
            _log.warning("job %s %s is tried again: %s", job.name, job.key, said)
            failed(job, said, now=self._clock())
        except Exception:  # noqa: BLE001 - whatever went wrong is kept with the job
            _log.exception("job %s %s", job.name, job.key)
            failed(job, traceback.format_exc(), now=self._clock())
        finally:
            ended.set()

    def _hold(self, job: Job, ended: threading.Event) -> None:
        """Renew the lease while the job runs."""
        while not ended.wait(LEASE.total_seconds() / 3):
            renew(job, now=self._clock())
            close_old_connections()
