"""What of this machine and its user must not be handed out.

Chapters are code, and code prints what it is not meant to: a warning names a file in somebody's
home, a line for debugging shows the whole environment. Paths in what a chapter *prints* say nothing
to a reader, so they are shortened to ``.`` and ``~``. Anything else that is private, and a path
anywhere but in printed text, fails the chapter, for to blot out a part of a sentence or of a table
would leave a document that says something else than its author wrote. What is kept of a chapter
that failed is masked throughout.

Secrets are known by the names of the variables that hold them, and by their own look. A secret of
unknown look in a variable with a harmless name is not found.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from briefing.errors import NotebookError

MASK: Final = "[withheld]"

PRINTED: Final = frozenset({"text/plain"})
"""Kinds of output whose paths are shortened, as those of streams and tracebacks are."""

TOKENS: Final[Mapping[str, tuple[tuple[str, ...], re.Pattern[str]]]] = {
    # What it is: texts of which one must occur, sought first because that is fast; then its form.
    "an AWS key": (("AKIA", "ASIA"), re.compile(r"\bA(?:KIA|SIA)[A-Z0-9]{16}\b")),
    "a GitHub token": (
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        re.compile(r"\b(?:gh[oprsu]_\w{36,}|github_pat_\w{22,})"),
    ),
    "a GitLab token": (("glpat-",), re.compile(r"\bglpat-[\w-]{20,}")),
    "a Google key": (("AIza",), re.compile(r"\bAIza[\w-]{35}")),
    "a package index token": (("pypi-Ag",), re.compile(r"\bpypi-Ag[\w-]{50,}")),
    "a Slack token": (("xox",), re.compile(r"\bxox[abeoprs]-[\w-]{10,}")),
    "a secret key": (
        ("sk-", "sk_"),
        re.compile(r"sk[-_](?<!\wsk[-_])(?:\w{1,8}[-_])?[A-Za-z0-9]{20,}"),
    ),
    "a private key": (
        ("PRIVATE KEY",),
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[^-]*-----END [A-Z ]*-----)?"),
    ),
    "a signed token": (("eyJ",), re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}")),
    "an address with a password": (("@",), re.compile(r"://[^\s/:@]{1,80}:[^\s/@]{1,80}@")),
    "a password or token in plain words": (
        ("assw", "ASSW", "ecret", "ECRET", "oken", "OKEN", "pi_key", "piKey", "PI_KEY", "pikey"),
        re.compile(
            r"(?i)(?:password|passwd|secret|token|api_?key)[\"']?\s*[:=]\s*"
            r"[\"'](?=[^\"']*\d)(?=[^\"']*[a-z])[^\"'\s]{12,}[\"']"
        ),
    ),
}

_SECRET_NAME: Final = re.compile(
    r"(?:^|_)(?:API_?KEYS?|COOKIE|CREDENTIALS?|DSN|KEY|PASS(?:WD|WORD|PHRASE)?|PAT|SECRETS?|TOKEN)"
    r"(?:_|$)"
)
_SHORTEST_SECRET: Final = 8
_SHORTEST_NAME: Final = 6
_LONG_WORD: Final = 16

# Not inside a longer path or an address, but after the colour codes of a traceback.
_BEFORE_PATH: Final = r"(?:(?<![\w./-])|(?<=file://)|(?<=\x1b\[\dm)|(?<=\x1b\[\d\dm)|(?<=;\d\dm))"
_AFTER_PATH: Final = r"(?![\w-])"


@dataclass(frozen=True, slots=True)
class PrivatePath:
    """A folder whose place says something about a machine.

    Attributes
    ----------
    what : str
        In words.
    text : str
        The path.
    stand_in : str
        What is shown for it.
    """

    what: str
    text: str
    stand_in: str

    @property
    def form(self) -> re.Pattern[str]:
        """The path where it is one, and not a part of another or of an address."""
        return re.compile(_BEFORE_PATH + re.escape(self.text) + _AFTER_PATH)


@dataclass(frozen=True, slots=True)
class Private:
    """What is private here.

    Attributes
    ----------
    paths : tuple of PrivatePath
        The longest first.
    values : tuple of (str, str)
        What it is, and a text that gives it away.
    """

    paths: tuple[PrivatePath, ...]
    values: tuple[tuple[str, str], ...]

    @classmethod
    def here(cls, root: Path, environment: Mapping[str, str] = os.environ) -> Private:
        """Collect what is private on this machine.

        Parameters
        ----------
        root : Path
            The project's root.
        environment : mapping of str to str
            Searched for secrets.
        """
        named = [("the path of the project", str(root), ".")]
        if root.resolve() != root:
            named.append(("the path of the project", str(root.resolve()), "."))
        named += [
            ("the path of the home folder", home, "~")
            for home in {environment.get("HOME", ""), environment.get("USERPROFILE", "")}
            if home.strip("/\\")
        ]
        if sys.prefix != sys.base_prefix:
            named.append(("the path of the environment", sys.prefix, "<environment>"))
        paths = tuple(PrivatePath(*each) for each in sorted(named, key=lambda one: -len(one[1])))
        secrets = [
            (f"the value of the environment variable {name}", value)
            for name, value in sorted(environment.items())
            if _SECRET_NAME.search(name.upper()) and _is_secret(value)
        ]
        return cls(paths, (*secrets, *_names()))

    def shorten_paths(self, text: str) -> str:
        """Put ``.`` for the project's folder and ``~`` for the user's."""
        for path in self.paths:
            if path.text in text:
                text = path.form.sub(path.stand_in, text)
        return text

    def mask(self, text: str) -> str:
        """Shorten paths, and put `MASK` for whatever else is private."""
        text = self.shorten_paths(text)
        for _, value in self.values:
            text = text.replace(value, MASK)
        for marks, form in TOKENS.values():
            if any(mark in text for mark in marks):
                text = form.sub(MASK, text)
        return text

    def find(self, text: str) -> str:
        """Say what private thing a text holds, without repeating it; empty if none."""
        for path in self.paths:
            if path.text in text and path.form.search(text):
                return path.what
        for what, value in self.values:
            if value in text:
                return what
        for what, (marks, form) in TOKENS.items():
            if any(mark in text for mark in marks) and form.search(text):
                return what
        return ""


def mask_notebook(notebook: Mapping[str, Any], private: Private) -> dict[str, Any]:
    """Copy a notebook that failed, without what is private.

    An output that holds a secret is left out whole: what else stands there may be of the same
    kind, as where somebody printed all variables. Source and tracebacks are masked.
    """
    masked: dict[str, Any] = _masked(notebook, private)
    for cell, original in zip(masked["cells"], notebook["cells"], strict=True):
        if "outputs" in cell:
            pairs = zip(cell["outputs"], original["outputs"], strict=True)
            cell["outputs"] = [_withheld(new, old, private) for new, old in pairs]
    return masked


def _masked(content: Any, private: Private) -> Any:
    if isinstance(content, str):
        return private.mask(content)
    if isinstance(content, Mapping):
        return {key: _masked(value, private) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_masked(value, private) for value in content]
    return content


def _withheld(masked: Any, original: Mapping[str, Any], private: Private) -> Any:
    text = private.shorten_paths("\n".join(_texts(original)))
    if original["output_type"] == "error" or not private.find(text):
        return masked
    return {"output_type": "stream", "name": "stdout", "text": MASK}


def refuse_private(notebook: Mapping[str, Any], file: str, private: Private) -> None:
    """Refuse an executed chapter that holds something private.

    Parameters
    ----------
    notebook : mapping
        As it would be handed out: with the paths in what it prints shortened.
    file : str
        Its name, for the message.
    private : Private
        What to look for.

    Raises
    ------
    NotebookError
        Naming cell and kind; never what was found.
    """
    # All at once is fast, and nearly always enough.
    if not private.find("\n".join(_texts(notebook["cells"]))):
        return
    number = 0
    for cell in notebook["cells"]:
        given = "injected-parameters" in cell["metadata"].get("tags", ())
        number += not given
        for where, content in (
            ("source", cell["source"]),
            ("output", cell.get("outputs", ())),
        ):
            for text in _texts(content):
                if what := private.find(text):
                    place = "the values given to it" if given else f"cell {number}"
                    raise NotebookError(
                        f"{file} {place} holds {what} in its {where}, which would be published; "
                        "take it out, or have the cell not show it"
                    )


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)


def _is_secret(value: str) -> bool:
    if len(value) < _SHORTEST_SECRET or value.startswith(("/", "~")):
        return False
    return not value.isalpha() or len(value) >= _LONG_WORD


def _names() -> Iterator[tuple[str, str]]:
    # A user called "harbour" or a machine called "desk" cannot be told from a word of the text.
    for what, ask in (("user", getpass.getuser), ("machine", socket.gethostname)):
        try:
            name = ask()
        except (KeyError, OSError):
            continue
        if len(name) >= _SHORTEST_NAME and not name.isalpha():
            yield f"the name of the {what}", name
