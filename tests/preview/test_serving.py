"""Attacks on the server of a preview, over real connections."""

from __future__ import annotations

import http.server
import json
import socket
import threading

import pytest

from briefing.errors import BriefingError
from briefing.preview.serving import ADDRESS, Stage, serve


def ask(server, *lines, body=b"", host=None):
    """Send a request as it is written here, and give code, head and body of the answer."""
    host = f"{ADDRESS}:{server.port}" if host is None else host
    head = [lines[0], *([f"Host: {host}"] if host else []), *lines[1:], "Connection: close"]
    with socket.create_connection((ADDRESS, server.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        answer = b""
        while received := _receive(connection):
            answer += received
    code = int(answer.split(b" ", 2)[1]) if answer else 0
    head, _, content = answer.partition(b"\r\n\r\n")
    return code, head.decode("latin-1"), content.decode()


def _receive(connection):
    try:
        return connection.recv(1 << 16)
    except ConnectionResetError:
        return b""


def handshake(server, *lines, host=None):
    """Ask for the websocket, and give code and head of the answer."""
    host = host or f"{ADDRESS}:{server.port}"
    wanted = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    head = ["GET /changes HTTP/1.1", f"Host: {host}", *wanted, key, *lines, "", ""]
    connection = socket.create_connection((ADDRESS, server.port), timeout=20)
    connection.sendall("\r\n".join(head).encode())
    answer = b""
    while b"\r\n\r\n" not in answer and (received := _receive(connection)):
        answer += received
    return int(answer.split(b" ", 2)[1]), connection, answer.partition(b"\r\n\r\n")[2]


def test_page(server):
    """The page is given to whoever names this server, and nobody may frame, keep or embed it."""
    for name in (ADDRESS, "localhost"):
        code, head, content = ask(server, "GET / HTTP/1.1", host=f"{name}:{server.port}")
        assert code == 200
        assert "PAGE" in content
        assert "frame-ancestors 'none'" in head
        assert "Cross-Origin-Resource-Policy: same-origin" in head
        assert "X-Content-Type-Options: nosniff" in head
        assert "Access-Control" not in head
        assert "Server:" not in head


def test_head(server):
    """HEAD is answered like GET, without the page."""
    code, head, content = ask(server, "HEAD / HTTP/1.1")
    assert (code, content) == (200, "")
    assert "Content-Type: text/html" in head


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/briefing.html",
        "/data/claims.csv",
        "/notebooks/",
        "/static/",
        "/favicon.ico",
        "/changes/",
        "//",
        "/briefing.pdf",  # unless it is made
        "/briefing.pdf/",
        "/./",
        "/../",
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/%252e%252e%252fetc%252fpasswd",
        "/..%c0%af..%c0%afetc/passwd",
        "/..%ef%bc%8f..%ef%bc%8fetc/passwd",
        "/..\\..\\etc\\passwd",
        "/..%5c..%5cetc%5cpasswd",
        "/....//....//etc/passwd",
        "//etc/passwd",
        "/etc/passwd%00.html",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "file:///etc/passwd",
        "/file:///etc/passwd",
        "http://example.org/",
        "http://127.0.0.1/../etc/passwd",
        "*",
        "",
        "etc/passwd",
        "/" + "a" * 12_000,
    ],
)
def test_no_other_path(server, path):
    """Whatever else is asked for, however it is written, is refused and not repeated."""
    code, head, content = ask(server, f"GET {path} HTTP/1.1")
    assert code in (400, 404, 421)
    assert "root:" not in content
    assert "Set-Cookie" not in head
    assert len(content) < 60


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "attacker.example:{port}",
        "127.0.0.1.attacker.example:{port}",
        "localhost.attacker.example:{port}",
        "127.0.0.1:{port}.attacker.example",
        "127.0.0.1:{port}@attacker.example",
        "attacker.example@127.0.0.1:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.2:{port}",
        "0.0.0.0:{port}",
        "[::1]:{port}",
        "2130706433:{port}",
        "LOCALHOST.:{port}",
        "127.0.0.1:{port}, attacker.example",
    ],
)
def test_other_names_are_refused(server, host):
    """A name that was made to lead here is refused: a site cannot rebind itself to this server."""
    host = host.format(port=server.port)
    code, _, content = ask(server, "GET / HTTP/1.1", host=host)
    assert code in (400, 421)
    assert "PAGE" not in content
    code, connection, _ = handshake(server, f"Origin: http://{host}", host=host)
    connection.close()
    assert code in (400, 421)


def test_no_name_or_two_are_refused(server):
    """A request must name the server just once."""
    for lines in (("GET / HTTP/1.0",), ("GET / HTTP/1.1",)):
        code, _, content = ask(server, *lines, host="")
        assert code in (400, 421)
        assert "PAGE" not in content
    code, _, content = ask(server, "GET / HTTP/1.1", "Host: attacker.example")
    assert code in (400, 421)
    assert "PAGE" not in content


