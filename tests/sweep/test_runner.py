"""A run in a forked process: the same result as in a kernel, and nothing left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.conftest import write_tiny

from briefing.run.chapters import find_chapters
from briefing.run.findings import collect_findings
from briefing.run.observer import Observer
from briefing.run.session import run_chapters
from briefing.sweep.jobs import Failure, Job
from briefing.sweep.runner import Runner

FINDING = """\
from IPython.display import display
display({{"application/vnd.briefing.finding+json": {{
    "id": "a.b", "value": {{"type": "words", "text": str({0})}}}}}}, raw=True)"""


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """Give one line of work, for one project, to all tests here."""
    folder = tmp_path_factory.mktemp("line")
    project = write_tiny(folder / "project")
    runner = Runner(project, folder / "runner")
    yield runner, project
    runner.close()


@pytest.fixture
def tiny(line):
    """Give the project of that line, without chapters."""
    _, project = line
    for path in project.notebooks.iterdir():
        path.unlink()
    return project


def running(runner, project):
    """Give a function that runs one chapter of a project."""

    def run(name="01-barges", values=None, findings=None):
        chapter = next(c for c in find_chapters(project) if c.id == name)
        return runner.run(
            Job("key", name, values or {}, ()), chapter, (chapter.needs, findings or {})
        )

    return run


@pytest.fixture
def run(line, tiny):
    """Give a function that runs one chapter of the tiny project."""
    return running(line[0], tiny)


def text(result):
    assert result.failure is None, result.failure
    return result.findings["a.b"]["value"]["text"]


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def gone(pid):
    end = time.monotonic() + 20
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_same_findings_as_in_a_kernel(river, run, tmp_path):
    """A forked run files the findings that the chapter files in a kernel, also with needs."""
    chapters = find_chapters(river)
    values = {"01-barges": {"load": 150.0}, "02-carts": {"wheels": 2}}
    executed = run_chapters(
        river,
        chapters,
        values,
        run_folder=tmp_path / "run",
        half_run=tmp_path / "failed",
        jobs=1,
        observer=Observer(),
    )
    expected = [collect_findings([(c, executed[c.id])]) for c in chapters]
    barges = run("01-barges", values["01-barges"]).findings
    carts = run("02-carts", values["02-carts"], barges).findings
    assert [barges, carts] == expected


@pytest.mark.parametrize("values", [{}, {"seed": 5}])
def test_failure_names_the_cell(tiny, run, values):
    """A failure names the cell as counted in the stored notebook, with values given or not."""
    tiny.chapter("01-barges", "x = 1", "x.nothing")
    failure = run(values=values).failure
    assert failure == Failure(
        "01-barges", 4, "AttributeError: 'int' object has no attribute 'nothing'"
    )


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("def", "SyntaxError"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import os; os._exit(7)", "its process exited with code 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "killed by SIGKILL"),
        ("await nothing", "NameError: name 'nothing' is not defined"),
    ],
)
def test_every_way_to_fail(tiny, run, source, error):
    """However a cell fails, its run has a failure that names it, and the next one is sound."""
    tiny.chapter("01-barges", source)
    failure = run().failure
    assert failure is not None
    assert failure.cell == 3
    assert error in failure.error
    tiny.chapter("01-barges", FINDING.format("seed"))
    assert text(run(values={"seed": 8})) == "8"


def test_time_limit(tiny, run, tmp_path):
    """A run that exceeds its chapter's time is killed, with what it started."""
    source = (
        "import subprocess, time\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(subprocess.Popen(['sleep', '600']).pid))\n"
        "time.sleep(600)"
    )
    tiny.chapter("01-barges", source, timeout=3.0)
    failure = run().failure
    assert failure == Failure("01-barges", 3, "was still running after 3 s")
    assert gone(int((tmp_path / "pid").read_text()))


