"""Chapters in real kernels: what they get, and what is said when they fail."""

from __future__ import annotations

import json
import threading

import nbformat
import pytest

from briefing.errors import NotebookError
from briefing.run.chapters import find_chapters
from briefing.run.kernels import Kernels, StoppedError
from briefing.run.observer import Observer
from briefing.run.parameters import read_given, resolve_values
from briefing.run.products import clean_notebook
from briefing.run.session import run_chapters

FIND = """\
from IPython.display import publish_display_data
publish_display_data({{"application/vnd.briefing.finding+json":
                      {{"id": "{name}", "value": seed}}}})"""

READ_UPSTREAM = """\
import json, os
print(open(os.environ["BRIEFING_RUN"] + "/upstream/00-summary.json").read())"""


class Recorder(Observer):
    """Keeps what a run tells."""

    def __init__(self):
        self.told = []
        self.cells = []

    def chapter_started(self, chapter):
        self.told.append(("started", chapter.id))

    def cell_started(self, chapter, done, total):
        self.cells.append((chapter.id, done, total))

    def chapter_ended(self, chapter, seconds):
        self.told.append(("ended", chapter.id))

    def chapter_failed(self, chapter, seconds):
        self.told.append(("failed", chapter.id))

    def chapter_skipped(self, chapter, because):
        self.told.append(("skipped", chapter.id, because))


@pytest.fixture
def run(tiny, tmp_path):
    """Give a function that runs all chapters of the tiny project."""

    def run(*given, jobs=2, observer=None):
        chapters = find_chapters(tiny)
        return run_chapters(
            tiny,
            chapters,
            resolve_values(chapters, read_given(given)),
            run_folder=tmp_path / "run",
            half_run=tiny.root / "report" / "output-failed",
            jobs=jobs,
            observer=observer or Observer(),
        )

    return run


def printed(notebook, cell=-1):
    return "".join(o["text"] for o in notebook.cells[cell].outputs if o.output_type == "stream")


def test_chapter_sees_values_project_and_folder(tiny, run):
    """A kernel gets the given values, its project, and the notebooks' folder to work in."""
    tiny.chapter(
        "01-barges",
        "import os\nprint(seed, cutoff, os.getcwd(), os.environ['BRIEFING_PROJECT'])",
    )
    executed = run("seed=7")["01-barges"]
    assert printed(executed).split() == [
        "7",
        "2022-09-30",
        str(tiny.notebooks.resolve()),
        str(tiny.root),
    ]


def test_kernel_is_private(tiny, run, monkeypatch, tmp_path):
    """The user's own IPython profile and hash seed do not reach a chapter."""
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("seed = 99\nleaked = True")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONHASHSEED", "12")
    tiny.chapter(
        "01-barges", "import os\nprint('leaked' in globals(), os.environ['PYTHONHASHSEED'])"
    )
    assert printed(run()["01-barges"]).split() == ["False", "0"]


def test_no_warning_of_open_ports(tiny, run, tmp_path):
    """A kernel has nothing to complain of, so its log stays empty."""
    tiny.chapter("01-barges", "1 + 1")
    run()
    assert (tmp_path / "run" / "kernels" / "01-barges.log").read_text() == ""


def test_long_temporary_folder(tiny, run, monkeypatch, tmp_path):
    """Where the folder for sockets has too long a path, encrypted ports serve as well."""
    deep = tmp_path / ("d" * 80)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    tiny.chapter("01-barges", "print('ran')")
    assert printed(run()["01-barges"]) == "ran\n"
    assert (tmp_path / "run" / "kernels" / "01-barges.log").read_text() == ""


def test_braces_in_the_path(tiny, run):
    """A project in a folder with braces runs; papermill would take them for a template."""
    tiny.chapter("01-barges", "print('ran')")
    moved = tiny.root.rename(tiny.root.with_name("{project}"))
    project = type(tiny)(moved)
    chapters = find_chapters(project)
    executed = run_chapters(
        project,
        chapters,
        {"01-barges": {}},
        run_folder=moved / "run",
        half_run=moved / "failed",
        jobs=1,
        observer=Observer(),
    )
    assert printed(executed["01-barges"]) == "ran\n"


