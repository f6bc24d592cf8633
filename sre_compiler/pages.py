"""The page of each finding: the docstring of the check, or of the function in a `problems.py`, that makes it."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module

from sre_compiler import checks

ROOMS = ("documents", "kinds", "program", "output", "runbooks", "triage", "fixes", "servers")


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
    """What a project may choose for a check, as it would write it; "" where it may choose nothing."""
    from textwrap import fill

    lines = []
    for one in checks.options().get(name, ()):
        lines.append(f"        # {one.about} {one.wanted[0].upper()}{one.wanted[1:]}.")
        lines.append(fill(f"{one.name}: {one.written()}", 110, initial_indent=" " * 8, subsequent_indent=" " * 10))
    head = f"Options, in `spec.lint` of the project, here with their defaults:\n\n    options:\n      {name}:\n"
    return f"\n\n{head}" + "\n".join(lines) if lines else ""


def names() -> tuple[str, ...]:
    """Every finding there is, in alphabetical order."""
    return tuple(sorted(_pages()))


def page(name: str) -> str | None:
    """What a finding means, why it matters, a bad and a good example; None for a name that no finding has."""
    text = _pages().get(name)
    return None if text is None else f"{name}\n\n{text}\n"
