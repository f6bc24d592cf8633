"""Wall clocks → exact time: who is on call when, and when an office is open.

In: on-call policies and calendars of the Program, and the calendar horizon. Out: stretches of time in seconds since 1970 in
UTC, the end exclusive. Must not: read the machine's clock or its time zones (those of the package `tzdata` are the same
everywhere), or judge.
"""

from sre_compiler.rotas.clock import Clock, clock
from sre_compiler.rotas.horizon import Horizon, horizon
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
    "intersection",
    "office_hours",
    "overriding",
    "shifts",
    "total",
    "turns_of_layers",
    "turns_to_count",
    "union",
    "week",
]
