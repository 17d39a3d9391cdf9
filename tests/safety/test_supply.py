"""What is installed is pinned to the byte, from first to last, and from nowhere in particular."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = ROOT / "requirements.lock"
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILDING: Final = ("hatchling", "editables")
"""What the editable install needs, which runs without isolation and so from the lock."""

_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(text: str) -> Iterator[tuple[Requirement, list[str]]]:
    """Give each requirement of a lock with its hashes."""
    for entry in text.replace("\\\n", " ").splitlines():
        if entry.strip() and not entry.startswith("#"):
            words, *_ = entry.split(" --hash", 1)
            yield Requirement(words), _HASH.findall(entry)


LOCKED: Final = tuple(entries(LOCK.read_text(encoding="utf-8")))


def direct() -> list[str]:
    """Give what the project itself asks for, with every extra, and what building it needs."""
    project = PROJECT["project"]
    extras = [each for group in project["optional-dependencies"].values() for each in group]
    return [*project["dependencies"], *extras, *PROJECT["build-system"]["requires"], *BUILDING]


def test_every_entry_is_pinned_with_hashes() -> None:
    """Each entry names one version, and at least one digest that it must have."""
    assert len(LOCKED) > 100
    loose = [
        str(requirement)
        for requirement, hashes in LOCKED
        if not hashes or [each.operator for each in requirement.specifier] != ["=="]
    ]
    assert loose == []


def test_lock_holds_nothing_but_entries_and_hashes() -> None:
    """There is no address, option or path in the lock that could lead an install astray."""
    text = LOCK.read_text(encoding="utf-8")
    rest = [
        line
        for line in text.splitlines()
        if not re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+( ; [^\\]+?)?( \\)?", line)
        and not re.fullmatch(rf"    {_HASH.pattern}( \\)?", line)
    ]
    assert rest == []
    assert "://" not in text


@pytest.mark.parametrize("wanted", direct())
def test_direct_dependency_is_locked_within_its_bounds(wanted: str) -> None:
    """Everything asked for, in any extra or to build, is locked at a version that is allowed."""
    asked = Requirement(wanted)
    pinned = [
        next(iter(requirement.specifier)).version
        for requirement, _ in LOCKED
        if canonicalize_name(requirement.name) == canonicalize_name(asked.name)
    ]
    assert pinned
    assert all(asked.specifier.contains(version) for version in pinned)


def test_bounds_from_below() -> None:
    """Each dependency says from which version on it is known to work; `make test-lowest` tries."""
    for wanted in direct()[: -len(BUILDING)]:
        operators = {each.operator for each in Requirement(wanted).specifier}
        assert ">=" in operators, wanted


def test_a_changed_digest_is_refused(tmp_path: Path) -> None:
    """Under the lock's own rule, an archive whose bytes differ is not installed."""
    wheel = tmp_path / "boats-1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK not what was locked")
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"boats @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n")
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--dry-run"]
    done = subprocess.run(
        [*command, "--require-hashes", "-r", str(lock)], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr


@pytest.mark.parametrize("where", ["Makefile", "README.md"])
def test_installs_ask_for_hashes(where: str) -> None:
    """Wherever the lock is installed, it is with its hashes and without taking anything else."""
    text = (ROOT / where).read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if "pip install" in line and ".lock" in line]
    assert installs
    assert all("--require-hashes" in line for line in installs)
    # In `.venv`, that is; what tries other versions has a folder of its own below.
    places = ("$(BIN)/", ".venv/bin/")
    editable = [
        line.strip()
        for line in text.splitlines()
        if line.strip().startswith(places) and "--editable" in line
    ]
    assert editable
    assert all("--no-deps --no-build-isolation" in line for line in editable)
