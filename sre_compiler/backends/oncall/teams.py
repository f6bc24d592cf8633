"""The handbook's part about teams: who is reached, how, and what happens if nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import rotas
from sre_compiler.backends.oncall import unanswered, ways
from sre_compiler.output.markdown import Markdown, code, joined, table, text
from sre_compiler.program.people import Person
from sre_compiler.program.program import Program
from sre_compiler.program.teams import Team


def section(program: Program, team: Team) -> Iterator[str]:
    """Everything about a team."""
    yield f'### <a id="{ways.anchor(team)}"></a>{text(team.title)}'
    yield ""
    if team.description:
        yield text(team.description)
        yield ""
    yield from _services(program, team)
    yield from _members(program, team)
    yield from ways.who_is_told(program, team)
    yield from unanswered.if_nobody_answers(program, team)


def _services(program: Program, team: Team) -> Iterator[str]:
    services = [text(one.title or one.name) for one in program.services if one.team == team.name]
    if services:
        yield f"Owns {joined(services)}."
        yield ""


def _members(program: Program, team: Team) -> Iterator[str]:
    people = [person for person in program.people if person.name in team.members]
    yield from table([("person", "lives in", "reached by"), *(_member(program, person) for person in people)])
    yield ""


def _member(program: Program, person: Person) -> tuple[Markdown, ...]:
    found = [text(person.email)] if person.email else []
    found += [Markdown(f"{text(ways.SYSTEMS.get(system, system))} {code(name)}") for system, name in person.handles]
    return code(person.name), text(rotas.zone_of(program, person)), joined(found)
