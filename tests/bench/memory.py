"""Peak memory of a tree of processes, pages that they share counted once."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

INTERVAL = 0.05
"""Between two looks [seconds]; one look at a dozen processes takes about 10 ms."""


def peak_memory(command: Sequence[str], **options: object) -> int:
    """Run a command and give the highest sum over its processes.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    **options
        For `subprocess.Popen`.

    Returns
    -------
    int
        Highest sum of the proportional set sizes [bytes]. A page that n processes share counts
        as one n-th for each, so the sum counts it once.
    """
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(INTERVAL):
            peak = max(peak, sum(map(proportional_size, tree(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        if process.wait() != 0:
            raise subprocess.CalledProcessError(process.returncode, command)
    finally:
        done.set()
        watcher.join()
    return peak


def tree(root: int) -> set[int]:
    """Processes that a process has started, itself included."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found: set[int] = set()
    waiting = [root]
    while waiting:
        found.add(pid := waiting.pop())
        waiting += children.get(pid, [])
    return found


def proportional_size(pid: int) -> int:
    """Memory of a process, its part of shared pages included [bytes]; 0 if it has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as lines:
            for line in lines:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _parent(entry: Path) -> int | None:
    try:
        text = (entry / "stat").read_text()
    except OSError:
        return None
    # The name, in parentheses, may hold anything; the parent is the second word after it.
    return int(text.rpartition(")")[2].split()[1])
