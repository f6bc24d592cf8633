"""`python -m tests.fuzz TARGET [options of libFuzzer]`: searches until it is stopped, or until something is raised."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sre_compiler"], enable_loader_override=False):
    from tests.fuzz.targets import TARGETS

from tests.cases import TESTS
from tests.promql_cases import table

_SPECS = ("checks/*.yaml", "findings/*.yaml", "projects/*/specs/*.yaml", "fuzz/found/*/*")


def main() -> None:
    name, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(_specs() if name in {"document", "specs", "service"} else _texts()):
            Path(folder, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, folder], TARGETS[name])
        atheris.Fuzz()


def _specs() -> Iterator[bytes]:
    """Every spec of the tests by itself, the bodies of services among them."""
    for pattern in _SPECS:
        for file in sorted(TESTS.glob(pattern)):
            yield from file.read_bytes().split(b"\n# ")


def _texts() -> Iterator[bytes]:
    """What stands behind a colon in a spec, and expressions."""
    for part in _specs():
        yield from {line.partition(b": ")[2].strip(b"\"'") for line in part.splitlines() if b": " in line}
    yield from (one.encode() for one in table())


main()
