"""The command in this process: all of it but the start of an interpreter."""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
from pathlib import Path

from briefing.cli import main


def briefing(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``briefing`` in a folder, and give its exit code and what it printed.

    Parameters
    ----------
    folder : Path
        Where it is called.
    *arguments : str
        What stands after its name.
    """
    said, complained = io.StringIO(), io.StringIO()
    code: object = None
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(complained),
        ):
            main(list(arguments))
    except SystemExit as ended:
        code = ended.code
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert isinstance(code, int)
    return subprocess.CompletedProcess(
        ["briefing", *arguments], int(code), said.getvalue(), complained.getvalue()
    )
