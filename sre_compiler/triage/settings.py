"""What `spec.lint` of the project says about findings of checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.triage import problems
from sre_compiler.triage.judged import Names

if TYPE_CHECKING:
    from sre_compiler.kinds import Lint
    from sre_compiler.program.program import Setting


def of(setting: Setting | None) -> tuple[Lint, Place] | None:
    """The settings and where they stand; None while the project cannot be read."""
    from sre_compiler.kinds import Lint

    project = setting.project if setting is not None else None
    return None if project is None else (project.spec.lint or Lint(), project.place.at("spec", "lint"))


def enabled(lint: Lint, names: Names) -> tuple[str, ...]:
    """The findings that the project wants to hear of."""
    chosen = names.allowable if lint.select is None else lint.select
    return tuple(name for name in names.allowable if name in chosen and name not in lint.ignore)


def applied(findings: Iterable[Diagnostic], lint: Lint, names: Names) -> Iterator[Diagnostic]:
    """The findings that are wanted, as severe as the project has them; those of no check as they are."""
    wanted = enabled(lint, names)
    for finding in findings:
        if finding.name not in names.allowable:
            yield finding
        elif finding.name in wanted:
            severity = lint.severity.get(finding.name)
            yield finding if severity is None else replace(finding, severity=Severity(severity))


def faults(lint: Lint, place: Place, names: Names) -> Iterator[Diagnostic]:
    """A finding for each name that no check has; `place` is that of the settings."""
    selected = [(name, place.at("select", index)) for index, name in enumerate(lint.select or ())]
    others = [(name, place.at("ignore", index)) for index, name in enumerate(lint.ignore)]
    others += [(name, place.at("severity", name).key()) for name in lint.severity]
    options = [(name, place.at("options", name).key()) for name in lint.options]
    for name, where in (*selected, *others, *options):
        if name in names.allowable:
            continue
        every = names.every()
        if name not in every:
            yield problems.unknown_finding(name, where, every)
        elif (name, where) in options:
            from sre_compiler.kinds.problems import unknown_key

            yield unknown_key(where, f"remove it: `{name}` has no options")
        elif (name, where) in others:
            yield problems.never_allowed(name, where)
