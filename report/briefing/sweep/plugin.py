"""What a Dask worker does to take part in a sweep. Needs the extra `cluster`."""

from __future__ import annotations

from distributed import Worker
from distributed.diagnostics.plugin import WorkerPlugin

from briefing.sweep.host import close_host, open_host
from briefing.sweep.snapshot import Snapshot


class HostPlugin(WorkerPlugin):
    """Sets up a host on a worker when it joins, and takes it down when the sweep ends.

    Parameters
    ----------
    snapshot : Snapshot
        The project.
    name : str
        Of the host and of this plugin.
    """

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self.snapshot = snapshot
        self.name = name

    def setup(self, worker: Worker) -> None:
        """Unpack the project, and have runners warm before the first jobs arrive."""
        open_host(self.name, self.snapshot).warm_up(worker.state.nthreads)

    def teardown(self, worker: Worker) -> None:
        """End what was set up."""
        close_host(self.name)
