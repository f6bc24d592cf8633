"""Wall clocks → exact time: who is on call when, when an office is open, when something happened.

In: on-call policies, calendars and incidents of the Program, and the calendar horizon. Out: instants in seconds since 1970 in
UTC, and stretches of time, the end exclusive. Must not: read the machine's clock or its time zones (those of the package `tzdata` are the same
everywhere), or judge.
"""

from sre_compiler.rotas.answering import (
    Called,
    Duty,
    Reached,
    because,
    beyond,
    escalation,
    next_duty,
    on_duty,
    stretches,
)
from sre_compiler.rotas.clock import Clock, clock, known_zones
from sre_compiler.rotas.coverage import since, unreached, wanted
from sre_compiler.rotas.horizon import Horizon, horizon
from sre_compiler.rotas.instants import instant, local, moments, outline
from sre_compiler.rotas.intervals import Interval, difference, intersection, total, union
from sre_compiler.rotas.load import (
    FreeTime,
    Load,
    Sharing,
    handoffs_between,
    loads,
    loads_of_all,
    sharing,
    zone_of,
)
from sre_compiler.rotas.offices import office_hours, week
from sre_compiler.rotas.reports import PolicyReport, Report, ScheduleReport, report
from sre_compiler.rotas.schedules import (
    MOST,
    Shift,
    begins,
    overriding,
    shifts,
    source_of,
    turns_of_layers,
    turns_to_count,
)
from sre_compiler.rotas.turns import first_handoffs, handoffs

__all__ = [
    "MOST",
    "Called",
    "Clock",
    "Duty",
    "FreeTime",
    "Horizon",
    "Interval",
    "Load",
    "PolicyReport",
    "Reached",
    "Report",
    "ScheduleReport",
    "Sharing",
    "Shift",
    "because",
    "begins",
    "beyond",
    "clock",
    "difference",
    "escalation",
    "first_handoffs",
    "handoffs",
    "handoffs_between",
    "horizon",
    "instant",
    "intersection",
    "known_zones",
    "loads",
    "loads_of_all",
    "local",
    "moments",
    "next_duty",
    "office_hours",
    "on_duty",
    "outline",
    "overriding",
    "report",
    "sharing",
    "shifts",
    "since",
    "source_of",
    "stretches",
    "total",
    "turns_of_layers",
    "turns_to_count",
    "union",
    "unreached",
    "wanted",
    "week",
    "zone_of",
]
