"""A briefing is made again from what its PDF says, and every difference is told."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from tests.commanding import briefing

from briefing.errors import BriefingError
from briefing.exitcodes import ExitCode
from briefing.unpacking import read_carried
from briefing.verifying import build_options

COUNT = (
    'from briefing.notebook import open_chapter, record, say\nchapter = open_chapter("01-barges")',
    'claimed, seen = chapter.claimed("barges-counted"), chapter.value("E1")\n'
    'load = chapter.parameter("load")\n'
    'say("The office counted {claimed}; the lock keeper {seen}, with {load}.",\n'
    "    claimed=claimed, seen=seen, load=load)",
    'record("barges.seen", seen, how="as seen", claims=["barges-counted"]);',
)


@pytest.fixture(autouse=True)
def plain_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Date builds as usual, whatever the environment says."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Counters", "-c", "user.email=counters@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    subprocess.run(command, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-verify", "--message", "x")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def counted(tiny):
    """Give a project under git with one commit."""
    tiny.chapter("01-barges", *COUNT, parameters=tiny.common + tiny.load, claims=["barges-counted"])
    (tiny.root / ".gitignore").write_text("/report/\n", encoding="utf-8")
    git(tiny.root, "init", "--quiet")
    commit(tiny.root)
    return tiny


def made(project, tmp_path: Path, *options: str) -> Path:
    """Build, and put the PDF where the next build does not replace it."""
    done = briefing(project.root, "build", *options)
    assert done.returncode == ExitCode.DONE, done.stderr
    return shutil.copy(project.output / "briefing.pdf", tmp_path / "sent.pdf")


def test_a_briefing_is_made_again_to_the_last_byte(counted, tmp_path: Path) -> None:
    """From its commit and with its values, whatever became of the project since."""
    pdf = made(counted, tmp_path, "-p", "load=250", "--scenario", "low")
    edit(counted.data / "evidence.csv", ",41,", ",39,")
    commit(counted.root)
    done = briefing(counted.root, "verify", str(pdf))
    assert done.returncode == ExitCode.DONE, done.stdout + done.stderr
    assert "barges-counted  matches" in done.stdout
    assert "1 of 1 claims match what commit " in done.stdout
    assert "sent.pdf is equal to the file made now, to the last byte" in done.stdout


def test_the_crate_inside_describes_what_comes_out(counted, tmp_path: Path) -> None:
    """Every file inside is in the crate inside, and no other; the one beside knows the PDF."""
    carried = read_carried(made(counted, tmp_path))
    crate = json.loads(carried.pop("ro-crate-metadata.json"))
    assert described(crate) == set(carried)
    beside = json.loads((counted.output / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert {"briefing.pdf", "briefing.html"} <= described(beside)


def described(crate) -> set[str]:
    return {entity["@id"] for entity in crate["@graph"] if entity["@type"] == "File"}


def test_differences_from_the_tree_are_told(counted, tmp_path: Path) -> None:
    """Asked for the project as it lies there, it names claim and change, and exits accordingly."""
    pdf = made(counted, tmp_path)
    edit(counted.data / "evidence.csv", ",41,", ",39,")
    edit(counted.data / "evidence.csv", "counted 41", "counted 39")
    done = briefing(counted.root, "verify", "--tree", str(pdf))
    assert done.returncode == ExitCode.CHANGED, done.stdout + done.stderr
    assert "barges-counted  came out otherwise" in done.stdout
    assert "0 of 1 claims match" in done.stdout
    assert "E1" in done.stdout
    assert "sent.pdf is not equal" in done.stdout
    edit(counted.data / "evidence.csv", ",39,", ",60,")
    edit(counted.data / "evidence.csv", "counted 39", "counted 60")
    for vintage in ("then", "now"):
        edit(counted.data / "verdicts.csv", f"{vintage},supported", f"{vintage},imprecise")
    done = briefing(counted.root, "verify", "--tree", str(pdf))
    assert done.returncode == ExitCode.VERDICT_CHANGED, done.stdout + done.stderr


def test_what_was_not_committed_cannot_be_made_again(counted, tmp_path: Path) -> None:
    """A briefing of a changed tree is refused with the way out; so is an unknown commit."""
    edit(counted.data / "evidence.csv", "counted 41", "has counted 41")
    pdf = made(counted, tmp_path)
    done = briefing(counted.root, "verify", str(pdf))
    assert done.returncode == ExitCode.FAILED
    assert "changes that were not committed" in done.stderr
    assert "--tree" in done.stderr
    commit(counted.root)
    pdf = made(counted, tmp_path)
    shutil.rmtree(counted.root / ".git")
    git(counted.root, "init", "--quiet")
    commit(counted.root)
    done = briefing(counted.root, "verify", str(pdf))
    assert done.returncode == ExitCode.FAILED
    assert "which git does not know here" in done.stderr


def test_an_exchanged_table_is_noticed(counted, tmp_path: Path) -> None:
    """A file inside that is not the one the briefing was made from is named."""
    pdf = made(counted, tmp_path)
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        told = json.loads(document.attachments["provenance.json"].get_file().read_bytes())
        told["digests"]["data/claims.csv"] = "0" * 64
        document.attachments["provenance.json"] = pikepdf.AttachedFileSpec(
            document, json.dumps(told).encode(), filename="provenance.json"
        )
        document.save(pdf)
    done = briefing(counted.root, "verify", str(pdf))
    assert done.returncode == ExitCode.CHANGED, done.stdout + done.stderr
    assert "data/claims.csv inside the file is not what the file says" in done.stdout


@pytest.mark.parametrize(
    "options",
    [[], ["-p", "load=250", "-p", "01-barges:cutoff=2021-09-30"], ["--only", "barges"],
     ["--scenario", "low", "--lexicon", "phia", "--explore"], ["-p", "--output=x y"]],
)  # fmt: skip
def test_the_command_is_read_back(options: list[str]) -> None:
    """The options of the build are those that the file was made with."""
    told = {"command": shlex.join(["briefing", "build", *options])}
    assert build_options(Path("a.pdf"), told) == options


@pytest.mark.parametrize(
    "command",
    ["", "rm -rf x", "briefing build --output /x", "briefing build -p", "briefing cache clear",
     "briefing build '", "briefing build x", "briefing build --only a --jobs 9"],
)  # fmt: skip
def test_no_other_command_is_run(command: str) -> None:
    """A file can ask for nothing but a build of the same content."""
    with pytest.raises(BriefingError, match="expected `briefing build`"):
        build_options(Path("a.pdf"), {"command": command})
