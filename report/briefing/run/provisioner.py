"""How jupyter_client comes by a forked kernel: a provisioner, registered under its entry points.

Everything but the start is the ordinary local kernel's: interrupts, signals, restarts, the end.
Where no kernel can be forked, an ordinary one is started, with the same result.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from briefing.run.warm import WarmKernels, warm_of_process

_OUT: Final = 1
_ERR: Final = 2


class ForkedProvisioner(LocalProvisioner):
    """Has a kernel forked from a warm process, or else started in the ordinary way.

    The process is that of the kernel's manager, if it has an attribute ``warm``, else one that all
    kernels of this program share.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork; the rest of this class handles the result as it handles a process."""
        environment = kwargs["env"]
        warm: WarmKernels | None = getattr(self.parent, "warm", None)
        if warm is None:
            warm = warm_of_process(environment)
        if warm is None:
            return await super().launch_kernel(cmd, **kwargs)
        folder = Path(kwargs.get("cwd") or Path.cwd())
        streams = (_number(kwargs.get("stdout"), _OUT), _number(kwargs.get("stderr"), _ERR))
        # A warm process that still imports keeps us waiting; other kernels must not wait with us.
        forked = await asyncio.to_thread(
            warm.fork, cmd[cmd.index("-f") :], environment, folder, streams
        )
        if forked is None:
            self.log.warning("The kernel is started in the ordinary way: %s.", warm.trouble)
            return await super().launch_kernel(cmd, **kwargs)
        # Not a Popen, but it answers to all that the base class asks of one.
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


def _number(stream: Any, inherited: int) -> int:
    if stream is None:
        return inherited
    return stream if isinstance(stream, int) else int(stream.fileno())
