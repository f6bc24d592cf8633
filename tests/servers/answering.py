"""A server on this machine that answers as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

Fields = dict[str, str]
Reply = tuple[int, str, bytes]
Answer = Callable[[str, Fields], Reply]
"""Status, type and body for a path and what came with it."""


def success(data: object) -> Reply:
    return 200, "application/json", json.dumps({"status": "success", "data": data}).encode()


def refusal(why: str) -> Reply:
    return 422, "application/json", json.dumps({"status": "error", "errorType": "execution", "error": why}).encode()


def vector(*values: str) -> Reply:
    rows = [{"metric": {"n": str(number)}, "value": [0, value]} for number, value in enumerate(values)]
    return success({"resultType": "vector", "result": rows})


def matrix(*values: str) -> Reply:
    rows = [{"metric": {"n": str(number)}, "values": [[0, value]]} for number, value in enumerate(values)]
    return success({"resultType": "matrix", "result": rows})


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The URL of a server that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(b"")

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers["Content-Length"])))

        def reply(self, body: bytes) -> None:
            url = urlsplit(self.path)
            status, kind, content = answer(url.path, dict(parse_qsl(url.query) + parse_qsl(body.decode())))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # whoever asked did not wait
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
