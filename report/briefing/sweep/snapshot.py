"""A project packed for the processes that run its chapters, here or on other machines.

Workers run what was packed when the sweep began. So nobody's edit in the middle of it mixes two
states of the project in one table, and a machine of a cluster needs no folder in common with this
one: only the same version of this package.
"""

from __future__ import annotations

import hashlib
import io
import platform
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import briefing
from briefing.errors import BriefingError
from briefing.paths import Project
from briefing.run.chapters import Chapter

FORMAT: Final = "1"
"""Counts up when results of old journals no longer mean the same."""

_LOCK: Final = "requirements.lock"
_SKIPPED: Final = ("__pycache__", ".ipynb_checkpoints")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A packed project.

    Attributes
    ----------
    archive : bytes
        Data and notebooks, as a ZIP file.
    package : str
        Digest of the package and the interpreter's version.
    digest : str
        Of all that a result depends on besides parameters: package, data, notebooks, and the file
        that pins what else is installed.
    """

    archive: bytes
    package: str
    digest: str

    def unpack(self, folder: Path) -> Project:
        """Write the project to a folder.

        Raises
        ------
        BriefingError
            If this process has another version of the package than the one that packed.
        """
        here = package_digest()
        if here != self.package:
            raise BriefingError(
                f"{platform.node()}: briefing differs here from the machine that started the "
                f"sweep (digest {here[:12]} against {self.package[:12]}, Python "
                f"{platform.python_version()}); install the same version on both"
            )
        with zipfile.ZipFile(io.BytesIO(self.archive)) as archive:
            archive.extractall(folder)
        return Project(folder)


def take_snapshot(project: Project, chapters: Sequence[Chapter]) -> Snapshot:
    """Pack a project's data and the given chapters."""
    lock = project.root / _LOCK
    paths = [
        *_files(project.data),
        *(chapter.path for chapter in chapters),
        *([lock] if lock.is_file() else []),
    ]
    contents = [(path.relative_to(project.root).as_posix(), path.read_bytes()) for path in paths]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    package = package_digest()
    content_digest = _digest(
        [("format", FORMAT.encode()), ("package", package.encode()), *contents]
    )
    return Snapshot(packed.getvalue(), package, content_digest)


def package_digest() -> str:
    """Digest of this package's sources and the version of Python."""
    root = Path(briefing.__file__).parent
    version = ".".join(platform.python_version_tuple()[:2])
    sources = ((path.relative_to(root).as_posix(), path.read_bytes()) for path in _files(root))
    return _digest([("python", version.encode()), *sources])


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part in _SKIPPED for part in path.parts)
    )


def _digest(contents: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, content in contents:
        # Each part by its own digest, or a byte could move from one file to the next unseen.
        whole.update(hashlib.sha256(name.encode()).digest())
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()
