"""One file is one finding; the file's name is the finding's name.

In: the Program, resolved and without errors of the rooms before. Out: findings. Must not: read files, change the Program,
look at the clock.

A check is a module with a docstring (one sentence; why it matters; `Bad:`; `Good:`), `SEVERITY`, and either
`check(scope) -> Iterator[Diagnostic]`, which is asked about one service after the other and sees no other,
`check_incident(scope)`, which is asked about one incident after the other and sees no service, or
`check_project(project)`, which is asked once. It is found by its file; there is no list to forget.
What a project may choose is an `Option` in the module (`kinds/option.py`), read with `setting.option(…)`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from msgspec.structs import replace

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.kinds import Option, problems, read_options
from sre_compiler.program import Resolution
from sre_compiler.program.incidents import Incident
from sre_compiler.program.program import Outline, Setting
from sre_compiler.program.services import Service


@cache
def modules() -> dict[str, ModuleType]:
    """Every check by its finding's name, in alphabetical order."""
    files = sorted(os.listdir(os.path.dirname(__file__)))  # noqa: PTH120, PTH208 - pathlib costs 7 ms of start-up
    names = [file.removesuffix(".py") for file in files if file.endswith(".py") and not file.startswith("_")]
    return {name.replace("_", "-"): import_module(f"{__name__}.{name}") for name in names}


@cache
def options() -> dict[str, tuple[Option[Any], ...]]:
    """The options of each check that has any, as its module declares them."""
    found = ((name, vars(module).values()) for name, module in modules().items())
    declared = {name: tuple(one for one in values if isinstance(one, Option)) for name, values in found}
    return {name: those for name, those in declared.items() if those}


def configured(resolution: Resolution) -> Resolution:
    """The setting with what the project chooses for options; none where something of that is wrong."""
    setting = resolution.setting
    lint = setting.project.spec.lint if setting is not None else None
    if setting is None or lint is None or not lint.options:
        return resolution
    values, found = _chosen(lint.options, setting.project.place.at("spec", "lint", "options"))
    whole = None if found else replace(setting, options=values)
    return replace(resolution, setting=whole, found=(*resolution.found, *found))


def _chosen(written: Mapping[str, dict[str, Any]], place: Place) -> tuple[dict[Option[Any], Any], list[Diagnostic]]:
    """The values by their options, and what is wrong; names of no check are looked at with the other settings."""
    values: dict[Option[Any], Any] = {}
    found = []
    for check, data in written.items():
        if check in options():
            chosen, wrong = read_options(check, options()[check], data, place.at(check))
            values |= chosen
            found += wrong
        elif check in modules():
            found.append(problems.unknown_key(place.at(check), f"remove it: `{check}` has no options"))
    return values, found


def of_service(service: Service, setting: Setting) -> list[Diagnostic]:
    """What is found in one service, whatever the others are."""
    scope = Scope(service, setting)
    found: list[Diagnostic] = []
    for check in _asked("check"):
        found.extend(check(scope))
    return found


def of_incident(incident: Incident, setting: Setting) -> list[Diagnostic]:
    """What is found in one incident, whatever services there are."""
    scope = IncidentScope(incident, setting)
    return [finding for check in _asked("check_incident") for finding in check(scope)]


def of_project(project: Outline) -> Iterator[Diagnostic]:
    """What is found in the setting and between services."""
    for check in _asked("check_project"):
        yield from check(project)


@cache
def _asked(question: str) -> tuple[Callable[[Any], Iterator[Diagnostic]], ...]:
    """The functions of this name, of all checks that have one."""
    return tuple(getattr(module, question) for module in modules().values() if hasattr(module, question))
