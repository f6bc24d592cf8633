"""The modules of the `budget` room as one file: their code in the order of their imports, each import once at the top."""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

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
    modules = _in_order(LAST, {}).values()
    imports = {"import os", "import sys"}
    for module in modules:
        imports |= {ast.unparse(one) for one in module.imports if not _is_own(one) and not _is_future(one)}
    bodies = [_body(module) for module in modules]
    return "\n".join(["from __future__ import annotations\n", *_sorted(imports), "", "", *bodies]).rstrip() + "\n"


class _Module(Struct, frozen=True):
    """A module of the room as it is written; `says` is its docstring."""

    lines: list[str]
    says: str
    imports: list[ast.Import | ast.ImportFrom]


def _sorted(imports: set[str]) -> list[str]:
    """Whole modules first, as ruff orders them; names of one module may stand in several lines."""
    return sorted(imports, key=lambda line: (line.startswith("from"), line))


def _in_order(name: str, done: dict[str, _Module]) -> dict[str, _Module]:
    """The modules done so far, then this one after all that it imports."""
    module = _read(name)
    for one in module.imports:
        other = one.module.rpartition(".")[2] if isinstance(one, ast.ImportFrom) and one.module else ""
        if _is_own(one) and other not in done:
            _in_order(other, done)
    done[name] = module
    return done


def _read(name: str) -> _Module:
    text = (files(ROOM) / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    imports = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
    return _Module(text.splitlines(), ast.get_docstring(tree) or "", imports)


def _is_own(one: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(one, ast.ImportFrom) and (one.module or "").startswith(ROOM)


def _is_future(one: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(one, ast.ImportFrom) and one.module == "__future__"


def _body(module: _Module) -> str:
    """A module below its imports; its docstring becomes a comment."""
    last = max(one.end_lineno or 0 for one in module.imports)
    return "\n".join([*(f"# {line}".rstrip() for line in module.says.splitlines()), "", *module.lines[last:], "", ""])
