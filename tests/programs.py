"""The programs of others that the tests run. One that is missing fails the test with the line that installs it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
YAML_LANGUAGE_SERVER = ROOT / ".tools" / "yaml-language-server" / "node_modules" / ".bin" / "yaml-language-server"
PROMETHEUS_3 = ROOT / ".tools" / "prometheus-3" / "usr" / "bin"
GRAFANA_FRONT_END = ROOT / ".tools" / "grafana-front-end" / "node_modules"
_VERSION = re.compile(r"(?:version v?|Chromium |OpenSSL |\Av?)([0-9]+(?:\.[0-9]+)+)")


@dataclass(frozen=True, slots=True)
class Program:
    """An executable that told its version."""

    name: str
    path: str
    version: str

    def run(self, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run to the end, with stdout and stderr as text; the exit status is the caller's to judge."""
        command = [self.path, *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    def __str__(self) -> str:
        return f"{self.name}-{self.version}"


@dataclass(frozen=True, slots=True)
class Missing:
    """A program that is not here, or not in the version that the tests need."""

    name: str
    needed: str
    install: str

    def __str__(self) -> str:
        return f"{self.name}-{self.needed}-missing"


@cache
def promtools() -> tuple[Program | Missing, ...]:
    """promtool 2.x and promtool 3.x, in this order."""
    return _prometheus_2("promtool"), _prometheus_3("promtool")


@cache
def prometheuses() -> tuple[Program | Missing, ...]:
    """The server, 2.x and 3.x, in this order."""
    return _prometheus_2("prometheus"), _prometheus_3("prometheus")


@cache
def amtool() -> Program | Missing:
    return _first(["amtool"], "0.") or Missing("amtool", "0.25", "apt-get install -y prometheus-alertmanager")


@cache
def newer_amtool() -> Program | Missing:
    """amtool of a later version, which reads what 0.25 does not."""
    return _first([str(PROMETHEUS_3 / "amtool")], "0.3") or Missing(
        "amtool", "0.30", "install it with .ci/prometheus-3"
    )


@cache
def alertmanager() -> Program | Missing:
    """The server; Debian calls it prometheus-alertmanager."""
    names = ["prometheus-alertmanager", "alertmanager"]
    return _first(names, "0.") or Missing("alertmanager", "0.25", "apt-get install -y prometheus-alertmanager")


@cache
def yaml_language_server() -> Program | Missing:
    """What editors run for YAML files, in the version of tests/consumers/yaml-language-server."""
    missing = Missing("yaml-language-server", "1.25", ".ci/yaml-language-server")
    return _first([str(YAML_LANGUAGE_SERVER)], "1.25.") or missing


@cache
def chromium() -> Program | Missing:
    """The browser, of any version with three digits before the first point."""
    return _first(["chromium"], "1") or Missing("chromium", "", "apt-get install -y chromium")


@cache
def openssl() -> Program | Missing:
    """What makes certificates, of a version that signs one with a CA while it makes it."""
    return _first(["openssl"], "3.", "version") or Missing("openssl", "3", "apt-get install -y openssl")


@cache
def grafana_front_end() -> Program | Missing:
    """Node.js, where the packages of tests/consumers/grafana are installed for it."""
    missing = Missing("grafana-front-end", "13.2", ".ci/grafana-front-end")
    return (_first(["node"], "") or missing) if GRAFANA_FRONT_END.is_dir() else missing


def _prometheus_2(name: str) -> Program | Missing:
    return _first([name], "2.") or Missing(name, "2", "apt-get install -y prometheus")


def _prometheus_3(name: str) -> Program | Missing:
    return _first([str(PROMETHEUS_3 / name), name], "3.") or Missing(name, "3", ".ci/prometheus-3")


def _first(candidates: list[str], prefix: str, ask: str = "--version") -> Program | None:
    """The first candidate that is executable and whose version begins with the prefix."""
    for candidate in candidates:
        path = shutil.which(candidate)
        version = _version(path, ask) if path else ""
        if path and version.startswith(prefix):
            return Program(Path(candidate).name, path, version)
    return None


def _version(path: str, ask: str) -> str:
    """The version that a program prints; 2.x prints it to stderr, 3.x to stdout."""
    result = subprocess.run([path, ask], capture_output=True, text=True, check=False)
    match = _VERSION.search(result.stdout + result.stderr)
    return match.group(1) if match else ""
