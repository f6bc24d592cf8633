"""Every finding has a page that says what is wrong, why it matters, and shows it wrong and right; and it is called alike."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
import yaml

from sre_compiler import checks, pages
from sre_compiler.cli.main import run
from tests.programs import ROOT

PROBLEMS = {room: (ROOT / "sre_compiler" / room / "problems.py").read_text(encoding="utf-8") for room in pages.ROOMS}
PAGE = re.compile(
    r"(?P<name>[a-z0-9-]+)\n\n"
    r"(?P<first>[A-Z` ][^\n]*(?:\n[^\n]+)?)\.\n\n"
    r"(?P<reason>\S.+?)\n\n"
    r"Bad:\n\n(?P<bad>(?:    [^\n]*\n|\n)+)"
    r"Good:\n\n(?P<good>(?:    [^\n]*\n|\n)+)"
    r"(?:Options, in `spec.lint` of the project, here with their defaults:\n\n(?P<options>(?:    [^\n]*\n)+))?",
    re.DOTALL,
)


@pytest.mark.parametrize("name", pages.names())
def test_explain_shows_the_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name]) == 0
    shown = capsys.readouterr().out
    page = PAGE.fullmatch(shown)
    assert page, shown
    assert page["name"] == name
    assert ". " not in page["first"]
    assert page["bad"] != page["good"]
    assert "Bad:" not in page["reason"]
    declared = checks.options().get(name, ())
    assert yaml.safe_load(page["options"] or f"options: {{{name}: {{}}}}") == {
        "options": {name: {one.name: yaml.safe_load(one.written()) for one in declared}}
    }
    assert all(one.about in shown for one in declared)


@pytest.mark.parametrize("room", PROBLEMS)
def test_a_finding_is_called_like_the_function_that_builds_it(room: str) -> None:
    functions = [node for node in ast.parse(PROBLEMS[room]).body if isinstance(node, ast.FunctionDef)]
    built = {function.name: _names(function) for function in functions if not function.name.startswith("_")}
    assert built == {name: {name.replace("_", "-")} for name in built}


def _names(function: ast.FunctionDef) -> set[str]:
    """The names of the findings that a function builds."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    building = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("Diagnostic", "_error")]
    return {call.args[0].value for call in building if isinstance(call.args[0], ast.Constant)}  # type: ignore[misc]


def test_findings_are_built_in_checks_and_problems_only() -> None:
    of_checks = {inspect.getsourcefile(module) for module in checks.modules().values()}
    building = {
        path
        for path in (ROOT / "sre_compiler").rglob("*.py")
        if re.search(r"\bDiagnostic\(\s*f?\"[a-z]", path.read_text(encoding="utf-8"))
    }
    assert {str(path) for path in building if path.name != "problems.py"} == of_checks


def test_no_two_findings_have_one_name() -> None:
    defined = [name for text in PROBLEMS.values() for name in re.findall(r"^def ([a-z]\w+)", text, re.MULTILINE)]
    assert len(defined) + len(checks.modules()) == len(pages.names())
