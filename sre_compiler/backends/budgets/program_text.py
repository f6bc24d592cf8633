"""The modules of the `budget` room as one file: their code in the order of their imports, each import once at the top."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from sre_compiler.backends.budgets.literal import literal

ROOM = "sre_compiler.budget"
LAST = "command"

HEAD = '''#!/usr/bin/env python3
# generated from {source} - do not edit
"""Evaluates the error budgets of {service} against a Prometheus, and gates a deploy. Python 3.9 or later, nothing else.

Example: {service}.py --prometheus-url http://prometheus:9090
Exit 0: open, 1: frozen, 2: misuse, 3: unknown. The same as `sre-compile budget`.
"""

'''

TAIL = """

SLOS = {slos}


if __name__ == "__main__":
    sys.exit(main_of([read_slo(one) for one in SLOS], os.path.basename(__file__), sys.argv[1:]))
"""


def program_text(slos: list[dict[str, Any]], source: str) -> str:
    """An executable file: what every service's has in common, and its SLOs."""
    head = HEAD.format(source=ascii(source)[1:-1], service=slos[0]["service"])
    return head + _room() + TAIL.format(slos=literal(slos))


@cache
def _room() -> str:
    """The code of the room, the same for every service."""
    imports: set[str] = {"import os", "import sys"}
    bodies = []
    for name in _in_order(LAST, []):
        text = _source(name)
        imports |= {ast.unparse(one) for one in _imports(text) if not _is_own(one) and not _is_future(one)}
        bodies.append(_body(text))
    return "\n".join(["from __future__ import annotations\n", *_sorted(imports), "", "", *bodies]).rstrip() + "\n"


def _sorted(imports: set[str]) -> list[str]:
    """Whole modules first, as ruff orders them; names of one module may stand in several lines."""
    return sorted(imports, key=lambda line: (line.startswith("from"), line))


def _in_order(name: str, done: list[str]) -> list[str]:
    """A module after all that it imports."""
    for one in _imports(_source(name)):
        if _is_own(one) and isinstance(one, ast.ImportFrom) and one.module is not None:
            _in_order(one.module.rpartition(".")[2], done)
    if name not in done:
        done.append(name)
    return done


def _source(name: str) -> str:
    return (files(ROOM) / f"{name}.py").read_text(encoding="utf-8")


def _imports(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    return (one for one in ast.parse(text).body if isinstance(one, ast.Import | ast.ImportFrom))


def _is_own(one: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(one, ast.ImportFrom) and (one.module or "").startswith(ROOM)


def _is_future(one: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(one, ast.ImportFrom) and one.module == "__future__"


def _body(text: str) -> str:
    """A module below its imports; its docstring becomes a comment."""
    lines = text.splitlines()
    last = max(one.end_lineno or 0 for one in _imports(text))
    says = (ast.get_docstring(ast.parse(text)) or "").splitlines()
    return "\n".join([*(f"# {line}".rstrip() for line in says), "", *lines[last:], "", ""])
