"""The journal of a sweep: one line for each finished job, written as it ends.

A line is a digest and, compressed, the job's key and result. Lines are only ever added, so a sweep
that is killed loses at most the line it was writing; that one, like any other that was damaged, is
taken for a job that has not run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from briefing.errors import BriefingError
from briefing.run.locks import take_lock
from briefing.sweep.jobs import Failure, Result

_DIGITS: Final = 16


class Journal:
    """Finished jobs, by key.

    Parameters
    ----------
    handle : binary file
        Open for reading and appending, and locked.
    """

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        handle.seek(0)
        lines = handle.read().split(b"\n")
        self._results = dict(entry for line in lines if (entry := _read(line)) is not None)
        if lines[-1]:
            # A torn last line must not swallow the next.
            handle.write(b"\n")
            handle.flush()

    def __len__(self) -> int:
        return len(self._results)

    def __contains__(self, key: str) -> bool:
        return key in self._results

    def __getitem__(self, key: str) -> Result:
        return self._results[key]

    def add(self, key: str, result: Result) -> None:
        """Note that a job has finished; it is in the file when this returns."""
        content = json.dumps({"key": key, **asdict(result)}, ensure_ascii=False)
        # Findings name their sources in full; packed, a result takes a tenth of the room.
        text = base64.b64encode(zlib.compress(content.encode()))
        self._handle.write(_check(text) + b" " + text + b"\n")
        self._handle.flush()
        self._results[key] = result

    def forget_failures(self) -> None:
        """Take failed jobs for jobs that have not run, so that they are tried again."""
        self._results = {
            key: result for key, result in self._results.items() if result.failure is None
        }


@contextmanager
def open_journal(path: Path) -> Iterator[Journal]:
    """Open the journal of a table, and keep other sweeps away from it.

    Raises
    ------
    BriefingError
        If another sweep writes to it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b") as handle:
        if not take_lock(handle):
            raise BriefingError(
                f"another sweep is writing to {path}; wait until it ends, or name another table "
                "with --output"
            )
        yield Journal(handle)


def _read(line: bytes) -> tuple[str, Result] | None:
    check, _, text = line.partition(b" ")
    if not text or check != _check(text):
        return None
    content: Mapping[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    failure = content["failure"]
    return content["key"], Result(
        content["findings"], Failure(**failure) if failure else None, content["seconds"]
    )


def _check(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_DIGITS].encode()