def test_findings_reach_those_who_need_them(tiny, run):
    """Findings of needed chapters, and only of those, are there before a chapter starts."""
    tiny.chapter("00-summary", READ_UPSTREAM, needs=["barges"])
    tiny.chapter("01-barges", FIND.format(name="barges.count"))
    tiny.chapter("02-carts", FIND.format(name="carts.count"))
    upstream = json.loads(printed(run("seed=5")["00-summary"]))
    assert upstream == {
        "chapters": ["01-barges"],
        "findings": {"barges.count": {"id": "barges.count", "value": 5}},
    }


def test_same_finding_twice(tiny, run):
    """Two findings of one id are refused, naming both places."""
    tiny.chapter("00-summary", needs=["barges"])
    tiny.chapter("01-barges", FIND.format(name="count"), FIND.format(name="count"))
    with pytest.raises(NotebookError, match=r"01-barges\.ipynb cell 4.*`count`.*cell 3"):
        run()


def test_same_notebooks_however_scheduled(tiny, run):
    """One kernel at a time or two, the cleaned notebooks are the same."""
    for name in ("01-barges", "02-carts", "03-rafts"):
        tiny.chapter(name, "print(sorted({'a', 'b', 'c'}), {'a', 'b', 'c'})", "seed * 2")

    def clean(executed):
        return {name: dict(clean_notebook(nb, tiny.root)) for name, nb in executed.items()}

    assert clean(run("seed=3", jobs=1)) == clean(run("seed=3", jobs=2))


def test_cleaned_notebook_has_no_place_or_time(tiny, run):
    """Stamps of papermill, random ids and the machine's paths are not handed out."""
    tiny.chapter("01-barges", "import warnings, os\nprint(os.getcwd())\nwarnings.warn('careful')")
    text = nbformat.writes(clean_notebook(run("seed=3")["01-barges"], tiny.root))
    assert "papermill" not in text
    assert "careful" in text
    assert str(tiny.root) not in text
    assert "ipykernel_" not in text
    ids = [cell.id for cell in nbformat.reads(text, as_version=4).cells]
    assert ids == ["cell-0", "cell-1", "injected-parameters", "cell-2"]


def test_cell_that_raises(tiny, run):
    """A failing cell is named with line, cause and values, and the half-run notebook is kept."""
    tiny.chapter("01-barges", "print('so far')", "count = 3\nshare = count / 0", "print('never')")
    observer = Recorder()
    with pytest.raises(NotebookError) as failure:
        run("seed=9", observer=observer)
    lines = str(failure.value).splitlines()
    assert lines == [
        "notebooks/01-barges.ipynb cell 4 line 2 raised ZeroDivisionError: division by zero",
        "  line: share = count / 0",
        "  with: cutoff='2022-09-30', scenario='central', seed=9",
        "  kept: report/output-failed/01-barges.ipynb (run as far as it got)",
    ]
    kept = nbformat.read(tiny.root / "report/output-failed/01-barges.ipynb", as_version=4)
    text = nbformat.writes(kept)
    assert "so far" in text
    assert "division by zero" in text
    assert observer.told == [("started", "01-barges"), ("failed", "01-barges")]


def test_cell_number_without_given_values(tiny, run):
    """Cells are counted as stored, whether or not papermill added one."""
    tiny.chapter("01-barges", "1 +")
    with pytest.raises(NotebookError, match="cell 3 line 1 raised SyntaxError"):
        run()
    with pytest.raises(NotebookError, match="cell 3 line 1 raised SyntaxError"):
        run("seed=2")


def test_failing_parameters_cell(tiny, run):
    """An error in the parameters cell itself is counted right too."""
    tiny.chapter("01-barges", parameters=tiny.common + "\nboom")
    with pytest.raises(NotebookError, match="cell 2 line 4 raised NameError"):
        run("seed=2")


