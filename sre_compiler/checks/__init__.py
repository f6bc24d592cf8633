"""One file is one finding; the file's name is the finding's name.

In: the Program, resolved and without errors of the rooms before. Out: findings. Must not: read files, change the Program,
look at the clock.

A check is a module with a docstring (one sentence; why it matters; `Bad:`; `Good:`), `SEVERITY`, and
`check(program) -> Iterator[Diagnostic]`. It is found by its file; there is no list to forget.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.program.program import Program


@cache
def modules() -> dict[str, ModuleType]:
    """Every check by its finding's name, in alphabetical order."""
    files = sorted(os.listdir(os.path.dirname(__file__)))  # noqa: PTH120, PTH208 - pathlib costs 7 ms of start-up
    names = [file.removesuffix(".py") for file in files if file.endswith(".py") and not file.startswith("_")]
    return {name.replace("_", "-"): import_module(f"{__name__}.{name}") for name in names}


def run(program: Program) -> Iterator[Diagnostic]:
    """The findings of all checks; what two environments share is reported once."""
    seen = set()
    for module in modules().values():
        for diagnostic in module.check(program):
            if diagnostic not in seen:
                seen.add(diagnostic)
                yield diagnostic
