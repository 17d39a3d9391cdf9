"""What the command tells the shell."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, distinct for each way of ending."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DATA = 3
    PARAMETERS = 4
    NOTEBOOK = 5
    DOCUMENT = 6
    EXPORT = 7
    CHANGED = 10
    """`diff`, `verify`: something changed, but no verdict."""
    VERDICT_CHANGED = 11
    """`diff`, `verify`: at least one verdict changed."""
    UNCOVERED = 12
    """`audit`: a quantity of the article is not in the ledger, or a claim not in the article."""
    INTERRUPTED = 130
    """By Ctrl-C, that is SIGINT."""
    TERMINATED = 143
    """By SIGTERM."""
