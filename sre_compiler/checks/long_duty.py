"""Somebody is on call for more than two weeks without a break.

Sleep is lost for longer than anybody makes up for. It comes about by long turns, by a roster that changes, or by an override beside
one's own turn. The hour by which a clock change makes a turn longer does not count.

Bad:

    every: 4w

Good:

    every: 1w
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sre_compiler.checks._rotas import Rota, hours, span, worked_out
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.kinds import option
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO
LONGEST = option.duration(
    "longest", "14d", "How long somebody may be on call without a break.", least="1d", most="365d"
)
_CLOCK_CHANGE = 3_600
"""Seconds by which a turn may be longer than it says."""


def check_project(project: Setting) -> Iterator[Diagnostic]:
    longest = project.option(LONGEST).in_seconds + _CLOCK_CHANGE
    for rota in worked_out(project):
        for schedule in rota.policy.schedules:
            if schedule.follows is None and len({shift.person for shift in rota.shifts(schedule.name)}) > 1:
                yield from _first(rota, schedule.name, longest)


def _first(rota: Rota, name: str, longest: Fraction) -> Iterator[Diagnostic]:
    for start, end, person, place in rota.stretches(name):
        if end - start > longest and not _is_alone(rota, place.path[-2:], name):
            yield Diagnostic(
                "long-duty",
                SEVERITY,
                f"{person} is on call for {hours(end - start)} without a break",
                place.at("every" if place.path[-2] == "layers" else "person"),
                label=f"from {span(rota, start, end)}",
                help="use shorter turns, or put somebody else in between",
            )
            return


def _is_alone(rota: Rota, origin: tuple[object, ...], name: str) -> bool:
    """Whether a roster of one person is the cause, which is another finding."""
    kind, index = origin
    layers = rota.policy.schedule(name).layers
    return kind == "layers" and isinstance(index, int) and any(len(one.people) == 1 for one in layers[index].rosters)
