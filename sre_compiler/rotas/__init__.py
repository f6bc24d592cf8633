"""Wall clocks → exact time: who is on call when, when an office is open, when something happened.

In: on-call policies, calendars and incidents of the Program, and the calendar horizon. Out: instants in seconds since 1970 in
UTC, and stretches of time, the end exclusive. Must not: read the machine's clock or its time zones (those of the package `tzdata` are the same
everywhere), or judge.
"""

from sre_compiler.rotas.clock import Clock, clock
from sre_compiler.rotas.horizon import Horizon, horizon
from sre_compiler.rotas.instants import instant, local, moments, outline
from sre_compiler.rotas.intervals import Interval, difference, intersection, total, union
from sre_compiler.rotas.offices import office_hours, week
from sre_compiler.rotas.schedules import Shift, begins, overriding, shifts, turns_of_layers, turns_to_count
from sre_compiler.rotas.turns import first_handoffs, handoffs

__all__ = [
    "Clock",
    "Horizon",
    "Interval",
    "Shift",
    "begins",
    "clock",
    "difference",
    "first_handoffs",
    "handoffs",
    "horizon",
    "instant",
    "intersection",
    "local",
    "moments",
    "office_hours",
    "outline",
    "overriding",
    "shifts",
    "total",
    "turns_of_layers",
    "turns_to_count",
    "union",
    "week",
]