def test_papermill_semantics(tiny, run):
    """Cells may wait, print, be skipped, and fail where a tag allows it; values are injected."""
    path = tiny.chapter(
        "01-barges",
        "import asyncio\nawait asyncio.sleep(0)\nprint('{\"ended\": 0}')\n!echo shell",
        "1 / 0",
        "raise SystemError",
        FINDING.format("(seed, load, In[2].splitlines()[0])"),
        parameters=tiny.common + tiny.load,
    )
    tagged = path.read_text()
    for source, tag in (("1 / 0", "raises-exception"), ("raise SystemError", "skip-execution")):
        before = '"metadata": {}, "outputs": [], "source": "' + source
        assert before in tagged
        tagged = tagged.replace(before, before.replace("{}", f'{{"tags": ["{tag}"]}}'))
    path.write_text(tagged)
    assert text(run(values={"seed": 9})) == "(9, 300.0, '# Parameters')"


def test_runs_are_clean(tiny, run):
    """A run sees nothing of the one before it, and draws its own random numbers."""
    source = (
        "import numpy, random\nfound = ('before' in globals(), numpy.random.random(),"
        " random.random())\nbefore = 1\n"
    )
    tiny.chapter("01-barges", source + FINDING.format("found"))
    first, second = (text(run()).strip("()").split(", ") for _ in range(2))
    assert first[0] == second[0] == "False"
    assert first[1] != second[1]
    assert first[2] != second[2]


@pytest.mark.skipif(sys.platform != "linux", reason="runs are forked on Linux only")
def test_warm_process_killed(tiny, run, tmp_path):
    """If the warm process dies under a run, another takes its place and the run is made again."""
    source = (
        "import os, time\n"
        f"first = not os.path.exists({str(tmp_path / 'seen')!r})\n"
        f"open({str(tmp_path / 'seen')!r}, 'a').write(f'{{os.getppid()}}\\n')\n"
        "time.sleep(600 if first else 0)\n"
    )
    tiny.chapter("01-barges", source + FINDING.format("first"))

    def kill():
        while not (tmp_path / "seen").is_file() or not (tmp_path / "seen").read_text().strip():
            time.sleep(0.02)
        os.kill(int((tmp_path / "seen").read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    assert text(run()) == "False"
    killer.join()


def test_close_ends_a_run(tiny, tmp_path):
    """Closing a runner ends the run that is under way."""
    source = f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
    tiny.chapter("01-barges", source + "time.sleep(600)")
    runner = Runner(tiny, tmp_path / "runner")
    ended = []
    thread = threading.Thread(target=lambda: ended.append(running(runner, tiny)()))
    thread.start()
    while not (tmp_path / "pid").is_file() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    runner.close()
    thread.join(20)
    assert ended
    assert ended[0].failure is not None
    assert gone(int((tmp_path / "pid").read_text()))


def test_without_fork(tiny, tmp_path, monkeypatch):
    """Where forking is not safe, each run gets a process started for it, with the same results."""
    # A thread at start-up is what makes forking unsafe.
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    source = "import threading\nfound = (seed, threading.active_count() > 1)\n"
    tiny.chapter("01-barges", source + FINDING.format("found"))
    tiny.chapter("02-carts", "1 / 0")
    tiny.chapter("03-mules", "import time; time.sleep(600)", timeout=3.0)
    chapters = {c.id: c for c in find_chapters(tiny)}
    runner = Runner(tiny, tmp_path / "runner")
    try:
        results = [
            runner.run(Job("key", name, values, ()), chapters[name], ((), {}))
            for name, values in (
                ("02-carts", {}),
                ("03-mules", {}),
                ("01-barges", {"seed": 4}),
            )
        ]
    finally:
        runner.close()
    assert text(results[2]) == "(4, True)"
    assert results[0].failure == Failure("02-carts", 3, "ZeroDivisionError: division by zero")
    assert results[1].failure == Failure("03-mules", 3, "was still running after 3 s")
