"""Other programs get forked kernels through jupyter_client, and cannot tell them from others."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbclient
import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from briefing.run import kernelspec, warm
from briefing.run.kernelspec import FORKED, ORDINARY, SEARCH_PATH, PackagedKernels
from briefing.run.surroundings import FIXED
from briefing.run.warm import WarmKernels, WarmProcess, warm_of_process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

PARENT = "import os\nprint(open(f'/proc/{os.getppid()}/cmdline').read().replace(chr(0), ' '))"


@pytest.fixture
def own_process(monkeypatch):
    """Let no warm process of another test be shared, and end the one of this test."""
    monkeypatch.setattr(warm, "_own", None)
    monkeypatch.setattr(warm.atexit, "register", lambda function: None)
    yield
    if warm._own is not None:
        warm._own.close()


@pytest.fixture
def manager(tmp_path):
    """Give a manager as JupyterLab would make it, with nothing known of the package."""
    km = KernelManager(
        kernel_name=FORKED,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(SEARCH_PATH / "kernels")]),
        transport="ipc",
        ip=str(tmp_path / "k"),
    )
    yield km
    if km.has_kernel:
        km.shutdown_kernel(now=True)


def ask(client, source):
    """Run source in a kernel and give what it printed, or the name of what it raised."""
    told = []
    reply = client.execute_interactive(
        source, timeout=30, output_hook=lambda message: told.append(message["content"])
    )["content"]
    if reply["status"] == "error":
        return reply["ename"]
    return "".join(content.get("text", "") for content in told).strip()


def test_papermill_from_the_shell(tiny, tmp_path):
    """Papermill itself forks a kernel if it is told the name and where to look."""
    path = tiny.chapter("01-barges", PARENT)
    out = tmp_path / "out.ipynb"
    subprocess.run(
        [sys.executable, "-m", "papermill", "-k", FORKED, str(path), str(out), "--no-progress-bar"],
        env=os.environ | {"JUPYTER_PATH": str(SEARCH_PATH)},
        check=True,
        capture_output=True,
    )
    executed = json.loads(out.read_text())
    assert "warm_server" in "".join(executed["cells"][-1]["outputs"][0]["text"])
    assert executed["metadata"]["kernelspec"]["name"] == ORDINARY


def test_notebooks_of_a_program_share_a_warm_process(own_process, monkeypatch):
    """Kernels that nbclient starts are forked from one process."""
    monkeypatch.setenv("JUPYTER_PATH", str(SEARCH_PATH))
    parents = set()
    for _ in range(2):
        cell = nbformat.v4.new_code_cell("import os\nprint(os.getppid())")
        notebook = nbformat.v4.new_notebook(cells=[cell])
        nbclient.NotebookClient(notebook, kernel_name=FORKED).execute()
        parents.add(int(notebook.cells[0].outputs[0].text))
    assert parents == {warm._own._server.pid}


def test_interrupt_restart_and_end(manager):
    """A forked kernel is interrupted, restarted clean and shut down as others are."""
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    process = manager.provisioner.process
    assert isinstance(process, WarmProcess)
    assert ask(client, "kept = 1\nprint(kept)") == "1"

    request = client.execute("import time\nprint('asleep', flush=True)\ntime.sleep(60)")
    while client.get_iopub_msg(timeout=30)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=30)
    assert reply["parent_header"]["msg_id"] == request
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert ask(client, "print(kept)") == "1"

    manager.restart_kernel()
    client.wait_for_ready(timeout=60)
    assert manager.provisioner.pid != process.pid
    assert process.poll() == 0
    assert ask(client, "kept") == "NameError"

    last = manager.provisioner.process
    client.stop_channels()
    manager.shutdown_kernel()
    assert last.poll() == 0
    assert not manager.has_kernel


def test_exit_handlers_run(manager, tmp_path):
    """A kernel that is shut down politely runs its exit handlers, as an interpreter does."""
    sign = tmp_path / "said"
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    ask(client, f"import atexit\natexit.register(open, {str(sign)!r}, 'w')")
    client.stop_channels()
    manager.shutdown_kernel()
    assert sign.exists()


def test_death_is_seen(manager):
    """A kernel that is killed is seen to be dead, by its signal."""
    manager.start_kernel()
    process = manager.provisioner.process
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    assert not manager.is_alive()


def test_other_surroundings(own_process, manager, caplog):
    """A kernel whose variables may matter to an import is started anew, and that is said."""
    # An application that ran before in this process may have made traitlets log elsewhere.
    manager.log = logging.getLogger(__name__)
    fixed = manager.kernel_spec.env
    warm_of_process(os.environ | fixed | {"MATPLOTLIBRC": "/nowhere"})
    manager.start_kernel()
    assert not isinstance(manager.provisioner.process, WarmProcess)
    assert "MATPLOTLIBRC is not what it was" in caplog.text


def test_package_that_is_not_installed(monkeypatch):
    """Without its entry point the kernel is the ordinary one."""
    monkeypatch.setattr(kernelspec, "entry_points", lambda **_: ())
    kernels = PackagedKernels()
    assert kernels.get_kernel_spec(FORKED).to_dict() == kernels.get_kernel_spec(ORDINARY).to_dict()


def test_kernel_is_installed_nowhere():
    """The kernel stands in the package; looking for it writes nothing."""
    spec = PackagedKernels().get_kernel_spec(FORKED)
    assert Path(spec.resource_dir).is_relative_to(Path(kernelspec.__file__).parent)


@pytest.mark.parametrize("when", ["importing", "warm"])
def test_server_notices_its_parents_death(when):
    """However early the program is killed, its warm process ends."""
    source = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from briefing.run.surroundings import FIXED\n"
        "from briefing.run.warm import WarmKernels\n"
        "surroundings = os.environ | FIXED\n"
        "warm = WarmKernels(surroundings)\n"
        "print(warm._server.pid, flush=True)\n"
        "if sys.argv[1] == 'warm':\n"
        "    null = os.open(os.devnull, os.O_WRONLY)\n"
        "    kernel = ['-f', '/nowhere/at/all.json']\n"
        "    assert warm.fork(kernel, surroundings, Path('/'), (null, null)) is not None\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    program = subprocess.run(
        [sys.executable, "-c", source, when], stdout=subprocess.PIPE, text=True, check=False
    )
    assert program.returncode == -signal.SIGKILL
    server = Path(f"/proc/{int(program.stdout)}")
    deadline = time.monotonic() + 60
    while server.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_refusal_is_not_for_ever(tmp_path):
    """After a kernel that could not be forked, the next one is."""
    surroundings = os.environ | FIXED
    kernels = warm_of_process(surroundings)
    kernel = ["-f", "/nowhere/at/all.json"]
    with open(os.devnull, "w") as null:
        streams = (null.fileno(), null.fileno())
        other = surroundings | {"MATPLOTLIBRC": "/nowhere"}
        assert kernels.fork(kernel, other, tmp_path, streams) is None
        process = kernels.fork(kernel, surroundings, tmp_path, streams)
    assert process is not None
    process.kill()


def test_closed_warm_process_says_so():
    """Asked after its end, the warm process gives no kernel and says why."""
    kernels = WarmKernels(dict(os.environ))
    kernels.close()
    assert kernels.fork([], dict(os.environ), Path("/"), (1, 2)) is None
    assert "warm process" in kernels.trouble
