"""A real Alertmanager on loopback, and a sink that takes what it sends."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self
from urllib.error import URLError
from urllib.request import Request, urlopen

import yaml

from tests.programs import Program

Labels = dict[str, str]
PATIENCE = 60
"""Seconds after which something that does not happen fails the test."""


@dataclass(frozen=True)
class Message:
    """What one receiver was sent, and when, in seconds since the sink was opened."""

    receiver: str
    at: float
    body: dict[str, Any]

    def alerts(self, status: str) -> list[Labels]:
        return [one["labels"] for one in self.body["alerts"] if one["status"] == status]


@dataclass
class Sink:
    """Takes webhooks at `/<receiver>` until it is left."""

    messages: list[Message] = field(default_factory=list)

    def __enter__(self) -> Self:
        sink, self.opened = self, time.monotonic()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sink.messages.append(Message(self.path[1:], sink.now(), body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def now(self) -> float:
        """Seconds since it was opened."""
        return time.monotonic() - self.opened

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Alertmanager:
    """A running Alertmanager with a configuration; ends as it is left."""

    program: Program
    folder: Path
    config: Path

    def __enter__(self) -> Self:
        self.url = f"http://127.0.0.1:{free_port()}"
        command = [
            self.program.path,
            f"--config.file={self.config}",
            f"--storage.path={self.folder / 'data'}",
            f"--web.listen-address={self.url.removeprefix('http://')}",
            "--cluster.listen-address=",
        ]
        self.log = (self.folder / "alertmanager.log").open("wb")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd=self.folder)
        wait_for(self._is_ready, f"Alertmanager does not start:\n{self._log_text()}")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()

    def post(self, alerts: Iterable[Labels], *, ended: bool = False) -> None:
        """Alerts that begin now, or that are over."""
        ends = {"endsAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 1))} if ended else {}
        self._ask("/api/v2/alerts", json.dumps([{"labels": labels, **ends} for labels in alerts]).encode())

    def alerts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._ask("/api/v2/alerts"))
        return found

    def reload(self) -> None:
        self._ask("/-/reload", b"")

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self._log_text()
        try:
            return bool(self._ask("/-/ready"))
        except URLError:
            return False

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        request = Request(self.url + path, data=body, headers={"Content-Type": "application/json"})
        with urlopen(request, timeout=PATIENCE) as answer:
            content: bytes = answer.read()
        return content

    def _log_text(self) -> str:
        return (self.folder / "alertmanager.log").read_text(encoding="utf-8")


def wait_for(holds: Callable[[], bool], otherwise: str, patience: float = PATIENCE) -> None:
    """Wait until it holds; fail when it does not in time."""
    ends = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < ends, otherwise
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def into_sink(text: str, url: str, timing: Mapping[str, str]) -> str:
    """The same configuration, with the sink in the place of every system, and these times in the place of all."""
    document = yaml.safe_load(text)
    for one in document["receivers"]:
        systems = [key for key in one if key.endswith("_configs")]
        resolved = any(each["send_resolved"] for key in systems for each in one[key])
        for key in systems:
            del one[key]
        if systems:
            one["webhook_configs"] = [{"url": f"{url}/{one['name']}", "send_resolved": resolved}]
    for route in routes(document["route"]):
        route.update({key: value for key, value in timing.items() if key in route})
    return yaml.safe_dump(document, sort_keys=False)


def routes(route: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A route of the document, and all below it."""
    yield route
    for below in route.get("routes", []):
        yield from routes(below)
