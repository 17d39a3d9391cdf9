"""The faces we ship: where they lie, what they can show, and small copies for the page.

The page embeds subsets: one of a fixed set of characters, cut ahead of time, and a second one for
what a document needs beyond it. Cutting takes seconds and gives the same bytes each time, so the
results are kept in the user's cache folder, under a key of the face, the characters and the cutter.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from briefing import tokens
from briefing.errors import ExportError
from briefing.run.cache import clear_parts, write_whole

CACHE_VARIABLE: Final = "BRIEFING_CACHE"
"""Environment variable that names another cache folder."""

FEATURES: Final = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum")
"""Features of the faces that the style sheet uses."""

BASE: Final = frozenset(
    {*range(0x20, 0x7F), *range(0xA0, 0x100)}
    | {ord(c) for c in "–—‘’‚“”„†‡•…‰′″‹›€₩™←↑→↓−×÷±≈≠≤≥½¼¾ŏŭŎŬ\u2009\u202f"}
)
"""Characters that every page gets: Latin, punctuation, arrows and signs."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and how CSS calls it.

    Attributes
    ----------
    package, file : str
        Where the file lies.
    family : str
        As in the tokens.
    weight : str
        A weight, or the two ends of a variable one.
    style : str
        ``normal`` or ``italic``.
    """

    package: str
    file: str
    family: str
    weight: str
    style: str = "normal"

    @property
    def path(self) -> Path:
        """The file.

        Raises
        ------
        ExportError
            If the font package is not installed.
        """
        try:
            path = Path(str(files(self.package))) / "files" / self.file
        except ModuleNotFoundError:
            path = Path(self.file)
        if not path.is_file():
            raise ExportError(
                f"the font {self.file} is missing; install the package "
                f"{self.package.replace('_', '-')} of the version that pyproject.toml names"
            )
        return path


LIMITS: Final[Mapping[str, float | tuple[float, float]]] = {"opsz": 16, "wght": (400, 650)}
"""What the page uses of the variable faces: one optical size [px], and weights up to strong.

The rest of the axes would be more than half of what a subset weighs.
"""

_SERIF, _SANS, _MONO = "fontpkg_source_serif_4", "font_source_sans_pro", "fontpkg_source_code_pro"

FACES: Final = (
    Face(_SERIF, "SourceSerif4[opsz,wght].ttf", tokens.FONT_SERIF, "400 650"),
    Face(_SERIF, "SourceSerif4-Italic[opsz,wght].ttf", tokens.FONT_SERIF, "400 650", "italic"),
    Face(_SANS, "SourceSansPro-Regular.ttf", tokens.FONT_SANS, "400"),
    Face(_SANS, "SourceSansPro-It.ttf", tokens.FONT_SANS, "400", "italic"),
    Face(_SANS, "SourceSansPro-Semibold.ttf", tokens.FONT_SANS, "600"),
    Face(_SANS, "SourceSansPro-Bold.ttf", tokens.FONT_SANS, "700"),
    Face(_MONO, "SourceCodePro[wght].ttf", tokens.FONT_MONO, "400 650"),
)


@cache
def coverage() -> frozenset[int]:
    """Give the code points that at least one of the upright faces can show."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    covered: set[int] = set()
    for face in FACES:
        if face.style == "normal":
            with TTFont(face.path, lazy=True) as font:
                covered.update(font.getBestCmap())
    return frozenset(covered)


def font_style_sheet(text: str) -> str:
    """Write the ``@font-face`` rules that a page with this text needs.

    Parameters
    ----------
    text : str
        All text of the page, in any order.

    Returns
    -------
    str
        CSS with the faces as data addresses; the same text gives the same bytes.
    """
    beyond = frozenset(map(ord, set(text))) & coverage() - BASE
    rules = [_rule(face, BASE, spare=False) for face in FACES]
    rules += [_rule(face, beyond, spare=True) for face in FACES if beyond]
    return "\n".join(rules)


def warm_subsets() -> None:
    """Cut the fixed subsets ahead of time, so that they lie in the cache when a page needs them."""
    for face in FACES:
        subset_face(face, BASE)


def _rule(face: Face, characters: frozenset[int], *, spare: bool) -> str:
    data = base64.b64encode(subset_face(face, characters)).decode("ascii")
    span = f";unicode-range:{_ranges(characters)}" if spare else ""
    return (
        f'@font-face{{font-family:"{face.family}";font-style:{face.style};'
        f"font-weight:{face.weight};font-display:block{span};"
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


def _ranges(characters: Iterable[int]) -> str:
    return ",".join(f"U+{c:X}" for c in sorted(characters))


# Subsets and their cache ----------------------------------------------------------------------


def subset_face(face: Face, characters: frozenset[int]) -> bytes:
    """Give a face with only some characters, as WOFF2.

    Parameters
    ----------
    face : Face
        Whole.
    characters : frozenset of int
        Code points to keep; those the face lacks are passed over.

    Returns
    -------
    bytes
        From the cache, or cut now and put there. A cache that cannot be written is no error.
    """
    key = _key(face, characters)
    found = _read_entry(key)
    if found is None:
        found = _cut(face, characters)
        _write_entry(key, found)
    return found


def _key(face: Face, characters: frozenset[int]) -> str:
    import brotli  # type: ignore[import-untyped]
    import fontTools  # type: ignore[import-untyped]

    parts = (
        _digest(face.path),
        ",".join(map(str, sorted(characters))),
        ",".join(FEATURES),
        repr(sorted(LIMITS.items())),
        f"fonttools {fontTools.version} brotli {brotli.__version__}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _cut(face: Face, characters: frozenset[int]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer  # type: ignore[import-untyped]

    options = subset.Options(
        layout_features=list(FEATURES), hinting=False, name_IDs=[], notdef_outline=True
    )
    font = TTFont(face.path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    if "fvar" in font:
        axes = {axis.axisTag for axis in font["fvar"].axes}
        limits = {axis: limit for axis, limit in LIMITS.items() if axis in axes}
        font = instancer.instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def cache_folder() -> Path:
    """Give the folder for subsets, in the place the system has for such things."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named) / "fonts"
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "briefing" / "fonts"


def _read_entry(key: str) -> bytes | None:
    """Read an entry; one that is damaged counts as absent."""
    try:
        content = (cache_folder() / f"{key}.subset").read_bytes()
    except OSError:
        return None
    stamp, data = content[:32], content[32:]
    return data if hashlib.sha256(data).digest() == stamp else None


def _write_entry(key: str, data: bytes) -> None:
    """Write an entry in one step, so that a killed build leaves no half of one."""
    folder = cache_folder()
    with suppress(OSError):
        clear_parts(folder)
        write_whole(folder / f"{key}.subset", hashlib.sha256(data).digest() + data)
