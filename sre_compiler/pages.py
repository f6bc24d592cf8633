"""The page of each finding: the docstring of the check, or of the function in a `problems.py`, that makes it."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module

from sre_compiler import checks

ROOMS = ("documents", "kinds", "program", "output", "triage", "fixes")


@cache
def _pages() -> dict[str, str]:
    found = {name: f"{inspect.getdoc(module)}{_options(name)}" for name, module in checks.modules().items()}
    for room in ROOMS:
        problems = import_module(f"sre_compiler.{room}.problems")
        for name, function in inspect.getmembers(problems, inspect.isfunction):
            if function.__module__ == problems.__name__ and not name.startswith("_"):
                found[name.replace("_", "-")] = inspect.getdoc(function) or ""
    return found


def _options(name: str) -> str:
    """What a project may choose for a check, as it stands in the project; "" where it may choose nothing."""
    lines = [
        f"      # {one.about} {one.wanted[0].upper()}{one.wanted[1:]}.\n      {one.name}: {one.written()}"
        for one in checks.options().get(name, ())
    ]
    head = f"\n\nOptions, in `spec.lint` of the project, here with their defaults:\n\n    options:\n      {name}:\n"
    return head + "\n".join(lines).replace("      ", "        ") if lines else ""


def names() -> tuple[str, ...]:
    """Every finding there is, in alphabetical order."""
    return tuple(sorted(_pages()))


def page(name: str) -> str | None:
    """What a finding means, why it matters, a bad and a good example; None for a name that no finding has."""
    text = _pages().get(name)
    return None if text is None else f"{name}\n\n{text}\n"
