"""A cell may do its worst: it is named, its build fails, and nothing else comes to harm."""

from __future__ import annotations

import pytest
from tests.faults.scene import Ended, Scene

PLACE = "notebooks/01-barges.ipynb cell 5 "
AFTER = "notebooks/01-barges.ipynb cell 6 "
"""On a slow machine a kernel sends what it cannot send in ten seconds with the next cell."""


def refused(scene: Scene, source: str, **limits: float) -> Ended:
    """Build with a bad cell; give how that ended, which must be with the cell's name."""
    scene.chapter(source, **limits)
    ended = scene.run("build")
    assert ended.code == 5
    assert PLACE in ended.message or AFTER in ended.message
    return ended


@pytest.mark.fault("a cell that never ends")
@pytest.mark.parametrize(
    ("source", "limits", "words"),
    [
        ("while True: pass", {"cell_timeout": 5}, "was still running after 5 s, the limit set by "
         "metadata.briefing.cell_timeout"),
        ("import time\ntime.sleep(600)", {"timeout": 25}, "was still running after 25 s, the limit "
         "set by metadata.briefing.timeout"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", {"cell_timeout": 5},
         "was still running after 5 s"),
        ("import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n"
         "while True: time.sleep(9)", {"cell_timeout": 5}, "was still running after 5 s"),
    ],
    ids=["busy", "asleep", "stopped", "deaf"],
)  # fmt: skip
def test_never_ends(scene: Scene, source: str, limits: dict[str, float], words: str) -> None:
    """A cell without end is ended when its time or its chapter's is up."""
    with scene.case():
        assert words in refused(scene, source, **limits).message


@pytest.mark.fault("a cell that prints 200 MB")
@pytest.mark.parametrize(
    "source",
    [
        "for _ in range(200_000): print('x' * 999)",
        "print('x' * 200_000_000)",
        "import os, time\nwhile True: time.sleep(0.01 + 0 * os.write(1, b'x' * 1_000_000))",
    ],
    ids=["lines", "one line", "past Python"],
)
def test_prints_without_end(scene: Scene, source: str) -> None:
    """Outputs that no page could hold end the chapter; what is kept of it stays small."""
    with scene.case():
        message = refused(scene, source).message
        assert "printed or displayed more than 32 MB" in message
        kept = scene.root / "report" / "output-failed" / "01-barges.ipynb"
        assert kept.stat().st_size < 40e6


@pytest.mark.fault("a cell that allocates without end")
@pytest.mark.parametrize(
    "source",
    [
        "held = []\nwhile True: held.append(bytearray(1 << 24))",
        "import numpy\nheld = [numpy.ones(1 << 22) for _ in range(1 << 20)]",
        "held = 'x'\nwhile True: held = [held, *range(1 << 20)]",
    ],
    ids=["bytes", "arrays", "objects"],
)
def test_allocates_without_end(scene: Scene, source: str) -> None:
    """Memory beyond the limit is not given, and the line that asked for it is named."""
    with scene.case():
        message = refused(scene, source, memory=1_000).message
        assert "MemoryError" in message
        assert "a process has 1000 MB, the limit set by metadata.briefing.memory" in message


@pytest.mark.fault("a cell that starts processes")
@pytest.mark.parametrize(
    "source",
    [
        "import subprocess\n_ = subprocess.Popen(['sleep', '600'])",
        "import subprocess\n_ = subprocess.Popen(['sleep', '600'], start_new_session=True)",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        time.sleep(600)\n    os._exit(0)",
    ],
    ids=["child", "own session", "daemon"],
)
def test_starts_processes(scene: Scene, source: str) -> None:
    """What a cell starts ends with the build, also what took a session of its own."""
    with scene.case():
        scene.chapter(source)
        ended = scene.run("build", "--output", str(scene.root / "elsewhere"))
        assert ended.code == 0, ended.complained
        assert not scene.processes()


