"""Which ways of a team are told of a severity, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.oncall.ways import where
from sre_compiler.program import Program
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Receiver, Team, answering

_WHEN = {"always": "", "office": "in office hours: ", "off_hours": "outside of office hours: "}


def pages(program: Program, team: Team) -> Iterator[tuple[str, ...]]:
    """The pages that a team answers: the severity, whose alerts, and by which ways."""
    for severity in program.severities:
        sources = [one.name for one in program.teams if team in _answering(program, one, severity)]
        if severity.response == "page" and sources:
            yield (severity.name, ", ".join(sources), by(team, severity))


def told(program: Program, team: Team) -> Iterator[tuple[str, ...]]:
    """For each severity of a team who is told, and by which ways."""
    for severity in program.severities:
        for one in _answering(program, team, severity):
            yield (severity.name, one.name, by(one, severity))


def _answering(program: Program, team: Team, severity: Severity) -> tuple[Team, ...]:
    return answering({one.name: one for one in program.teams}, team, severity.name)


def by(team: Team, severity: Severity) -> str:
    """The ways of a team, by the hours in which they are told."""
    entries = team.notify.get(severity.name, ())
    ways = {one.name: one for one in team.receivers}
    parts = {when: ", ".join(named(ways[entry.receiver]) for entry in entries if entry.when == when) for when in _WHEN}
    return "; ".join(f"{_WHEN[when]}{part}" for when, part in parts.items() if part) or "nobody"


def named(one: Receiver) -> str:
    """A way by its name and where it leads."""
    return f"{one.name} ({where(one)})"
