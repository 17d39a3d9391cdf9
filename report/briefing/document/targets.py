"""What references and links in the document can lead to."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from briefing.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Target:
    """Something with an id.

    Attributes
    ----------
    anchor : str
        Its id in the page and its label in the PDF.
    text : str
        How a reference names it: ``Figure 3``.
    place : str
        Notebook and cell, for messages.
    """

    anchor: str
    text: str
    place: str


class Targets:
    """All targets of a document; an id belongs to one of them.

    Parameters
    ----------
    reserved : pattern
        Ids that no target may have.
    """

    def __init__(self, reserved: re.Pattern[str]) -> None:
        self._by_name: dict[str, Target] = {}
        self._reserved = reserved

    def __contains__(self, name: str) -> bool:
        return name in self._by_name and self._by_name[name].anchor == name

    def add(self, target: Target, *aliases: str) -> None:
        """Enter a target under its id, and under other names that references may use.

        Raises
        ------
        DocumentError
            If the id is taken, naming both places.
        """
        taken = self._by_name.get(target.anchor)
        if taken is not None and taken.anchor == target.anchor:
            raise DocumentError(
                f"{target.place}: the label {target.anchor!r} is also used in {taken.place}; "
                f"labels are unique over the whole document, so rename one"
            )
        if self._reserved.fullmatch(target.anchor):
            raise DocumentError(
                f"{target.place}: the label {target.anchor!r} belongs to the page; choose another"
            )
        self._by_name[target.anchor] = target
        for alias in aliases:
            self._by_name.setdefault(alias, target)

    def find(self, name: str) -> Target | None:
        """Find a target by its id or another of its names."""
        return self._by_name.get(name)

    def free(self, wanted: str) -> str:
        """Give the wanted id, with the first free number behind it if it is taken."""
        count, free = 1, wanted
        while free in self._by_name or self._reserved.fullmatch(free):
            count += 1
            free = f"{wanted}-{count}"
        return free

    def nearest(self, name: str) -> str:
        """End a message: the nearest known name, or nothing."""
        near = difflib.get_close_matches(name, self._by_name, n=1)
        return f"; the nearest label is {near[0]!r}" if near else ""
