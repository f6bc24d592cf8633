"""What `explain` tells of people, teams, on-call policies and receivers: who is reached by which pages, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sre_compiler import rotas, routing
from sre_compiler.cli.explained.people import person
from sre_compiler.cli.explained.receivers import receiver
from sre_compiler.cli.explained.teams import team
from sre_compiler.cli.oncall.answers import as_lines
from sre_compiler.program import Program


def names_of(program: Program) -> list[str]:
    """Everything that is explained here."""
    people, teams = [one.name for one in program.people], [one.name for one in program.teams]
    policies, receivers = [one.name for one in program.oncall_policies], [one.name for one in _receivers(program)]
    return sorted({*people, *teams, *policies, *receivers})


def zones_of(program: Program, name: str) -> list[str]:
    """The clocks by which somebody who asks about it may mean a time."""
    people = [rotas.zone_of(program, one) for one in program.people if one.name == name]
    policies = [one.timezone for one in program.oncall_policies if name in {one.name, *_teams(program, one.name)}]
    calendars = {one.calendar for one in program.teams if one.name == name}
    offices = [one.timezone for one in program.calendars if one.name in calendars]
    return sorted(set(people or policies or offices)) or ["UTC"]


def _teams(program: Program, policy: str) -> list[str]:
    return [one.name for one in program.teams if one.oncall == policy]


def sections(program: Program, name: str, instant: int) -> Iterator[str]:
    """A text for each thing of this name."""
    yield from (_text(person(program, one, instant)) for one in program.people if one.name == name)
    yield from (_text(team(program, one, instant)) for one in program.teams if one.name == name)
    policies = [one for one in program.oncall_policies if one.name == name]
    if policies:
        yield _text(as_lines(program, policies, instant))
    yield from (_text(receiver(program, one)) for one in _receivers(program) if one.name == name)


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines)


def _receivers(program: Program) -> Sequence[routing.Receiver]:
    return routing.own(program).receivers if program.project.spec.alertmanager is not None else ()
