"""The command ``briefing diff``, on folders and on revisions of a project under git."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from tests.commanding import briefing
from tests.diff.small_graphs import Boats, estimate

from briefing import __version__
from briefing.exitcodes import ExitCode
from briefing.trace.graph import read_graph, write_graph

COUNT = (
    'from briefing.notebook import open_chapter, record, say\nchapter = open_chapter("01-barges")',
    'claimed, seen = chapter.claimed("barges-counted"), chapter.value("E1")\n'
    'say("The office counted {claimed}; the lock keeper {seen}.", claimed=claimed, seen=seen)',
    'record("barges.seen", seen, how="as seen", claims=["barges-counted"]);',
)


def diff(folder, *arguments):
    return briefing(folder, "diff", *arguments)


def git(folder, *arguments):
    identity = ["-c", "user.name=Counters", "-c", "user.email=counters@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    subprocess.run(command, check=True, capture_output=True)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def commit(project):
    git(project.root, "add", "--all")
    git(project.root, "commit", "--quiet", "--no-verify", "--message", "x")


@pytest.fixture
def counted(tiny):
    """Give a project under git with one commit; its evidence came after the article."""
    tiny.chapter("01-barges", *COUNT, parameters=tiny.common, claims=["barges-counted"])
    edit(tiny.data / "scenarios.toml", "load = 300.0", "")
    edit(tiny.data / "scenarios.toml", "load = 150.0", "")
    edit(tiny.data / "sources.csv", "2021-09-02", "2021-12-02")
    ruled = "high,One count.,The counts agree.,E1"
    edit(tiny.data / "verdicts.csv", f"then,supported,{ruled}", "then,not-checkable,low,No,No,")
    (tiny.root / ".gitignore").write_text("/report/\n", encoding="utf-8")
    git(tiny.root, "init", "--quiet")
    commit(tiny)
    return tiny


@pytest.fixture
def folders(tmp_path, tiny):
    """Give two output folders, of which the second saw another count."""
    new = Boats().seen("E1", {"boats": "measure"}, 60)
    new.finding("river.load", estimate(38, 60), "E1", "parameter:01-river/load")
    for name, boats in (("old", Boats()), ("new", new)):
        (tmp_path / name).mkdir()
        write_graph(tmp_path / name / "graph.json", boats.graph())
    (tmp_path / "new" / "provenance.json").write_text('{"digests": {"a": "1"}}', encoding="utf-8")
    return tmp_path / "old", tmp_path / "new"


def test_two_revisions(counted, monkeypatch):
    """A revision is built once, aside; the diff names ruling and row, and leaves nothing behind."""
    edit(counted.data / "evidence.csv", ",41,", ",60,")
    edit(counted.data / "evidence.csv", "counted 41", "counted 60")
    edit(counted.data / "verdicts.csv", "now,supported", "now,imprecise")
    commit(counted)
    scratch = counted.root.parent / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    done = diff(counted.root, "HEAD~1", "HEAD", "--json")
    assert done.returncode == ExitCode.VERDICT_CHANGED, done.stderr
    assert done.stderr.count("building") == 2
    told = json.loads(done.stdout)
    (barges,) = told["claims"]
    changes = {change["id"]: change for change in barges["changes"]}
    causes = {name: {c["id"] for c in change["causes"]} for name, change in changes.items()}
    assert causes.pop("verdict:barges-counted/now") == {"verdict:barges-counted/now", "evidence:E1"}
    assert {"finding", "sentence"} <= {name.partition(":")[0] for name in causes}
    assert all(named == {"evidence:E1"} for named in causes.values())
    assert "verdict:barges-counted/then" not in changes
    assert not list(scratch.glob("briefing-revision-*"))
    assert not (counted.root / ".git" / "worktrees").exists()
    again = diff(counted.root, "HEAD~1", "HEAD")
    assert again.returncode == ExitCode.VERDICT_CHANGED
    assert again.stderr == ""
    assert "verdict, now: supported → imprecise" in again.stdout


def test_revision_that_cannot_be_built(counted):
    """A revision that fails to build says why, and leaves no checkout behind."""
    edit(counted.data / "evidence.csv", "E1,barges-counted", "E1,no-such-claim")
    commit(counted)
    done = diff(counted.root, "HEAD", "HEAD")
    assert done.returncode == ExitCode.FAILED
    assert "HEAD" in done.stderr
    assert "does not build" in done.stderr
    assert "no-such-claim" in done.stderr
    assert not (counted.root / ".git" / "worktrees").exists()


@pytest.mark.parametrize("mention", ["", "# One day there will be a graph.json."])
def test_revision_from_before_graphs(counted, mention):
    """A revision whose own code writes no graph is refused in words, not with a traceback."""
    package = counted.root / "report" / "briefing"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(mention, encoding="utf-8")
    (package / "__main__.py").write_text("", encoding="utf-8")
    (counted.root / ".gitignore").write_text("/report/output*\n/report/.cache/\n", encoding="utf-8")
    commit(counted)
    done = diff(counted.root, "HEAD", "HEAD")
    assert done.returncode == ExitCode.FAILED
    assert "writes no graph.json: it is from before builds kept one" in done.stderr
    assert ("building" in done.stderr) == bool(mention)


def test_kept_graphs(counted, folders, tmp_path):
    """A kept graph is taken as it is, unless it is damaged; the project may lie in a subfolder."""
    project = tmp_path / "outer" / "inner"
    project.parent.mkdir()
    counted.root.rename(project)
    (project / ".git").rename(project.parent / ".git")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "x")
    head = subprocess.check_output(["git", "-C", project, "rev-parse", "HEAD"], text=True).strip()
    kept = project / "report" / ".cache" / "graphs" / f"{head}-{__version__}.json"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"format": 1, "nodes": [', encoding="utf-8")
    done = diff(project, "HEAD", "HEAD")
    assert (done.returncode, done.stderr.count("building")) == (ExitCode.DONE, 1)
    assert "finding:barges.seen" in read_graph(kept).nodes
    write_graph(kept, Boats().graph())
    assert diff(project, "HEAD", str(folders[0])).returncode == ExitCode.DONE


def test_two_folders(folders, tiny):
    """Two output folders are compared without git, from their graphs alone."""
    done = diff(tiny.root, *map(str, folders))
    assert done.returncode == ExitCode.CHANGED
    assert "finding river.load: range 38 to 42 boats → 38 to 60 boats" in done.stdout
    assert diff(tiny.root, str(folders[0]), str(folders[0])).returncode == ExitCode.DONE
    assert diff(tiny.root, *map(str, folders), "--markdown").stdout.startswith("## Briefing")


def test_neither_folder_nor_revision(folders, tiny):
    """What is neither an output folder nor a revision is refused, saying which it looked for."""
    done = diff(tiny.root, str(folders[0]), "no-such-thing")
    assert done.returncode == ExitCode.FAILED
    assert "neither an output folder with graph.json nor a revision" in done.stderr
    done = diff(tiny.root, str(folders[0]), str(tiny.data))
    assert "holds no graph.json" in done.stderr
    done = diff(tiny.root, str(folders[0]), "--help-me")
    assert done.returncode == ExitCode.USAGE


def test_imports_little(folders, tiny):
    """A diff of built folders imports nothing slow."""
    code = (
        "import sys\nfrom briefing.commands.diff import diff\n"
        "diff.main(sys.argv[1:], standalone_mode=False)\n"
        "print([m for m in ('pandas', 'papermill', 'nbformat', 'rich', 'typst', 'pydantic')"
        " if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, *map(str, folders)]
    done = subprocess.run(command, cwd=tiny.root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
