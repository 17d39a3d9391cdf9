"""Who does the work: threads here or a Dask cluster, behind one `concurrent.futures` interface."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from briefing.errors import BriefingError
from briefing.sweep.host import close_host, open_host
from briefing.sweep.snapshot import Snapshot

CONNECT_TIMEOUT: Final = 30
"""How long a cluster may take to answer, and to show a worker [seconds]."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor, and what to send it.

    Attributes
    ----------
    executor : Executor
        Takes `briefing.sweep.host.run_job`.
    host : str
        Name of the hosts that were set up for this sweep.
    cores : int
        How many jobs run at a time.
    lost : tuple of exception type
        Raised by a future whose worker died again and again: the job's fault, not the sweep's.
    """

    executor: Executor
    host: str
    cores: int
    lost: tuple[type[BaseException], ...] = ()


@contextmanager
def local_workers(snapshot: Snapshot, jobs: int) -> Iterator[Workers]:
    """Work on this machine; the threads only wait, for processes that do the work."""
    name = _name()
    host = open_host(name, snapshot)
    executor = ThreadPoolExecutor(jobs, thread_name_prefix="sweep")
    try:
        host.warm_up(jobs)
        yield Workers(executor, name, jobs)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        close_host(name)
        executor.shutdown(wait=True)


@contextmanager
def cluster_workers(snapshot: Snapshot, address: str) -> Iterator[Workers]:
    """Work on a Dask cluster.

    Parameters
    ----------
    snapshot : Snapshot
        Handed to each worker, also to those that join or are restarted later.
    address : str
        Of its scheduler, ``tcp://10.0.0.5:8786``.

    Raises
    ------
    BriefingError
        If Dask is not installed, the scheduler does not answer, there is no worker, or one has
        another version of this package.
    """
    try:
        import distributed

        from briefing.sweep.plugin import HostPlugin
    except ImportError as error:
        raise BriefingError(
            "a cluster needs the package `distributed`; install it with "
            "`pip install 'briefing[cluster]'`"
        ) from error
    name = _name()
    try:
        client: Any = distributed.Client(address, timeout=CONNECT_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BriefingError(
            f"no Dask scheduler answers at {address} ({error}); check the address, which "
            "`dask scheduler` prints when it starts"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_TIMEOUT)
        except TimeoutError as error:
            raise BriefingError(
                f"the cluster at {address} has no worker; start one with `dask worker {address}`"
            ) from error
        client.register_plugin(HostPlugin(snapshot, name), name=name)
        executor = client.get_executor(pure=False)
        try:
            cores = sum(client.nthreads().values())
            yield Workers(executor, name, cores, (distributed.KilledWorker,))
        finally:
            executor.shutdown(wait=False)
            client.unregister_worker_plugin(name)


def _name() -> str:
    return f"briefing-sweep-{secrets.token_hex(8)}"