@pytest.mark.parametrize(
    "method",
    ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "HACK"],
)
@pytest.mark.parametrize("path", ["/", "/changes", "/other"])
def test_other_methods_are_refused(server, method, path):
    """Nothing but GET and HEAD is answered."""
    code, _, content = ask(server, f"{method} {path} HTTP/1.1")
    assert code in (400, 405)
    assert "PAGE" not in content


def test_nothing_is_taken_in(server):
    """A body is refused before it is read."""
    code, _, content = ask(server, "POST / HTTP/1.1", "Content-Length: 1000000000")
    assert code in (0, 400, 405, 413)
    assert "PAGE" not in content
    code, _, content = ask(server, "GET / HTTP/1.1", "X-Long: " + "a" * 100_000)
    assert code in (0, 400, 431)
    assert "PAGE" not in content


def _foreign_origins(port):
    return [
        "http://attacker.example",
        "null",
        "file://",
        f"https://127.0.0.1:{port}",
        "http://127.0.0.1",
        f"http://127.0.0.1:{port + 1}",
        f"http://127.0.0.1:{port}.attacker.example",
        f"http://attacker.example#http://127.0.0.1:{port}",
        "",
    ]


def test_other_origins_are_refused(server):
    """A page from elsewhere, also from another port of this machine, gets nothing."""
    for origin in _foreign_origins(server.port):
        code, _, content = ask(server, "GET / HTTP/1.1", f"Origin: {origin}")
        assert code == 403, origin
        assert "PAGE" not in content
        code, connection, _ = handshake(server, f"Origin: {origin}")
        connection.close()
        assert code == 403, origin
    code, connection, _ = handshake(server)
    connection.close()
    assert code == 403


def test_embedding_is_refused(server):
    """Another site may lead a reader here, but may not draw the page or a piece into its own."""
    sites = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site")
    for site in sites:
        for mode in ("no-cors", "cors", "websocket"):
            code, _, content = ask(server, "GET / HTTP/1.1", site, f"Sec-Fetch-Mode: {mode}")
            assert code == 403
            assert "PAGE" not in content
        assert ask(server, "GET / HTTP/1.1", site, "Sec-Fetch-Mode: navigate")[0] == 200


def test_own_page_hears_of_changes(server):
    """The page's own script is told what there is; a word to the server ends the talk."""
    code, connection, rest = handshake(server, f"Origin: http://{ADDRESS}:{server.port}")
    assert code == 101
    with connection:
        while len(rest) < 2 or len(rest) < 2 + rest[1]:
            rest += connection.recv(1 << 12)
        assert json.loads(rest[2 : 2 + rest[1]])["version"]
        connection.sendall(b"\x81\x81\x00\x00\x00\x00a")
        assert connection.recv(1 << 12)[:4] == b"\x88\x02" + (1008).to_bytes(2, "big")


def test_only_this_machine(server):
    """The port is open on one loopback address, on none that others can reach."""
    for address in {"127.0.0.2", *_own_addresses()}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((address, server.port), timeout=5)


def _own_addresses():
    found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    return {entry[4][0] for entry in found} - {ADDRESS}


def test_taken_port(server):
    """A port that is taken is refused, with what to do."""
    with pytest.raises(BriefingError, match="choose another with --port"):
        serve(Stage(), server.port)


@pytest.mark.browser
def test_a_hostile_page_gets_nothing(server, browser):
    """In a real browser, a page of another origin can neither read, embed nor listen."""
    hostile = f"""<!DOCTYPE html><title>hostile</title><iframe></iframe><script>
    const here = "127.0.0.1:{server.port}";
    const tried = {{
      read: fetch(`http://${{here}}/`).then((r) => r.text()),
      blind: fetch(`http://${{here}}/`, {{ mode: "no-cors" }}).then((r) => r.type),
      post: fetch(`http://${{here}}/`, {{ method: "POST", body: "x" }}).then((r) => r.text()),
      listen: new Promise((yes, no) => {{
        const socket = new WebSocket(`ws://${{here}}/changes`);
        socket.onopen = () => yes("open"); socket.onerror = () => no("closed"); }}),
    }};
    window.done = Promise.allSettled(Object.values(tried)).then(
      (all) => all.map((one) => one.status));
    document.querySelector("iframe").src = `http://${{here}}/`;
    </script>""".encode()

    class Hostile(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(hostile)

        def log_message(self, *_):
            """Say nothing."""

    with http.server.ThreadingHTTPServer((ADDRESS, 0), Hostile) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        page = browser.new_page()
        try:
            page.goto(f"http://{ADDRESS}:{other.server_port}/")
            assert page.evaluate("window.done") == ["rejected"] * 4
            assert all("PAGE" not in frame.content() for frame in page.frames)
        finally:
            page.close()
            other.shutdown()
            thread.join()
