"""Every error that the package raises on purpose.

::

    BriefingError
    ├── DataError        a row, table or setting in data/ is faulty
    ├── UnitError        unlike units were combined
    ├── OriginError      a value without origins was about to be printed
    ├── ParameterError   an unknown, ill-typed or out-of-range parameter
    ├── NotebookError    a chapter could not be read or run
    ├── DocumentError    executed notebooks do not make a sound document
    └── ExportError      the document could not be written as HTML or PDF

A message says what is wrong, where, what was expected and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 60
"""Characters of a text from outside that a message quotes."""


class BriefingError(Exception):
    """Base of all errors raised on purpose; its text is fit to be shown to a user."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the data.

    Attributes
    ----------
    file : str
        Path as a user would write it, from the project's root.
    line : int or None
        Line in that file, counted from 1; None where the whole file is meant.
    row_id : str
        Id of the row, or empty.
    message : str
        What is wrong and what to do about it.
    """

    file: str
    line: int | None
    row_id: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return _visible(
            f"{place}{f' ({excerpt(self.row_id)})' if self.row_id else ''} {self.message}"
        )


def excerpt(text: str) -> str:
    """Cut a text from outside to a length that a message can quote."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _visible(text: str) -> str:
    """Write out what would not be seen, or would steer a terminal."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


class DataError(BriefingError):
    """The data is faulty; carries every fault found, not only the first.

    Parameters
    ----------
    faults : sequence of Fault
        At least one.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnitError(BriefingError):
    """Unlike units were added or compared."""


class OriginError(BriefingError):
    """A value that cannot say where it comes from was about to reach the page."""


class ParameterError(BriefingError):
    """A parameter is unknown, of the wrong type, or out of its range."""


class NotebookError(BriefingError):
    """A chapter could not be read or run."""


class DocumentError(BriefingError):
    """The executed notebooks do not make a sound document."""


class ExportError(BriefingError):
    """The document could not be written in the wanted format."""
