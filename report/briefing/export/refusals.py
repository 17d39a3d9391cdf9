"""A refusal on the command line of nbconvert: one line, and no trace of where it was raised.

nbconvert shows the whole trace of any exception of an exporter. Whoever converts a notebook needs
the sentence that names the cell.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from briefing.errors import BriefingError
from briefing.export.characters import clean


@contextmanager
def refusals_in_one_line(
    log: logging.Logger | logging.LoggerAdapter[logging.Logger],
) -> Iterator[None]:
    """Say an error and end, where nbconvert's own command runs; elsewhere let it pass.

    Raises
    ------
    SystemExit
        In nbconvert's command, which ends the same way for errors of its own.
    """
    try:
        yield
    except BriefingError as error:
        # Imported late, and never on success: it makes an exporter of every kind that is
        # installed, to describe them, which takes as long as writing the page.
        from nbconvert.nbconvertapp import NbConvertApp

        if not NbConvertApp.initialized():
            raise
        log.error("%s", clean(str(error)))  # what a terminal would obey may stand in it
        raise SystemExit(1) from None
