"""A client of yaml-language-server: what an editor asks it, and what it answers.

It speaks the Language Server Protocol over pipes. Positions are as in the protocol: lines and UTF-16 units, both from 0.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Timer
from typing import IO, Any, Self

from tests.programs import Program

CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}},
        "hover": {"contentFormat": ["markdown"]},
    },
    "workspace": {"configuration": True},
}
SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "completion": True, "hover": True}}
"""Schemas come from modelines only: the network has no say in what a test sees."""
PATIENCE = 300
"""Seconds after which a server that does not answer is ended, so that the test fails instead of waiting."""


@dataclass(frozen=True)
class Cursor:
    """A place in an open file, as the protocol names it."""

    uri: str
    line: int
    character: int

    def parameters(self) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri}, "position": {"line": self.line, "character": self.character}}


@dataclass
class Editor:
    """An editor that opened the folder; closes the server as it is left."""

    program: Program
    folder: Path
    diagnostics: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[int, Any] = field(default_factory=dict)
    is_set_up: bool = False
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __enter__(self) -> Self:
        command = [self.program.path, "--stdio"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.patience = Timer(PATIENCE, self.server.kill)
        self.patience.start()
        self.request("initialize", {"processId": None, "rootUri": self.folder.as_uri(), "capabilities": CAPABILITIES})
        self._send("initialized", {})
        self._read_until(lambda: self.is_set_up)
        return self

    def __exit__(self, *_: object) -> None:
        self.request("shutdown", None)
        self._send("exit", None)
        self.server.communicate()
        self.patience.cancel()

    def open(self, file: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open the file, or this text in its place, and return what the server finds in it."""
        text = file.read_text(encoding="utf-8") if text is None else text
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": next(self.numbers), "text": text}
        self.diagnostics.pop(file.as_uri(), None)
        self._send("textDocument/didOpen", {"textDocument": document})
        self._read_until(lambda: file.as_uri() in self.diagnostics)
        return self.diagnostics[file.as_uri()]

    def complete(self, cursor: Cursor) -> dict[str, dict[str, Any]]:
        """What may be typed at the cursor, by its label."""
        answer = self.request("textDocument/completion", cursor.parameters())
        return {item["label"]: item for item in answer["items"]}

    def hover(self, cursor: Cursor) -> str:
        """What is shown about the word under the cursor, in Markdown."""
        answer = self.request("textDocument/hover", cursor.parameters())
        return str(answer["contents"]["value"]) if answer else ""

    def request(self, method: str, parameters: Any) -> Any:
        number = next(self.numbers)
        self._send(method, parameters, id=number)
        self._read_until(lambda: number in self.answers)
        return self.answers.pop(number)

    def _send(self, method: str, parameters: Any, **more: Any) -> None:
        self._write({"method": method, "params": parameters, **more})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = self._pipe(self.server.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        pipe.flush()

    def _read_until(self, is_done: Callable[[], bool]) -> None:
        while not is_done():
            self._take(self._read())

    def _read(self) -> dict[str, Any]:
        pipe = self._pipe(self.server.stdout)
        head = b"".join(iter(pipe.readline, b"\r\n"))
        assert head, "the language server has gone away"
        message: dict[str, Any] = json.loads(pipe.read(int(head.partition(b":")[2])))
        return message

    def _take(self, message: dict[str, Any]) -> None:
        """Keep an answer or diagnostics, and answer the server's own questions."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            wanted = [SETTINGS.get(one["section"]) for one in message["params"]["items"]]
            self._write({"id": message["id"], "result": wanted})
            self.is_set_up = True
        elif "method" in message and "id" in message:
            self._write({"id": message["id"], "result": None})
        elif "id" in message:
            assert "error" not in message, message
            self.answers[message["id"]] = message["result"]

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe
