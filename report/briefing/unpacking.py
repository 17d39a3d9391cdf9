"""Take out of a PDF what a build put in.

The file may come from anywhere, so nothing in it is trusted: no name may lead out of the folder,
no archive may grow without bound, and what is no briefing is refused.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

import pikepdf

from briefing.carrying import BUNDLES
from briefing.errors import BriefingError
from briefing.run.staging import MARK

_LARGEST: Final = 256 * 1024 * 1024
"""How much may come out of one PDF [bytes]."""

_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$')
"""What a name of a file or folder may not have on one system or another."""

_DEVICES: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""Names that Windows takes for machines."""


def read_carried(pdf: Path) -> dict[str, bytes]:
    """Read all files inside a briefing, those in archives too.

    Parameters
    ----------
    pdf : Path
        Made by a build.

    Returns
    -------
    dict of str to bytes
        By path in the folder that comes out, in order.

    Raises
    ------
    BriefingError
        If it cannot be read, is no briefing, or has a name that leads elsewhere.
    """
    found: dict[str, bytes] = {}
    names: set[str] = set()
    room = _LARGEST
    for path, content in _contents(pdf):
        check_path(pdf, path)
        if path.casefold() in names:
            raise BriefingError(f"{pdf} holds {path!r} twice; it was not made by a build")
        room -= len(content)
        if room < 0:
            raise BriefingError(_too_much(pdf))
        names.add(path.casefold())
        found[path] = content
    if MARK not in found:
        raise BriefingError(
            f"{pdf} is no briefing with its data inside: it holds no {MARK}; name a PDF that "
            "`briefing build` made"
        )
    return dict(sorted(found.items()))


def read_provenance(pdf: Path, carried: Mapping[str, bytes]) -> dict[str, Any]:
    """Read what a briefing says of how it was made.

    Raises
    ------
    BriefingError
        If that cannot be read.
    """
    try:
        told = json.loads(carried[MARK])
    except ValueError as error:
        raise BriefingError(f"{MARK} in {pdf} cannot be read: {error}") from error
    if not isinstance(told, dict):
        raise BriefingError(f"{MARK} in {pdf} is no description of a build")
    return told


def _contents(pdf: Path) -> Iterator[tuple[str, bytes]]:
    archives = {bundle.name for bundle in BUNDLES}
    try:
        with pikepdf.open(pdf) as document:
            for name in sorted(document.attachments):
                content = document.attachments[name].get_file().read_bytes()
                if name in archives:
                    yield from _unpack(pdf, name, content)
                else:
                    yield name, content
    except pikepdf.PasswordError as error:
        raise BriefingError(f"{pdf} is locked with a password; a briefing never is") from error
    except (pikepdf.PdfError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise BriefingError(f"{pdf} cannot be read as a PDF of a briefing: {error}") from error


def _unpack(pdf: Path, name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        # Sizes are checked before anything is unpacked, and zipfile stops where they were lies.
        if sum(entry.file_size for entry in entries) > _LARGEST:
            raise BriefingError(_too_much(pdf))
        for entry in entries:
            if entry.flag_bits & 1:
                raise BriefingError(f"{name} in {pdf} is locked with a password; none of ours is")
            yield entry.filename, archive.read(entry)


def _too_much(pdf: Path) -> str:
    return f"{pdf} holds more than {_LARGEST // 1024 // 1024} MB; no briefing does"


def check_path(pdf: Path, path: str) -> None:
    """Refuse a path that leads out of the folder, or that some system cannot write.

    Raises
    ------
    BriefingError
        Naming it.
    """
    parts = path.split("/")
    fit = all(
        part not in ("", ".", "..") and not _UNFIT.search(part) and not _DEVICES.fullmatch(part)
        for part in parts
    )
    if not fit:
        raise BriefingError(
            f"{pdf} holds a file called {path!r}, which leads elsewhere or cannot be written; "
            "it was not made by a build, and nothing was taken out"
        )


def write_carried(carried: Mapping[str, bytes], folder: Path, *, force: bool) -> list[Path]:
    """Write the files into a folder.

    Parameters
    ----------
    carried : mapping of str to bytes
        As read; paths are sound.
    folder : Path
        Made where there is none.
    force : bool
        Whether files that are there may be replaced.

    Returns
    -------
    list of Path
        Written, in order.

    Raises
    ------
    BriefingError
        If one is there already, or the folder leads elsewhere; then nothing was written.
    """
    root = folder.resolve()
    targets = {folder / PurePosixPath(path): content for path, content in carried.items()}
    there = [path for path in targets if path.exists() or path.is_symlink()]
    for path in targets:
        if not path.parent.resolve().is_relative_to(root) or path.is_symlink():
            raise BriefingError(f"{path} is a link that leads elsewhere; name another folder")
        if path.is_dir():
            raise BriefingError(f"{path} is a folder; name another folder to take files out to")
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise BriefingError(
            f"{there[0]}{more} would be replaced; name an empty folder, or add --force"
        )
    for path, content in targets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(targets)
