"""A build needs no network, seeks none, and comes out the same without."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.safety.conftest import Apart, Home
from tests.safety.isolation import isolated

from briefing.run.inputs import digest_folder

_LOCAL = re.compile(
    r"connect (AF_UNIX .*|AF_INET6? \('(127\.[\d.]+|::1)'.*)|name .*(localhost|127\.).*"
)
_REACH = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"


def test_no_way_out() -> None:
    """Where builds are tried without a network, there really is none."""
    done = subprocess.run(
        isolated(sys.executable, "-c", _REACH), capture_output=True, text=True, check=False
    )
    assert "Network is unreachable" in done.stderr


def test_same_bytes_without_a_network(home: Home, apart: Apart) -> None:
    """Without a network, in another home and on another machine, each file is the same."""
    assert digest_folder(apart.output) == digest_folder(home.project.output)


def test_only_this_machine_is_spoken_to(apart: Apart) -> None:
    """Neither the build nor a kernel seeks an address beyond this machine."""
    lines = apart.log.splitlines()
    assert sum(line.startswith("watching") for line in lines) >= 2  # the build, and what forks
    sought = [line for line in lines if not line.startswith("watching")]
    assert [line for line in sought if not _LOCAL.fullmatch(line)] == []


def test_the_watch_sees_connections(apart: Apart, tmp_path) -> None:
    """What the build was watched with does note an attempt to get out."""
    log = tmp_path / "log.txt"
    folder = apart.home.folder.parent
    environment = apart.home.environment(PYTHONPATH=str(folder), ZQ_WATCH=str(log))
    subprocess.run(
        isolated(sys.executable, "-c", _REACH), env=environment, capture_output=True, check=False
    )
    told = log.read_text()
    assert "connect AF_INET ('192.0.2.1', 80)" in told
    assert not all(_LOCAL.fullmatch(line) for line in told.splitlines()[1:])
