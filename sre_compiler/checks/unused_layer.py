"""A layer decides at no time who is on call.

A later layer wins over it all the time, or it begins after the calendar horizon ends. Whoever is in it will never be called.

Bad:

    layers:                                # the later layer is in force at all times
      - {name: nights, hours: [{days: [mon], from: "20:00", to: "08:00"}], rosters: [{people: [cy]}], …}
      - {name: weekly, rosters: [{people: [ana, bo]}], …}

Good:

    layers:
      - {name: weekly, rosters: [{people: [ana, bo]}], …}
      - {name: nights, hours: [{days: [mon], from: "20:00", to: "08:00"}], rosters: [{people: [cy]}], …}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import own_layers, worked_out
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        for schedule, layer, place in own_layers(rota.policy):
            if all(shift.origin != ("layers", place.path[-1]) for shift in rota.shifts(schedule.name)):
                yield Diagnostic(
                    "unused-layer",
                    SEVERITY,
                    f"the layer `{layer.name}` of `{schedule.name}` is never in force",
                    place.at("name"),
                    label="another layer always wins, or it begins too late",
                    help="put it below the layers that it is to win over, or remove it",
                )
