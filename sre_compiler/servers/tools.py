"""The programs that prove what was generated: Prometheus' promtool and Alertmanager's amtool."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from msgspec import Struct

_INSTALLED_BY = {
    "promtool": "apt-get install prometheus, or https://prometheus.io/download",
    "amtool": "apt-get install prometheus-alertmanager, or https://prometheus.io/download/#alertmanager",
}


class ToolMissingError(Exception):
    """A program is not there; the message says how to install it."""


class Tool(Struct, frozen=True):
    """A program that is there."""

    name: str
    path: str

    def run(self, *arguments: str) -> tuple[int, str]:
        """Its exit code, and all that it prints: first what it warns of, then what it answers."""
        command: Sequence[str] = [self.path, *arguments]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, and the program was chosen
        return done.returncode, (done.stderr + done.stdout).decode(errors="replace")


def tool(name: str, path: str | None = None) -> Tool:
    """The program at the path, or the one of this name in PATH. Raises `ToolMissingError`."""
    found = shutil.which(path or name)
    if found is None:
        raise ToolMissingError(f"{path or name} is not installed; install it with {_INSTALLED_BY[name]}")
    return Tool(name, found)
