"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from sre_compiler import checks
from sre_compiler.diagnostics import Severity
from tests.programs import ROOT
from tests.transcript import PROJECTS, surroundings

MODULES = sorted((ROOT / "sre_compiler").rglob("*.py"))
ROOMS = sorted(path for path in (ROOT / "sre_compiler").iterdir() if (path / "__init__.py").exists())
LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
LONG_FOR_A_REASON = {"problems.py"}
"""A room's findings are in one place, and most of it is their pages."""

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "lib", "shared_code"}
HEAVY = {
    "asyncio", "concurrent.futures", "grafana_foundation_sdk", "http", "jinja2", "jsonschema", "logging", "multiprocessing",
    "numpy", "requests", "rich", "ssl", "subprocess", "unittest", "xml",
}  # fmt: skip
"""What nobody waits for who lints a file."""


def test_imports_go_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert code == 0, capsys.readouterr().out


def test_functions_are_short() -> None:
    long = {name: length for path in MODULES for name, length in _functions(path) if length > LONGEST_FUNCTION}
    assert long == {}


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a module and their lines, without the docstring and the decorators."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = ast.get_docstring(node) is not None
            text = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - text


def test_modules_are_short() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    long = {path for path, lines in lengths.items() if lines > LONGEST_MODULE and path.name not in LONG_FOR_A_REASON}
    assert long == set()


def test_no_module_has_a_vague_name() -> None:
    assert [path for path in MODULES if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 keeps what the last, failed repetition of the group has read."""
    texts = {
        (path.relative_to(ROOT), node.value)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"(?<!\\)\)[*+?]\+", node.value)
    }
    assert texts == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_opens_with_its_door_sign(room: Path) -> None:
    sign = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert re.search(r"\bIn: .*\bOut: .*\bMust\s+not: ", sign, re.DOTALL)


@pytest.mark.parametrize("name", checks.modules())
def test_a_check_is_a_module_with_severity_and_check(name: str) -> None:
    module = checks.modules()[name]
    assert isinstance(module.SEVERITY, Severity)
    asked = {"check": "scope", "check_incident": "scope", "check_project": "project"}
    parameters = {one: [*inspect.signature(getattr(module, one)).parameters] for one in asked if hasattr(module, one)}
    assert parameters
    assert all(parameters[one] == [asked[one]] for one in parameters)
    assert f'"{name}"' in inspect.getsource(module)


def _imported_by_lint(tmp_path: Path) -> set[str]:
    script = (
        "import sys; from sre_compiler.cli.main import run; code = run(['lint']); print(*sys.modules); sys.exit(code)"
    )
    around = surroundings(tmp_path)
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=PROJECTS / "shop", env=around, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_lint_imports_nothing_heavy(tmp_path: Path) -> None:
    imported = _imported_by_lint(tmp_path)
    assert "pydantic" in imported
    assert imported & HEAVY == set()


def test_lint_imports_still_less_where_nothing_has_changed(tmp_path: Path) -> None:
    _imported_by_lint(tmp_path)
    imported = _imported_by_lint(tmp_path)
    assert imported & {*HEAVY, "pathlib", "pydantic", "yaml", "sre_compiler.checks", "sre_compiler.program"} == set()
