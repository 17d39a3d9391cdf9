"""The script that is added to the served page."""

from __future__ import annotations

import base64
import hashlib
import re

from briefing.preview.page import live_page, version_of

HOSTS = ("127.0.0.1:8350", "localhost:8350")
PAGE = (
    '<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'sha256-own'; style-src 'sha256-sheet'\"></head><body><p>"
    '&lt;meta http-equiv="Content-Security-Policy" content="x"> </p></body></html>\n'
)


def policy(page):
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found is not None
    return dict(part.strip().split(" ", 1) for part in found[1].split(";"))


def script(page):
    return page.rpartition("<script>")[2].partition("</script>")[0]


def test_script_is_allowed_by_its_digest():
    """Beside the page's own script only this very one may run, and only talk to this server."""
    page = live_page(PAGE, HOSTS)
    digest = base64.b64encode(hashlib.sha256(script(page).encode()).digest()).decode()
    assert policy(page) == {
        "default-src": "'none'",
        "script-src": f"'sha256-own' 'sha256-{digest}'",
        "style-src": "'sha256-sheet'",
        "connect-src": "ws://127.0.0.1:8350 ws://localhost:8350",
    }


def test_nothing_else_is_changed():
    """Apart from policy and script the served page is the built one."""
    page = live_page(PAGE, HOSTS)
    bare = page.replace(f"<script>{script(page)}</script>\n", "")
    assert re.sub(r'content="default[^"]*"', "", bare) == re.sub(
        r'content="default[^"]*"', "", PAGE
    )
    assert version_of(PAGE) in script(page)


def test_no_page_yet():
    """Before there is a page, one that waits is served, under a policy as strict."""
    page = live_page(None, HOSTS)
    assert "is being built" in page
    assert policy(page)["default-src"] == "'none'"
    assert 'const shown = "";' in script(page)
