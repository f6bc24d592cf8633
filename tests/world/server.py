"""A Prometheus that serves a folder of blocks on a port of this machine, and answers to queries."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.programs import Program

PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A Prometheus that is up."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, fields: Mapping[str, Any]) -> Any:
        """The `data` of an answer; fails with what the server says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        body = urllib.parse.urlencode(fields)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        assert answer["status"] == "success", (fields, answer)
        return answer["data"]

    def query(self, expression: str, at: int) -> list[dict[str, Any]]:
        """The instant vector at that second."""
        return list(self.ask("/api/v1/query", {"query": expression, "time": at})["result"])

    def query_range(self, expression: str, start: int, end: int, step: int) -> list[dict[str, Any]]:
        return list(
            self.ask("/api/v1/query_range", {"query": expression, "start": start, "end": end, "step": step})["result"]
        )


@contextmanager
def serving(prometheus: Program, blocks: Path, folder: Path) -> Iterator[Server]:
    """Serve a copy of the blocks below `folder`, until the end of the context. The copy shares their bytes: links."""
    folder.mkdir(parents=True)
    shutil.copytree(blocks, folder / "data", copy_function=os.link)
    config = folder / "prometheus.yml"
    config.write_text("global: {}\n", encoding="utf-8")
    try:
        with running(prometheus, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder / "data")


@contextmanager
def running(prometheus: Program, folder: Path) -> Iterator[Server]:
    """A server on `prometheus.yml` and `data` of this folder, until the end of the context."""
    with (folder / "log").open("w+", encoding="utf-8") as log:
        process, port = _start(prometheus, folder, log)
        try:
            yield Server(port)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _start(prometheus: Program, folder: Path, log: Any) -> tuple[subprocess.Popen[bytes], int]:
    """A process that is ready. Another one may take a free port first: then it is tried on another."""
    for _ in range(5):
        port = _free_port()
        command = [
            prometheus.path,
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            "--storage.tsdb.retention.time=100y",
            f"--web.listen-address=127.0.0.1:{port}",
            "--query.timeout=10m",
            "--log.level=warn",
        ]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        if _ready(process, port):
            return process, port
    log.seek(0)
    raise AssertionError(f"{prometheus} does not start:\n{log.read()}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _ready(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether it says so before it ends or the patience does."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/-/ready")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    process.kill()
    return False
