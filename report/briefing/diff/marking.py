"""Two versions of a passage as one, with what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Final

CONTEXT: Final = 6
"""Words kept on each side of what differs [words]."""

_STOPS: Final = ".,;:!?)”’"

Step = tuple[list[str], list[str]]


def mark_changes(
    old: str, new: str, mark: Callable[[str, str], str], plain: Callable[[str], str] = str
) -> str:
    """Write a passage once, with the words that differ marked and long stretches left out.

    Parameters
    ----------
    old, new : str
        The two versions.
    mark : callable
        Writes what stood and what stands; either may be empty.
    plain : callable
        Writes what is the same.

    Returns
    -------
    str
        With an ellipsis where more than `CONTEXT` words stand between a change and the next, or
        the end.
    """
    steps = _joined(list(_steps(old.split(), new.split())))
    written = []
    for at, (was, is_) in enumerate(steps):
        if was == is_:
            words = _cut(was, is_first=at == 0, is_last=at == len(steps) - 1)
            written.append(plain(" ".join(words)))
        else:
            before, after, end = _without_end(" ".join(was), " ".join(is_))
            written.append(mark(before, after) + plain(end))
    return " ".join(written)


def _steps(old: list[str], new: list[str]) -> Iterator[Step]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        yield old[i:i_end], new[j:j_end]


def _joined(steps: list[Step]) -> list[Step]:
    """Take a lone word between two changes into them: it is easier to read."""
    joined: list[Step] = []
    for at, (was, is_) in enumerate(steps):
        is_bridge = was == is_ and len(was) == 1 and 0 < at < len(steps) - 1
        follows_change = bool(joined) and joined[-1][0] != joined[-1][1]
        if follows_change and (is_bridge or was != is_):
            before, after = joined.pop()
            joined.append((before + was, after + is_))
        else:
            joined.append((was, is_))
    return joined


def _without_end(old: str, new: str) -> tuple[str, str, str]:
    """Split off the punctuation that two versions end in alike."""
    size = 0
    while size < min(len(old), len(new)) - 1 and old[-1 - size] == new[-1 - size] in _STOPS:
        size += 1
    end = len(old) - size
    return old[:end], new[: len(new) - size], old[end:]


def _cut(words: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    head = [] if is_first else words[:CONTEXT]
    tail = [] if is_last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + 1:
        return words
    return [*head, "…", *tail]
