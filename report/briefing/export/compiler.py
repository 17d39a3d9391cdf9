"""Typst, called with a folder of its own and nothing from elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import typst

from briefing.export.fonts import FACES
from briefing.run.temporary import TemporaryFolder

STANDARDS: Final = ("ua-1", "a-3a")
"""Accessible and archivable; the third part of PDF/A lets data ride inside."""


class CompileError(Exception):
    """What the compiler says, before it is traced back to a cell."""

    def __init__(self, message: str, hints: Sequence[str] = (), diagnostic: str = "") -> None:
        self.message, self.hints, self.diagnostic = message, tuple(hints), diagnostic
        super().__init__(message)


class Workshop:
    """A folder with the files of one document, for as long as it is compiled.

    The compiler can read this folder, our faces and nothing else. (It would also take files from
    memory, but only text.)

    Parameters
    ----------
    files : mapping of str to bytes
        By path; ``main.typ`` is compiled.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._holder = TemporaryFolder("paper")
        self.folder = self._holder.path
        for path, content in files.items():
            self.put(path, content)
        empty = _font_folder() / "packages"
        self._compiler = typst.Compiler(
            input=str(self.folder / "main.typ"),
            root=str(self.folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=str(empty),
            package_cache_path=str(empty),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._holder.remove()

    def put(self, path: str, content: bytes) -> None:
        """Write or replace a file."""
        target = self.folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)

    def compile_pdf(self, timestamp: int) -> tuple[bytes, list[str]]:
        """Compile.

        Parameters
        ----------
        timestamp : int
            Moment of creation that the file states [s since 1970].

        Returns
        -------
        bytes, list of str
            The PDF and the compiler's warnings.

        Raises
        ------
        CompileError
            If the compiler refuses.
        """
        try:
            pdf, warnings = self._compiler.compile_with_warnings(
                format="pdf", pdf_standards=list(STANDARDS), timestamp=timestamp
            )
        except typst.TypstError as error:
            raise CompileError(error.message, error.hints, error.diagnostic) from None
        assert isinstance(pdf, bytes)  # several files come only from image formats
        return pdf, [warning.message for warning in warnings]

    def query(self, selector: str) -> str:
        """Lay the document out and give the elements that a selector finds, as JSON.

        Raises
        ------
        CompileError
            If the compiler refuses.
        """
        try:
            return str(self._compiler.query(selector))
        except RuntimeError as error:
            self.compile_pdf(0)  # a query fails without saying where; compiling says it
            raise CompileError(str(error)) from None

    def draw_pages(self, ppi: float) -> list[bytes]:
        """Draw the pages as PNG images."""
        pages = self._compiler.compile(format="png", ppi=ppi)
        return pages if isinstance(pages, list) else [pages] if pages else []


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,  # for formulas alone: text names its faces
        font_paths=[str(_font_folder())],
    )


_folders: list[TemporaryFolder] = []


@cache
def _font_folder() -> Path:
    """Put our faces into a folder of their own, for as long as the process lives.

    The packages hold other faces beside them, and which of two equal ones is taken would depend
    on the order of files on the disk.
    """
    holder = TemporaryFolder("fonts")
    _folders.append(holder)
    folder = holder.path
    for face in FACES:
        shutil.copyfile(face.path, folder / face.file)
    (folder / "packages").mkdir()
    return folder


def warm_compiler() -> None:
    """Read the faces ahead of time."""
    _fonts()
