"""Serve one page to browsers on this machine, and refuse everything else.

Any program and any page in any browser of this machine can reach a loopback port. So a request must
name this server (no other name that was made to lead here), must not come from another site, and
gets the page or word of a new one: there is no folder behind it, and nothing is taken in.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from briefing.errors import BriefingError
from briefing.preview.page import CHANGES, live_page, version_of
from briefing.preview.wishes import PAPER

ADDRESS: Final = "127.0.0.1"

_NAMES: Final = (ADDRESS, "localhost")
_METHODS: Final = ("GET", "HEAD")
_OWN: Final = ("none", "same-origin")
"""What browsers say of requests that a person made, or this page."""

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_LARGEST_BODY: Final = 1
_LARGEST_HEAD: Final = 16 << 10
_LONGEST_HEAD: Final = 10.0


class Stage:
    """What browsers are shown, and those that listen.

    Attributes
    ----------
    hosts : tuple of str
        Names with the port under which the server may be called.
    pdf : bytes or None
        The PDF, once there is one.
    """

    def __init__(self) -> None:
        self.hosts: tuple[str, ...] = ()
        self.pdf: bytes | None = None
        self._page: str | None = None
        self._served: str | None = None
        self._state: dict[str, Any] = {"version": "", "building": True, "failure": None}
        self._listening: set[Changes] = set()

    @property
    def served(self) -> str:
        """The page with the script that listens."""
        if self._served is None:
            self._served = live_page(self._page, self.hosts)
        return self._served

    @property
    def state(self) -> str:
        """What browsers are told."""
        return json.dumps(self._state)

    def show(self, page: str) -> None:
        """Show a new page; what was wrong with the last is forgotten."""
        self._page, self._served = page, None
        self._tell(version=version_of(page), failure=None)

    def show_pdf(self, content: bytes) -> None:
        """Have a new PDF for those who ask for it."""
        self.pdf = content

    def building(self) -> None:
        """Say that work goes on."""
        self._tell(building=True)

    def built(self, failure: Mapping[str, Any] | None) -> None:
        """Say how it ended."""
        self._tell(building=False, failure=failure)

    def join(self, listener: Changes) -> None:
        """Tell a browser what there is, and from now on what changes."""
        self._listening.add(listener)
        listener.tell(self.state)

    def leave(self, listener: Changes) -> None:
        """Tell it no more."""
        self._listening.discard(listener)

    def close(self) -> None:
        """Let go of all who listen."""
        for listener in list(self._listening):
            listener.close()

    def _tell(self, **news: Any) -> None:
        before, self._state = self._state, self._state | news
        if self._state != before:
            for listener in list(self._listening):
                listener.tell(self.state)


def refuse_strangers(request: HTTPServerRequest, hosts: tuple[str, ...]) -> None:
    """Raise an error for a request that does not come from this server's own page or a person.

    Raises
    ------
    HTTPError
        With the code to answer with.
    """
    if request.method not in _METHODS:
        raise HTTPError(405)
    if request.headers.get_list("Host") not in [[host] for host in hosts]:
        raise HTTPError(421)
    origins = request.headers.get_list("Origin")
    if origins and origins not in [[f"http://{host}"] for host in hosts]:
        raise HTTPError(403)
    # A link from elsewhere may lead here; nothing from here is shown or read in another page.
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site not in _OWN and request.headers.get("Sec-Fetch-Mode") != "navigate":
        raise HTTPError(403)


class Refusing(RequestHandler):
    """Knows no page. Base of those that do."""

    def initialize(self, stage: Stage) -> None:
        """Take what is shown."""
        self.stage = stage

    def set_default_headers(self) -> None:
        """Say on every answer, refusals too, what browsers may do with it."""
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse strangers, then what is unknown."""
        refuse_strangers(self.request, self.stage.hosts)
        self.find()

    def find(self) -> None:
        """Refuse what is unknown."""
        raise HTTPError(404)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer a refusal without repeating anything of what was asked."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")

    def compute_etag(self) -> None:
        """Spend no time on it, as nothing is to be stored."""


class Front(Refusing):
    """The page."""

    def find(self) -> None:
        """Know it."""

    def get(self) -> None:
        """Give the page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(self.stage.served)

    head = get


class Paper(Refusing):
    """The PDF, where it is made."""

    def find(self) -> None:
        """Know it once it is there."""
        if self.stage.pdf is None:
            super().find()

    def get(self) -> None:
        """Give the PDF."""
        self.set_header("Content-Type", "application/pdf")
        self.write(self.stage.pdf or b"")

    head = get


class Changes(WebSocketHandler):
    """Tells a browser of new pages, and listens to nothing."""

    def initialize(self, stage: Stage) -> None:
        """Take what is shown."""
        self.stage = stage

    def prepare(self) -> None:
        """Refuse strangers, and who does not say where they come from."""
        refuse_strangers(self.request, self.stage.hosts)
        if "Origin" not in self.request.headers:
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        """Accept this server's own page; older browsers name it otherwise, and are refused."""
        return origin in [f"http://{host}" for host in self.stage.hosts]

    def open(self, *_: str, **__: str) -> None:
        """Tell what there is."""
        self.stage.join(self)

    def on_message(self, message: str | bytes) -> None:
        """Refuse: nothing is to be said to this server."""
        self.close(1008)

    def on_close(self) -> None:
        """Forget it."""
        self.stage.leave(self)

    def tell(self, state: str) -> None:
        """Send what there is."""
        try:
            self.write_message(state)
        except WebSocketClosedError:
            self.stage.leave(self)


def serve(stage: Stage, port: int) -> tuple[HTTPServer, int]:
    """Start serving on the loopback address.

    Parameters
    ----------
    stage : Stage
        What to show; is told under which names it is served.
    port : int
        Where; 0 for any that is free.

    Returns
    -------
    HTTPServer
        To be stopped.
    int
        The port.

    Raises
    ------
    BriefingError
        If the port is taken.
    """
    try:
        listening = socket.create_server((ADDRESS, port))
    except OSError as error:
        raise BriefingError(
            f"port {port} cannot be used ({error.strerror}); choose another with --port, or 0 for "
            "any that is free"
        ) from None
    listening.setblocking(False)
    port = listening.getsockname()[1]
    stage.hosts = tuple(f"{name}:{port}" for name in _NAMES)
    server = HTTPServer(
        Application(
            [
                (r"/", Front, {"stage": stage}),
                (PAPER, Paper, {"stage": stage}),
                (CHANGES, Changes, {"stage": stage}),
            ],
            default_handler_class=Refusing,
            default_handler_args={"stage": stage},
            log_function=lambda handler: None,
            websocket_max_message_size=_LARGEST_BODY,
        ),
        max_header_size=_LARGEST_HEAD,
        max_body_size=_LARGEST_BODY,
        idle_connection_timeout=_LONGEST_HEAD * 360,
        body_timeout=_LONGEST_HEAD,
    )
    server.add_sockets([listening])
    return server, port
