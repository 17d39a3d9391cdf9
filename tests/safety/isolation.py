"""Commands in a network of their own: no way out, and a host name that occurs nowhere else."""

from __future__ import annotations

import subprocess
from functools import cache
from typing import Final

import pytest
from tests.safety.markers import HOST

_UNSHARE: Final = ("unshare", "--map-root-user", "--net", "--uts")
# A new network has a loopback interface only, which is down; kernels may need it.
_SETTLE: Final = f'hostname {HOST} && ip link set lo up 2>/dev/null; exec "$@"'


def isolated(*command: str) -> list[str]:
    """Give a command that runs another one without a network; skip where that is not permitted."""
    if trouble := _trouble():
        pytest.skip(f"no network namespace to be had here: {trouble}")
    return [*_UNSHARE, "sh", "-c", _SETTLE, "sh", *command]


@cache
def _trouble() -> str:
    try:
        done = subprocess.run(
            [*_UNSHARE, "hostname", HOST], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""
