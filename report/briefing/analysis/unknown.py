"""What was not public at the cut-off, and takes whatever rests on it along."""

from __future__ import annotations


class Unknown:
    """A value that was not public at the cut-off.

    Anything computed with it is unknown too, so a chapter written for today runs unchanged with an
    earlier cut-off: sentences that would need the value are left out.

    Parameters
    ----------
    what : str
        What is missing, for messages.
    """

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what

    def _absorb(self, *_: object, **__: object) -> Unknown:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _absorb
    __truediv__ = __rtruediv__ = to = upper = lower = middle = resting_on = _absorb
    interval = probability = _absorb

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"Unknown({self.what})"
