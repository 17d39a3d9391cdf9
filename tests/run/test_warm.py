"""Kernels forked from a warm process behave as others do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from briefing.errors import NotebookError
from briefing.run import warm
from briefing.run.chapters import find_chapters
from briefing.run.observer import Observer
from briefing.run.products import clean_notebook
from briefing.run.session import run_chapters
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import warm_kernels

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

CHART = """\
import matplotlib.pyplot as plt, pandas as pd, seaborn as sns
sns.lineplot(pd.DataFrame({'x': [1, 2], 'y': [2, 3]}), x='x', y='y')
print(plt.get_backend(), {'a', 'b', 'c'})"""


@pytest.fixture
def run(tiny, tmp_path):
    """Give a function that runs the tiny project with warm kernels or without."""

    def run(with_warm=True, before=lambda warm: None):
        chapters = find_chapters(tiny)
        folder = tmp_path / "run"
        with ExitStack() as stack:
            warm = None
            if with_warm:
                warm = stack.enter_context(warm_kernels(kernel_environment(tiny, folder)))
                before(warm)
            return run_chapters(
                tiny,
                chapters,
                {chapter.id: {} for chapter in chapters},
                run_folder=folder,
                half_run=tmp_path / "failed",
                jobs=2,
                observer=Observer(),
                warm=warm,
            )

    return run


def printed(notebook):
    outputs = notebook.cells[-1].outputs
    return "".join(output["text"] for output in outputs if output.output_type == "stream")


def test_same_notebook_warm_or_not(tiny, run):
    """A forked kernel and a started one give the same notebook, charts included."""
    tiny.chapter("01-barges", CHART)
    notebooks = [run(with_warm)["01-barges"] for with_warm in (True, False)]
    forked, started = (dict(clean_notebook(notebook, tiny.root)) for notebook in notebooks)
    assert forked == started


def test_kernel_is_forked_and_clean(tiny, run, tmp_path):
    """A forked kernel leads its own session, works where others do, and draws its own numbers."""
    source = (
        "import os, sys, random, numpy\n"
        "print(os.getpid() == os.getsid(0), os.getcwd(), sys.argv[0].rsplit('/')[-1],"
        " numpy.random.random(), random.random())"
    )
    tiny.chapter("01-barges", source)
    tiny.chapter("02-carts", source)
    executed = run()
    barges, carts = (printed(executed[name]).split() for name in ("01-barges", "02-carts"))
    assert barges[:2] == ["True", str(tiny.notebooks.resolve())]
    assert barges[:3] == carts[:3]
    assert not set(barges[3:]) & set(carts[3:])
    assert (tmp_path / "run" / "kernels" / "01-barges.log").read_text() == ""


@pytest.mark.parametrize(
    ("death", "words"), [("os.kill(os.getpid(), 9)", "SIGKILL"), ("os._exit(3)", "with code 3")]
)
def test_forked_kernel_that_dies(tiny, run, death, words):
    """How a forked kernel ended is known as well as of a started one."""
    tiny.chapter("01-barges", f"import os\n{death}")
    with pytest.raises(NotebookError, match=f"cell 3 did not end: its kernel .*{words}"):
        run()


def test_forked_kernel_can_be_interrupted(tiny, run):
    """A cell over its time is stopped also in a forked kernel."""
    tiny.chapter("01-barges", "import time\ntime.sleep(60)", timeout=1)
    with pytest.raises(NotebookError, match="still running after 1 s"):
        run()


def test_dead_warm_process(tiny, run, own_warm_process):
    """If the warm process is gone, kernels are started in the ordinary way."""
    tiny.chapter("01-barges", "print('ran')")

    def kill(warm):
        warm._server.kill()
        warm._server.wait()

    assert printed(run(before=kill)["01-barges"]) == "ran\n"


def test_process_that_cannot_fork(tiny, run, own_warm_process, monkeypatch, tmp_path):
    """If an import starts a thread, forking would not be safe, and kernels are started."""
    (tmp_path / "seaborn.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    tiny.chapter("01-barges", "import os\nprint(os.getppid())")
    assert printed(run()["01-barges"]).strip() == str(os.getpid())


def test_other_system(own_warm_process, monkeypatch):
    """Elsewhere than on Linux there is no warm process."""
    monkeypatch.setattr(warm.sys, "platform", "darwin")
    with warm_kernels({}) as kernels:
        assert kernels is None


def test_killed_build_leaves_no_kernel(tiny, tmp_path):
    """If the build is killed outright, the warm process and its kernels end by themselves."""
    pids = tmp_path / "pids"
    tiny.chapter(
        "01-barges",
        f"import os, time\nopen({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}')\n"
        "time.sleep(60)",
        parameters=tiny.common + tiny.load,
    )
    build = subprocess.Popen(
        [sys.executable, "-m", "briefing", "run"], cwd=tiny.root, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 30
    while not pids.exists() or len(pids.read_text().split()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    kernel, server = map(int, pids.read_text().split())
    assert server != build.pid
    build.send_signal(signal.SIGKILL)
    build.wait()
    while alive(kernel) or alive(server):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(pid):
    """Whether a process runs; one that has ended but was not waited for does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
