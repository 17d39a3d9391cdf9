"""The kernel that the package brings along: described in its own folder, installed nowhere.

Other programs find it there too, with the folder `SEARCH_PATH` in ``JUPYTER_PATH``, under the name
`FORKED`: papermill, nbclient and JupyterLab then start kernels through
`briefing.run.provisioner`, unchanged. A stored notebook keeps the ordinary name ``python3``.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

SEARCH_PATH: Final = Path(__file__).with_name("jupyter")
"""Belongs in ``JUPYTER_PATH`` of programs that are to find the kernel."""

FORKED: Final = "briefing"
"""Name of the kernel that is forked from a warm process."""

ORDINARY: Final = "python3"
"""Name of the same kernel, started anew each time."""

_STANZA: Final = "kernel_provisioner"


class PackagedKernels(KernelSpecManager):
    """Knows `FORKED` and `ORDINARY`, whatever kernels are registered on the machine."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Describe a kernel; it runs this interpreter either way."""
        spec = KernelSpec.from_resource_dir(str(SEARCH_PATH / "kernels" / FORKED))
        if kernel_name != FORKED or not _is_registered(spec):
            spec.metadata = {key: v for key, v in spec.metadata.items() if key != _STANZA}
        return spec


def _is_registered(spec: KernelSpec) -> bool:
    # It is not where the package runs from a folder that was never installed.
    name = spec.metadata[_STANZA]["provisioner_name"]
    return bool(entry_points(group="jupyter_client.kernel_provisioners", name=name))
