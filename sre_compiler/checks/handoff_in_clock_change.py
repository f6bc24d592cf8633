"""A turn changes at a time that a clock skips or shows twice.

When clocks are put forward there is no 02:30, and when they are put back there are two. Everybody involved works out another
hour, so that both are on call, or neither.

Bad:

    # timezone: Europe/Berlin, where clocks change on Sundays between 02:00 and 03:00
    handoff: {day: sun, at: "02:30"}

Good:

    handoff: {day: mon, at: "09:00"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import Rota, own_layers, shown, worked_out
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.oncall import Layer
from sre_compiler.program.program import Setting
from sre_compiler.units import DAY

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        for _, layer, place in own_layers(rota.policy):
            if layer.every.in_seconds >= DAY:
                yield from _first(rota, layer, place.at("handoff", "at"))


def _first(rota: Rota, layer: Layer, where: Place) -> Iterator[Diagnostic]:
    from sre_compiler import rotas

    clock = rota.clock(layer)
    for wall in rotas.handoffs(layer, clock, rota.horizon):
        if clock.is_skipped(wall) or clock.is_doubled(wall):
            day, time = shown(wall).split()
            yield _finding(where, f"on {day} there is {'no' if clock.is_skipped(wall) else 'twice'} {time}")
            return


def _finding(where: Place, said: str) -> Diagnostic:
    return Diagnostic(
        "handoff-in-clock-change",
        SEVERITY,
        "a turn changes while clocks are changed",
        where,
        label=said,
        help="hand over at a time of the day at which people are at work",
    )