@pytest.mark.fault("a cell that leaves temporary files")
def test_leaves_temporary_files(scene: Scene) -> None:
    """What a cell puts into the place for temporary files goes with the build."""
    with scene.case():
        scene.chapter(
            "import tempfile, matplotlib\nplace = tempfile.mkdtemp()\n"
            "open(place + '/kept', 'w').write('x')\n_ = tempfile.mkstemp()"
        )
        ended = scene.run("build", "--output", str(scene.root / "elsewhere"))
        assert ended.code == 0, ended.complained
        assert not list(scene.temporary.iterdir())


@pytest.mark.fault("a cell that reads standard input")
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("input('How many? ')", "StdinNotImplementedError"),
        ("import sys\nassert sys.stdin.read(1), 'there is none'", "AssertionError: there is none"),
    ],
)
def test_reads_input(scene: Scene, source: str, words: str) -> None:
    """Nobody answers a cell that asks, and it is not left waiting."""
    with scene.case():
        assert words in refused(scene, source).message


@pytest.mark.fault("a cell that exits")
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import sys\nsys.exit(0)", "SystemExit"),
        ("import os\nos._exit(0)", "its kernel exited with code 0"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", "killed by SIGSEGV"),
    ],
)
def test_exits(scene: Scene, source: str, words: str) -> None:
    """A chapter that ends itself before its last cell has failed, whatever code it gives."""
    with scene.case():
        assert words in refused(scene, source).message


@pytest.mark.fault("a cell that closes standard output")
@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.stdout.close()",
        "import os\nos.close(1)\nos.close(2)",
        "import os\nos.closerange(3, 256)",
    ],
    ids=["stream", "descriptor", "everything"],
)
def test_closes_output(scene: Scene, source: str) -> None:
    """A kernel without its outputs either works on or fails by name; it does not hang."""
    with scene.case():
        scene.chapter(source, timeout=20)
        ended = scene.run("build", "--output", str(scene.root / "elsewhere"))
        assert ended.code == 0 or "notebooks/01-barges.ipynb" in ended.message


@pytest.mark.fault("a cell that writes to files of others")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("notebooks/00-summary.ipynb", "notebooks/00-summary.ipynb changed while the build ran"),
        ("data/sources.csv", "data/sources.csv changed while the build ran"),
        ("data/notes.csv", "data/notes.csv changed while the build ran"),
    ],
)
def test_writes_to_files_of_others(scene: Scene, path: str, words: str) -> None:
    """A build whose inputs are changed under it is refused, and what it ran is not kept."""
    with scene.case():
        scene.chapter(
            "import os\nfrom pathlib import Path\n"
            f"path = Path(os.environ['BRIEFING_PROJECT'], {path!r})\n"
            "_ = path.write_text((path.read_text() if path.exists() else 'a,b') + '\\n')"
        )
        ended = scene.run("build")
        assert ended.code == 1
        assert words in ended.message


@pytest.mark.fault("a cell that writes findings of others")
def test_writes_findings_of_others(scene: Scene) -> None:
    """Findings are delivered anew before each chapter, so a forged one does not arrive."""
    with scene.case():
        scene.chapter(
            "import os\nfrom pathlib import Path\n"
            "folder = Path(os.environ['BRIEFING_RUN'], 'upstream')\nfolder.mkdir(exist_ok=True)\n"
            "_ = (folder / '00-summary.json').write_text('{\"findings\": {}, \"chapters\": []}')"
        )
        output = scene.root / "elsewhere"
        assert scene.run("build", "--output", str(output)).code == 0
        page = (output / "briefing.html").read_text()
        assert "In short" in page


@pytest.mark.fault("a fork bomb of fifty processes")
def test_many_processes(scene: Scene) -> None:
    """Many processes, each in a session of its own, end as one does."""
    with scene.case():
        scene.chapter(
            "import subprocess\nfor _ in range(50):\n"
            "    subprocess.Popen(['sleep', '600'], start_new_session=True)\n1 / 0"
        )
        assert scene.run("build").code == 5
        assert not scene.processes()
