"""What rides inside the PDF, so that one file holds all that is needed to check it.

Single files go in as they are; many go in as one archive, which a reader of PDF lists as one line.
Taken out, they make a folder of the shape of an output folder, without page, PDF and drawings.

An output folder has a crate that lists its files, the PDF among them, so that crate cannot be
inside the PDF: it would change the PDF that it describes. The crate inside is another one. It
describes the folder that comes out, and the one beside the PDF describes the output folder.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from briefing.run.staging import MARK

if TYPE_CHECKING:
    from briefing.export.attaching import Attachments

_FILES: Final = (
    "claimreview.jsonld",
    "datapackage.json",
    "findings.json",
    "ledger.csv",
    MARK,
)
"""Files that go in as they are."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of all files in archives, the first that the format knows."""

_PLAIN: Final = 0o100644 << 16
"""Kind and rights of a file in an archive."""

ZIP: Final = "application/zip"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that go in as one archive.

    Attributes
    ----------
    name : str
        Of the archive.
    path : str
        File or folder in the output.
    ending : str
        Only files with this ending; empty for all.
    description : str
        What a reader of PDF shows.
    """

    name: str
    path: str
    ending: str
    description: str

    def holds(self, path: PurePosixPath) -> bool:
        """Whether a file of the output belongs in here."""
        inside = path.as_posix() == self.path or path.parts[0] == self.path
        return inside and path.name.endswith(self.ending)


BUNDLES: Final = (
    Bundle("charts.zip", "figures", ".csv", "What each chart shows, as a table"),
    Bundle("data.zip", "data", "", "Claims, evidence, sources, rulings and series, as tables"),
    Bundle("graph.zip", "graph.json", "", "What every number and every ruling rests on"),
    Bundle("notebooks.zip", "notebooks", "", "Every chapter as it was run"),
)


def is_carried(path: PurePosixPath) -> bool:
    """Whether a file of the output rides inside the PDF."""
    return path.as_posix() in _FILES or any(bundle.holds(path) for bundle in BUNDLES)


def carried_files(
    folder: Path,
    crate: str,
    describe: Callable[[], str],
    ready: Callable[[], object],
    helpers: Executor,
) -> Attachments:
    """Give the files for a PDF; archives are packed meanwhile, the rest is read when it takes them.

    Parameters
    ----------
    folder : Path
        The output.
    crate : str
        Name of the file that makes a folder a crate.
    describe : callable
        Gives its content, for the folder that comes out.
    ready : callable
        Returns when all files are written; called before any is read.
    helpers : Executor
        Packs the archives; what `ready` waits for was handed to it before, or to none.
    """
    from briefing.exchange.describing import describe_file, media_type

    def told(name: str) -> tuple[str, str]:
        path = PurePosixPath(name)
        return media_type(path), describe_file(folder, path, None)

    def read(name: str) -> bytes:
        ready()
        return (folder / name).read_bytes()

    def pack_bundle(bundle: Bundle) -> bytes:
        ready()
        return pack(folder, _inside(folder, bundle))

    packed = {bundle: helpers.submit(pack_bundle, bundle) for bundle in BUNDLES}

    # A function, since nbconvert copies whatever else it is handed, down to locks.
    def take_bundle(bundle: Bundle) -> Callable[[], bytes]:
        return lambda: packed[bundle].result()

    def describe_all() -> bytes:
        ready()
        return describe().encode()

    return {
        **{name: (partial(read, name), *told(name)) for name in _FILES},
        **{b.name: (take_bundle(b), ZIP, b.description) for b in BUNDLES},
        crate: (describe_all, "application/ld+json", "What is in the folder that comes out"),
    }


def _inside(folder: Path, bundle: Bundle) -> Iterator[PurePosixPath]:
    whole = folder / bundle.path
    for path in [whole] if whole.is_file() else sorted(whole.rglob("*")):
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_file() and bundle.holds(relative):
            yield relative


def pack(folder: Path, paths: Iterator[PurePosixPath]) -> bytes:
    """Put files into an archive that is the same each time.

    Parameters
    ----------
    folder : Path
        Where they lie.
    paths : iterator of PurePosixPath
        From there.
    """
    target = io.BytesIO()
    # Executed notebooks repeat much of what they hold, further apart than deflate looks back.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2, compresslevel=9) as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path.as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_BZIP2
            entry.create_system = 3  # else it tells of the machine
            entry.external_attr = _PLAIN
            archive.writestr(entry, (folder / path).read_bytes())
    return target.getvalue()
