"""A sweep on a Dask cluster over TCP, one of whose workers is killed on the way."""

from __future__ import annotations

import os
import signal
import threading
import time

import pandas as pd
import pytest
from distributed import Client, LocalCluster


@pytest.fixture(scope="module")
def cluster():
    """Give a real cluster: two worker processes of one thread each, over TCP.

    A worker that dies is replaced. Dask sets variables for its workers in the whole process; they
    are taken back, since kernels of later tests are told by theirs.
    """
    before = dict(os.environ)
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=False,
    ) as cluster:
        assert cluster.scheduler_address.startswith("tcp://")
        yield cluster
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


def worker_pids(cluster):
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        return sorted(client.run(os.getpid).values())


def test_same_table_as_on_this_machine(swept, cluster, tmp_path):
    """A cluster gives the table that local processes give, byte for byte."""
    swept("load=100,200", "wheels=2,4", name="here.parquet")
    swept("load=100,200", "wheels=2,4", name="there.parquet", scheduler=cluster.scheduler_address)
    here, there = ((tmp_path / f"{name}.parquet").read_bytes() for name in ("here", "there"))
    assert here == there


def test_workers_are_left_clean(swept, cluster):
    """After a sweep a worker keeps no process and no folder of it."""
    swept("load=100", scheduler=cluster.scheduler_address)

    def left():
        import psutil

        commands = [" ".join(process.cmdline()) for process in psutil.Process().children(True)]
        return [command for command in commands if "runner_server" in command]

    with Client(cluster.scheduler_address, set_as_default=False) as client:
        assert list(client.run(left).values()) == [[], []]


def test_worker_killed_midway(swept, cluster, executed):
    """When a worker is killed midway its jobs run elsewhere, and the result is complete."""
    before = worker_pids(cluster)
    assert len(before) == 2

    def kill():
        while len(executed()) < 6:
            time.sleep(0.02)
        os.kill(before[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    table = swept("load=100:500:9", "wheels=2,4,6", scheduler=cluster.scheduler_address)
    killer.join()
    assert before[0] not in worker_pids(cluster)
    assert set(table["status"]) == {"done"}
    exact = 38 * table["load"] * table["wheels"]
    pd.testing.assert_series_equal(table["carts.wheels.low"], exact, check_names=False)
