"""What the served page has beyond the built one: a script that hears of new pages, and a policy.

The file that a build writes stays as it is. The script is allowed by its digest, like the page's
own, and may connect to where the page came from.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Final

CHANGES: Final = "/changes"
"""Where the script listens."""

_POLICY: Final = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_SCRIPTS: Final = re.compile(r"script-src [^;]*")
_END: Final = "</body>"

_EMPTY: Final = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
    "<title>Preview</title>\n</head>\n<body>\n<p>The briefing is being built.</p>\n</body>\n"
    "</html>\n"
)


def version_of(page: str) -> str:
    """Give a short name for a page, the same for the same page."""
    return hashlib.sha256(page.encode()).hexdigest()[:16]


def live_page(page: str | None, hosts: tuple[str, ...]) -> str:
    """Add the script to a page, and allow it.

    Parameters
    ----------
    page : str or None
        As built; None if there is none yet.
    hosts : tuple of str
        Names with ports under which the page is served.
    """
    version = "" if page is None else version_of(page)
    script = f"const shown = {json.dumps(version)};\n{_script()}"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    sockets = " ".join(f"ws://{host}" for host in hosts)

    def allow(found: re.Match[str]) -> str:
        policy = found[2]
        allowed = f"'sha256-{digest}'"
        if _SCRIPTS.search(policy):
            policy = _SCRIPTS.sub(lambda scripts: f"{scripts[0]} {allowed}", policy, count=1)
        else:
            policy += f"; script-src {allowed}"
        return f"{found[1]}{policy}; connect-src {sockets}{found[3]}"

    head, end, rest = (_EMPTY if page is None else page).rpartition(_END)
    # The first policy is the page's: it stands in its head, before anything a chapter has written.
    return f"{_POLICY.sub(allow, head, count=1)}<script>{script}</script>\n{end}{rest}"


@cache
def _script() -> str:
    return (files("briefing.preview") / "live.js").read_text(encoding="utf-8")
