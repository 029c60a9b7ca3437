"""A search server that does what a test's script says, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = tuple[int, dict[str, Any]]
Script = Callable[[str, str, bytes], Answer]


class FakeServer(ThreadingHTTPServer):
    """``seen`` holds method, path and headers of each request, ``asked`` the path and body of each that is JSON."""

    script: Script
    product: str
    seen: list[tuple[str, str, dict[str, str]]]
    asked: list[tuple[str, dict[str, Any]]]

    def url(self, user: str = "") -> str:
        """Its address, with ``user`` (``name:password@``) in it."""
        return f"http://{user}127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        if body and not self.path.endswith("/_bulk"):
            self.server.asked.append((self.path, json.loads(body)))
        status, answer = self.server.script(self.command, self.path, body)
        payload = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("x-elastic-product", self.server.product)
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


def healthy(method: str, path: str, body: bytes) -> Answer:
    """Just enough of a server: knows its version, has one index, takes everything."""
    if path == "/":
        return 200, {"version": {"number": "9.1.0"}}
    if path.startswith("/_alias/"):
        return 200, {f"{path.rpartition('/')[2]}-v3-1": {}}
    if path.endswith("/_mapping"):
        return 200, {}
    if "/_pit" in path:
        return 200, {"id": "a moment"}
    if path.endswith("/_bulk"):
        lines = [json.loads(line) for line in body.splitlines()]
        items = [{"index": {"_id": line["index"]["_id"], "status": 201}} for line in lines if "index" in line]
        return 200, {"errors": False, "items": items}
    return 200, {"hits": {"total": {"value": 0}, "hits": []}, "aggregations": {"all": {"buckets": []}}}


@contextmanager
def running_fake() -> Iterator[FakeServer]:
    """A healthy one, until its test says otherwise."""
    server = FakeServer(("127.0.0.1", 0), _Handler)
    server.script, server.seen, server.asked, server.product = healthy, [], [], "Elasticsearch"
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
