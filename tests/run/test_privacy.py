"""What counts as private, what does not, and what is shown in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import NotebookError
from briefing.run.privacy import MASK, Private, mask_notebook, refuse_private

ROOT = Path("/home/harbour/work/boats")
SECRETS = {"HARBOUR_TOKEN": "tide-4711-tide", "DB_PASSWORD": "wharf%wharf"}


@pytest.fixture
def private() -> Private:
    """Give what is private to the user “harbour”."""
    return Private.here(ROOT, {"HOME": "/home/harbour", "LANG": "en_GB.UTF-8", **SECRETS})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in /home/harbour/work/boats/data/claims.csv", "in ./data/claims.csv"),
        ("at /home/harbour/work/boats", "at ."),
        ("File \x1b[0;32m/home/harbour/x.py\x1b[0m", "File \x1b[0;32m~/x.py\x1b[0m"),
        ("file:///home/harbour/x.py", "file://~/x.py"),
        ("'/home/harbour/x'", "'~/x'"),
        (
            "/home/harbourmaster/x, /srv/home/harbour/x",
            "/home/harbourmaster/x, /srv/home/harbour/x",
        ),
        ("https://boats.example/home/harbour/x", "https://boats.example/home/harbour/x"),
    ],
)
def test_paths_are_shortened(text: str, shown: str, private: Private) -> None:
    """A path is shown from the project or the home; what only looks like one stays."""
    assert private.shorten_paths(text) == shown


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("it is tide-4711-tide.", "the value of the environment variable HARBOUR_TOKEN"),
        ("wharf%wharf", "the value of the environment variable DB_PASSWORD"),
        ("see /home/harbour/x", "the path of the home folder"),
        ("AKIA" + "BOATSANDBRIDGES1", "an AWS key"),
        ("https:" + "//harbour:boats@a.example", "an address with a password"),
        ('api_key = "' + "boats1bridges2" + '"', "a password or token in plain words"),
    ],
)
def test_private_things_are_found(text: str, what: str, private: Private) -> None:
    """What is found is named by its kind, and masked or shortened where it has to be shown."""
    assert private.find(text) == what
    assert private.find(private.mask(text)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "en_GB.UTF-8",  # of a variable, but no secret
        "The token = 'none', the secret: \"kept for 80 years\"",
        "https://boats.example:8080/a@b",
        "a task-force of 12, sk-1",
        "AKIAN, eyJet, xoxo",
    ],
)
def test_ordinary_text_is_let_through(text: str, private: Private) -> None:
    """Words, addresses and values of harmless variables are nobody's secret."""
    assert private.find(text) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HARBOUR_TOKEN", "short-1"),  # would occur by chance
        ("SIGNING_KEY", "/etc/keys/boats"),  # where it is, not what it is
        ("SECRET_BACKEND", "keychain"),  # a word
        ("MONKEY", "tide-4711-tide"),
        ("TOKENIZERS_PARALLEL", "tide-4711-tide"),
    ],
)
def test_variables_without_a_secret(name: str, value: str) -> None:
    """A short value, a path, a plain word, and a name that only sounds secret do not count."""
    assert Private.here(ROOT, {name: value}).find(f"so {value} it is") == ""


def _notebook(*outputs: dict[str, object]) -> dict[str, object]:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Boats"},
        {"cell_type": "code", "metadata": {}, "source": "1", "outputs": list(outputs)},
    ]
    return {"cells": cells}


def _stream(text: str) -> dict[str, object]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_refusal_names_the_cell(private: Private) -> None:
    """The message tells cell and kind, and not the secret."""
    with pytest.raises(NotebookError) as refused:
        refuse_private(_notebook(_stream("tide-4711-tide")), "01-boats.ipynb", private)
    assert str(refused.value).startswith("01-boats.ipynb cell 2 holds the value of")
    assert "4711" not in str(refused.value)
    refuse_private(_notebook(_stream("fine")), "01-boats.ipynb", private)


def test_kept_notebook_withholds_outputs(private: Private) -> None:
    """An output with a secret goes whole, a traceback stays readable, the rest stays as it is."""
    failed = {
        "output_type": "error",
        "ename": "E",
        "evalue": "x",
        "traceback": ["in /home/harbour/x"],
    }
    given = _notebook(_stream("A=1 B=tide-4711-tide"), _stream("at /home/harbour"), failed)
    outputs = mask_notebook(given, private)["cells"][1]["outputs"]
    assert outputs == [_stream(MASK), _stream("at ~"), {**failed, "traceback": ["in ~/x"]}]
