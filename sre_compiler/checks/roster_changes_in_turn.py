"""A roster is to be in force from a day on which no turn begins.

A turn is dealt when it begins, so that the new roster counts from the next hand-off on. Who leaves on the day that is written
down is still on call until then.

Bad:

    # turns change on Mondays
    rosters:
      - {people: [ana, bo, cy]}
      - {from: "2026-09-23", people: [ana, bo]}

Good:

    rosters:
      - {people: [ana, bo, cy]}
      - {from: "2026-09-21", people: [ana, bo]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import own_layers, shown, worked_out
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.oncall import Layer
from sre_compiler.program.program import Setting
from sre_compiler.units import DAY

SEVERITY = Severity.INFO


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        for _, layer, place in own_layers(rota.policy):
            if layer.every.in_seconds >= DAY:
                yield from _findings(layer, place)


def _findings(layer: Layer, place: Place) -> Iterator[Diagnostic]:
    from sre_compiler import rotas

    for index, (roster, handoff) in enumerate(zip(layer.rosters, rotas.first_handoffs(layer), strict=True)):
        if roster.start is not None and index and shown(handoff)[:10] != roster.start:
            yield Diagnostic(
                "roster-changes-in-turn",
                SEVERITY,
                f"the roster is in force from {shown(handoff)} on",
                place.at("rosters", index, "from"),
                label="no turn begins on this day",
                help=f'write `from: "{shown(handoff)[:10]}"`, or the day of the hand-off before it',
            )
