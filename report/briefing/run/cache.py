"""Executed chapters, kept so that what has not changed need not run again.

An entry is one file, named by digests of what its chapter rests on: the chapter's own facts first,
then the facts that it read. Entries are written beside their place and renamed into it, so two
builds in one folder do not disturb each other; they are verified as they are read, so a damaged or
foreign one is as good as none.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from briefing.paths import Project
from briefing.run.facts import Facts
from briefing.run.inputs import digest, digest_of
from briefing.run.locks import take_lock

LARGEST: Final = 256 << 20
"""How much the cache may hold [bytes]; beyond it, what was used longest ago goes."""

OLDEST: Final = 30 * 24 * 3600.0
"""How long an entry is kept that nobody uses [seconds]."""

_SHORT: Final = 20
_PART: Final = ".part"


@dataclass(frozen=True, slots=True)
class Entry:
    """An executed chapter with what it rests on.

    Attributes
    ----------
    own, read : mapping of str to str
        Facts known before it ran; facts about what it read.
    notebook : dict
        With its outputs, cleaned.
    """

    own: Facts
    read: Facts
    notebook: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the entry's file."""
        return f"{_key(self.own)}-{_key(self.read)}.json"


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How much is kept.

    Attributes
    ----------
    entries : int
        Executed chapters.
    size : int
        All files [bytes].
    oldest : float or None
        Time since the entry was used that has waited longest [seconds].
    """

    entries: int
    size: int
    oldest: float | None


class Cache:
    """The cache of one project.

    Parameters
    ----------
    project : Project
        Whose chapters.
    largest : int
        Bound on its size [bytes].
    oldest : float
        Bound on the age of what is not used [seconds].
    """

    def __init__(self, project: Project, largest: int = LARGEST, oldest: float = OLDEST) -> None:
        self.folder = project.root / "report" / ".cache"
        self._largest = largest
        self._oldest = oldest

    def find(self, chapter: str, own: Facts) -> Iterator[Entry]:
        """Give the sound entries of a chapter with these facts of its own, last used first."""
        for path in self._entries(chapter, f"{_key(own)}-*.json"):
            entry = self._read(path)
            if entry is not None and path.name == entry.name and dict(entry.own) == dict(own):
                with contextlib.suppress(OSError):
                    os.utime(path)
                yield entry

    def kept(self, chapter: str) -> Iterator[Entry]:
        """Give all sound entries of a chapter, whatever its facts, last used first."""
        for path in self._entries(chapter, "*.json"):
            entry = self._read(path)
            if entry is not None and path.name == entry.name:
                yield entry

    def keep(self, chapter: str, entry: Entry) -> None:
        """Keep an entry, and let go of what is too old or too much.

        A disk that is full or cannot be written to does not fail the build.
        """
        body = json.dumps(
            {"own": dict(entry.own), "read": dict(entry.read), "notebook": entry.notebook},
            ensure_ascii=False,
        ).encode()
        with contextlib.suppress(OSError):
            write_whole(
                self.folder / "chapters" / chapter / entry.name,
                digest(body).encode() + b"\n" + body,
            )
            self.evict()

    def has_mark(self, key: str) -> bool:
        """Whether `mark` was called with this key."""
        return (self.folder / "marks" / key).is_file()

    def read_mark(self, key: str) -> Any:
        """Give the content of a mark; None if there is none that is sound."""
        try:
            return json.loads((self.folder / "marks" / key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def mark(self, key: str, content: Any) -> None:
        """Remember something small under a digest of what it rests on."""
        with contextlib.suppress(OSError):
            write_whole(self.folder / "marks" / key, json.dumps(content).encode())

    def size(self) -> CacheSize:
        """Measure what is kept."""
        files = list(self._files())
        used = [when for when, _, path in files if path.suffix == ".json"]
        oldest = time.time() - min(used) if used else None
        return CacheSize(len(used), sum(size for _, size, _ in files), oldest)

    def clear(self) -> CacheSize:
        """Remove everything, and say what it was."""
        size = self.size()
        for _, _, path in self._files():
            path.unlink(missing_ok=True)
        return size

    def clear_left_behind(self) -> None:
        """Remove what a build left half-written that was killed."""
        clear_parts(self.folder)

    def evict(self) -> None:
        """Remove what nobody used for long, then what was used longest ago until all fits."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        limit = time.time() - self._oldest
        for when, size, path in files:
            if when >= limit and total <= self._largest:
                return
            path.unlink(missing_ok=True)
            total -= size

    def _read(self, path: Path) -> Entry | None:
        return read_entry(path)

    def _entries(self, chapter: str, pattern: str) -> list[Path]:
        found = []
        for path in (self.folder / "chapters" / chapter).glob(pattern):
            with contextlib.suppress(OSError):
                found.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found, reverse=True)]

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file():
                    yield path.stat().st_mtime, path.stat().st_size, path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that others see it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=_PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            take_lock(file)
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def clear_parts(folder: Path) -> None:
    """Remove what `write_whole` left in a folder and below when its process was killed."""
    for path in folder.rglob(f".*{_PART}"):
        with contextlib.suppress(OSError), open(path, "r+b") as file:
            if take_lock(file):
                path.unlink()


def read_entry(path: Path) -> Entry | None:
    """Read an entry; None if it is not whole or not one of ours."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head != digest(body).encode():
            return None
        content = json.loads(body)
        return Entry(content["own"], content["read"], content["notebook"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _key(facts: Facts) -> str:
    return digest_of(dict(facts))[:_SHORT]
