"""Build beside the output folder and swap the result in whole.

Everything a build writes goes to a fresh folder next to the output. Only when it is complete does
it take the output's name. A build that fails or is killed therefore leaves the last good output
as it was; what it left behind, the next build removes. A lock, which the system drops with the
process that holds it, keeps two builds into one folder apart.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from briefing.errors import BriefingError
from briefing.run.locks import is_at, take_lock
from briefing.run.strays import end_strays
from briefing.run.temporary import clear_abandoned

MARK: Final = "provenance.json"
"""The file by which a folder is known as a build's output, and so as safe to replace."""

_RANDOM: Final = re.compile("[a-z0-9_]+")
"""What `tempfile` puts behind a prefix."""

_PREVIOUS: Final = "previous"
_FRESH: Final = "fresh"
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux's renameat2
_HERE: Final = -100  # AT_FDCWD


@contextmanager
def staged_output(output: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder to build in, and swap it for `output` when the block ends well.

    Parameters
    ----------
    output : Path
        Folder to replace as a whole.

    Yields
    ------
    fresh : Path
        Empty folder that will become `output`.
    scratch : Path
        Empty folder that will be removed.

    Raises
    ------
    BriefingError
        If `output` is no earlier output, or another build writes to it.
    """
    output = output.resolve()
    refuse_foreign(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with _locked(output):
        _clear_left_behind(output)
        staging = Path(tempfile.mkdtemp(prefix=_prefix(output), dir=output.parent))
        try:
            fresh, scratch = staging / _FRESH, staging / "scratch"
            fresh.mkdir()
            scratch.mkdir()
            yield fresh, scratch
            swap_in(fresh, output, staging / _PREVIOUS)
        finally:
            end_strays(staging)
            shutil.rmtree(staging, ignore_errors=True)


def clear_left_behind(output: Path, *others: Path) -> None:
    """Remove what builds into `output` left behind that did not end well, and other folders.

    Raises
    ------
    BriefingError
        If another build writes to `output`.
    """
    with _locked(output):
        _clear_left_behind(output)
        for folder in others:
            shutil.rmtree(folder, ignore_errors=True)


def refuse_foreign(output: Path) -> None:
    """Refuse to replace a folder that no build made.

    Raises
    ------
    BriefingError
        If `output` is a file, or a folder with contents but without `MARK`.
    """
    if output.is_file():
        raise BriefingError(f"{output} is a file; name a folder for the output")
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
        raise BriefingError(
            f"{output} holds files that no build made, and a build would replace them all; "
            "name an empty or a new folder"
        )


def swap_in(fresh: Path, output: Path, previous: Path) -> None:
    """Give `fresh` the name of `output`, and `output`, if there is one, that of `previous`.

    Where the system can exchange two names in one step, there is no moment without an output.
    Elsewhere it is gone between two renames; if the process dies just there, the next build finds
    the previous output and puts it back.
    """
    if not output.exists():
        fresh.rename(output)
    elif not _exchange(fresh, output):
        output.rename(previous)
        try:
            fresh.rename(output)
        except BaseException:
            previous.rename(output)
            raise


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


def _clear_left_behind(output: Path) -> None:
    clear_abandoned()
    # Whoever holds the lock is the only build, so any other staging folder is a dead one's.
    for staging in output.parent.glob(f"{_prefix(output)}*"):
        if not _RANDOM.fullmatch(staging.name.removeprefix(_prefix(output))):
            continue  # that of another output whose name begins like this one's
        if (staging / _PREVIOUS).is_dir() and not output.exists():
            (staging / _PREVIOUS).rename(output)
        if staging.is_dir():
            end_strays(staging)
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    path = output.parent / f".{output.name}.lock"
    while True:
        with open(path, "a+", encoding="utf-8") as handle:
            if not take_lock(handle):
                handle.seek(0)
                holder = handle.read().strip()
                raise BriefingError(
                    f"another build{f' (process {holder})' if holder else ''} is writing to "
                    f"{output}; wait until it ends, or name another folder with --output"
                )
            if not is_at(handle, path):
                # The build before us ended, and removed the file, between our two steps.
                continue
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            try:
                yield
            finally:
                # Windows does not remove an open file; there it stays, and does no harm.
                with contextlib.suppress(OSError):
                    path.unlink()
            return


def _prefix(output: Path) -> str:
    return f".{output.name}-"