@pytest.mark.parametrize(
    ("death", "words"),
    [
        (
            "os.kill(os.getpid(), 9)",
            "was killed by SIGKILL, as the system does when memory runs out",
        ),
        ("os._exit(3)", "exited with code 3"),
    ],
)
def test_kernel_that_dies(tiny, run, death, words):
    """A dead kernel is named with its cell and how it ended, and the notebook is kept."""
    tiny.chapter("01-barges", "print('so far')", f"import os\n{death}")
    with pytest.raises(NotebookError) as failure:
        run("seed=9")
    message = str(failure.value)
    assert f"notebooks/01-barges.ipynb cell 4 did not end: its kernel {words}" in message
    assert "line: import os" in message
    assert "seed=9" in message
    assert "so far" in (tiny.root / "report/output-failed/01-barges.ipynb").read_text()


def test_kernel_that_does_not_start(tiny, run, monkeypatch, tmp_path):
    """A kernel that ends before it answers is told of, with the last it said."""
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit('no room here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    tiny.chapter("01-barges", "1 + 1")
    with pytest.raises(NotebookError) as failure:
        run()
    assert str(failure.value).splitlines()[0] == (
        "notebooks/01-barges.ipynb could not be run: its kernel exited with code 1; "
        "it said: no room here"
    )


def test_chapter_that_takes_too_long(tiny, run):
    """A chapter that runs over its time is stopped and named."""
    tiny.chapter("01-barges", "import time\ntime.sleep(60)", timeout=2)
    with pytest.raises(NotebookError, match="cell 3 was still running after 2 s"):
        run()


def test_failure_does_not_stop_the_others(tiny, run):
    """Chapters that need a failed one are not run and say so; all others are; all is told."""
    tiny.chapter("00-summary", needs=["barges", "carts"])
    tiny.chapter("01-barges", "1 / 0")
    tiny.chapter("02-carts", "print('ran')")
    tiny.chapter("03-rafts", "{}['x']")
    tiny.chapter("90-appendix", needs=["00-summary"])
    observer = Recorder()
    with pytest.raises(NotebookError) as failure:
        run(observer=observer)
    message = str(failure.value)
    assert "01-barges.ipynb cell 3 line 1 raised ZeroDivisionError" in message
    assert "03-rafts.ipynb cell 3 line 1 raised KeyError: 'x'" in message
    assert (
        "notebooks/00-summary.ipynb was not run, because it needs `01-barges`, "
        "which did not run to the end" in message
    )
    assert "notebooks/90-appendix.ipynb was not run, because it needs `00-summary`" in message
    assert ("ended", "02-carts") in observer.told
    assert ("skipped", "00-summary", ("01-barges",)) in observer.told


def test_observer_hears_of_each_cell(tiny, run):
    """Each cell is announced with those before it and their total."""
    tiny.chapter("01-barges", "1", "2")
    observer = Recorder()
    run(observer=observer)
    assert observer.cells == [("01-barges", n, 4) for n in range(4)]


def test_stopping_leaves_no_kernel(tiny, tmp_path):
    """A run that is called off ends soon, and its kernels with it."""
    tiny.chapter("01-barges", "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)")
    chapter = find_chapters(tiny)[0]
    from briefing.run.execution import run_chapter

    started = threading.Event()
    raised = []
    with Kernels(tiny, tmp_path / "run") as kernels:

        def work():
            try:
                run_chapter(
                    chapter,
                    {},
                    kernels,
                    tmp_path / "half.ipynb",
                    lambda done, total: started.set() if done == 2 else None,
                )
            except BaseException as error:
                raised.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        assert started.wait(30)
        processes = [manager.provisioner.process for manager in kernels._running.values()]
        kernels.stop()
        thread.join(15)
        assert not thread.is_alive()
    assert [type(error) for error in raised] == [StoppedError]
    assert all(process.poll() is not None for process in processes if process)
    with pytest.raises(StoppedError):
        kernels.prepare(None)
