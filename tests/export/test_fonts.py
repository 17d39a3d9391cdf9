"""Subsets are cut once, kept, checked and never half-written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from briefing.errors import ExportError
from briefing.export import fonts
from briefing.export.fonts import BASE, FACES, Face, coverage, font_style_sheet, subset_face

MONO = FACES[-1]
LETTERS = frozenset(map(ord, "abc漢"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(fonts.CACHE_VARIABLE, str(tmp_path))
    return tmp_path / "fonts"


def test_a_subset_has_what_was_asked_for(cache: Path) -> None:
    """A subset is a WOFF2 face with the wanted characters it can have."""
    data = subset_face(MONO, LETTERS)
    assert data[:4] == b"wOF2"
    assert set(TTFont(io.BytesIO(data)).getBestCmap()) == set(map(ord, "abc"))


def test_a_subset_is_cut_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time, the subset comes from the cache with the same bytes."""
    first = subset_face(MONO, LETTERS)
    monkeypatch.setattr(fonts, "_cut", lambda *a: pytest.fail("cut again"))
    assert subset_face(MONO, LETTERS) == first
    assert [path.suffix for path in cache.iterdir()] == [".subset"]


def test_cutting_twice_gives_the_same_bytes(cache: Path) -> None:
    """Cutting is deterministic."""
    assert fonts._cut(MONO, LETTERS) == fonts._cut(MONO, LETTERS)


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"short"])
def test_a_damaged_entry_is_cut_anew(cache: Path, damage: bytes) -> None:
    """An entry that does not match its stamp counts as absent and is replaced."""
    first = subset_face(MONO, LETTERS)
    (entry,) = cache.iterdir()
    entry.write_bytes(damage)
    assert subset_face(MONO, LETTERS) == first
    assert entry.read_bytes()[32:] == first


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the cache folder cannot be made, subsets are cut each time."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv(fonts.CACHE_VARIABLE, str(blocked))
    assert subset_face(MONO, LETTERS)[:4] == b"wOF2"


def test_the_key_depends_on_face_and_characters() -> None:
    """Another face or another character is another entry."""
    keys = {fonts._key(face, chars) for face in FACES[-2:] for chars in (LETTERS, BASE)}
    assert len(keys) == 4


def test_a_missing_font_names_its_package() -> None:
    """A font that is not installed is named with the package to install."""
    with pytest.raises(ExportError, match=r"none\.ttf is missing; install the package no-such"):
        _ = Face("no_such", "none.ttf", "None", "400").path


def test_rare_characters_get_faces_of_their_own() -> None:
    """Beyond the fixed set, a second rule per face covers just what the text needs."""
    plain = font_style_sheet("abc")
    assert plain.count("@font-face") == len(FACES)
    assert "unicode-range" not in plain
    rare = font_style_sheet("abc Ж漢")
    assert rare.count("@font-face") == 2 * len(FACES)
    assert rare.count("unicode-range:U+416;") == len(FACES)
    assert rare.startswith(plain)


def test_the_fixed_set_can_be_shown() -> None:
    """All characters of the fixed set have a glyph, but for the soft hyphen."""
    assert BASE - coverage() <= {0xAD}


def test_warming_fills_the_cache() -> None:
    """After warming, a plain page needs no cutting."""
    fonts.warm_subsets()
    entries = {path.stem for path in fonts.cache_folder().iterdir()}
    assert {fonts._key(face, BASE) for face in FACES} <= entries
