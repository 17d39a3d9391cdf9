"""A disk that is full or cannot be written to costs the build, and nothing else."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.scene import Scene

SIZE = 24 << 20
SMALL = 1 << 20

NAMESPACES = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"])
"""As root; or as anybody where the system lets users have namespaces of their own."""


class Disk:
    """A file system in memory, seen only by a process that keeps it and by those sent there.

    Parameters
    ----------
    scene : Scene
        Its project is moved to the disk, and its commands are run there.
    folder : str
        What stands on the disk, from the scene's folder.
    size : int
        How much it holds [bytes].
    """

    def __init__(self, scene: Scene, folder: str, size: int) -> None:
        home = scene.root.parent
        self._place = home / folder
        self._place.mkdir(parents=True, exist_ok=True)
        aside = home / "aside"
        shutil.copytree(self._place, aside)
        script = (
            'mount -t tmpfs -o "size=$1,mode=777" tmpfs "$2" && cp -R "$3/." "$2" && echo ready && '
            "exec cat"
        )
        for namespace in NAMESPACES:
            places = [str(self._place), str(aside)]
            self.keeper = subprocess.Popen(
                [*namespace, "sh", "-c", script, "sh", str(size), *places],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True,
            )  # fmt: skip
            if self.keeper.stdout.readline():
                break
            self.close()
        else:
            pytest.skip("this system lets nobody mount a file system for a test")
        users = ["--user", "--preserve-credentials"] if "--user" in namespace else []
        self._enter = ["nsenter", "--target", str(self.keeper.pid), *users, "--mount"]
        scene.wrap = [*self._enter, "sh", "-c", f'cd "{scene.root}" && exec "$@"', "sh"]
        seen = Path(f"/proc/{self.keeper.pid}/root")
        self.folder = seen / self._place.relative_to("/")
        scene.root = seen / scene.root.relative_to("/")
        scene.view = seen / scene.temporary.relative_to("/")

    def fill(self, free: int) -> None:
        """Fill it up to some free space [bytes]."""
        disk = os.statvfs(self.folder)
        ballast = max(0, disk.f_bavail * disk.f_frsize - free)
        with open(self.folder / "ballast", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, ballast or 1)

    def empty(self) -> None:
        """Give the space back."""
        (self.folder / "ballast").unlink()

    def remount(self, how: str) -> None:
        """Make it read-only, or writable again."""
        subprocess.run(
            [*self._enter, "mount", "-o", f"remount,{how}", str(self._place)], check=True
        )

    def close(self) -> None:
        """Let it go, with all that is on it."""
        self.keeper.stdin.close()
        self.keeper.stdout.close()
        self.keeper.wait()


@pytest.fixture
def disk(scene: Scene, request: pytest.FixtureRequest) -> Iterator[Disk]:
    """Put the folder that a test names on a disk of its own."""
    if sys.platform != "linux":
        pytest.skip("file systems for one process alone are Linux's")
    disk = Disk(scene, *request.param)
    yield disk
    for pid in scene.processes():
        subprocess.run(["kill", "-KILL", str(pid)], check=False)
    disk.close()


def on(folder: str, size: int = SIZE) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("disk", [(folder, size)], indirect=True, ids=[""])


@pytest.mark.fault("disk full during a build")
@pytest.mark.parametrize("free", [0, 16 << 10, 64 << 10])
@on("project/report")
def test_full_during_build(scene: Scene, disk: Disk, free: int) -> None:
    """A build that finds no room from the start says so."""
    with scene.case(mend=disk.empty):
        disk.fill(free)
        ended = scene.run("build", "-p", "seed=5")
        assert ended.code in (1, 7)
        assert "No space left on device" in ended.message


@pytest.mark.fault("disk full during export")
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
@on("project/report")
def test_full_during_export(scene: Scene, disk: Disk, share: float) -> None:
    """So does one that runs out of room as it writes the documents."""
    size = sum(path.stat().st_size for path in scene.output.rglob("*") if path.is_file())
    with scene.case(mend=disk.empty):
        disk.fill(int(size * share))
        ended = scene.run("build", "-p", "seed=5")
        assert ended.code in (1, 7)
        assert "No space left on device" in ended.message


@pytest.mark.fault("disk full as the cache is written")
@pytest.mark.parametrize("free", [0, 4 << 10])
@on("project/report/.cache", SMALL)
def test_full_cache(scene: Scene, disk: Disk, free: int) -> None:
    """What cannot be kept for the next build does not fail this one."""
    for path in (disk.folder / "chapters").rglob("*.json"):
        path.unlink()
    with scene.case(mend=disk.empty):
        disk.fill(free)
        ended = scene.run("build")
        assert ended.code == 0, ended.complained


@pytest.mark.fault("disk full in the place for temporary files")
@pytest.mark.parametrize("free", [0, 64 << 10, 640 << 10])
@on("t")
def test_full_temporary(scene: Scene, disk: Disk, free: int) -> None:
    """Without room for temporary files a build says so, or finds room elsewhere as Python does."""
    with scene.case(mend=disk.empty):
        disk.fill(free)
        ended = scene.run("build", "--output", str(scene.root / "elsewhere"), "-p", "seed=5")
        assert ended.code == 0 or "No space left on device" in ended.message


@pytest.mark.fault("files that may not grow, during export")
@pytest.mark.parametrize("most", [4 << 10, 64 << 10])
def test_file_limit(scene: Scene, most: int) -> None:
    """A limit on the size of files is told like a full disk."""
    with scene.case():
        ended = scene.run(
            "build", "--no-cache",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        )  # fmt: skip
        assert ended.code != 0
        assert "File too large" in ended.message


@pytest.mark.fault("read-only output")
@on("project/report")
def test_read_only(scene: Scene, disk: Disk) -> None:
    """An output that cannot be replaced is left alone, and that is said."""
    with scene.case(mend=lambda: disk.remount("rw")):
        disk.remount("ro")
        ended = scene.run("build", "-p", "seed=5")
        assert ended.code == 1
        assert "Read-only file system" in ended.message
