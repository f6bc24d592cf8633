"""Who is on call as a calendar: an event for each shift, overrides applied, in UTC.

An event keeps its UID as long as the same person begins at the same instant in the same schedule, whatever else changes. Its
DTSTAMP is a constant: there is no clock, and who subscribes to a calendar reads all of it again anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from sre_compiler.backends.oncall import ical
from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.rotas import Horizon, Shift, because, beyond, shifts, wording

_STAMP = ical.utc(0)


def calendar(project: str, policies: Iterable[OnCallPolicy], horizon: Horizon, person: str | None = None) -> str:
    """All shifts that are in the horizon at least in part, of one person or of all."""
    wanted = [*policies]
    title = f"On call: {person or ', '.join(policy.name for policy in wanted)}"
    return ical.lines((*_head(title), *_events(project, wanted, horizon, person), "END:VCALENDAR"))


def _head(title: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//sre-compile//oncall//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{ical.text(title)}"
    yield f"X-WR-CALNAME:{ical.text(title)}"
    yield "X-WR-CALDESC:generated from specs — do not edit"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    yield "X-PUBLISHED-TTL:PT6H"


def _events(project: str, policies: Iterable[OnCallPolicy], horizon: Horizon, person: str | None) -> Iterator[str]:
    for policy in policies:
        for schedule in policy.schedules:
            for shift in _shifts(policy, schedule.name, horizon):
                if person in (None, shift.person):
                    yield from _event(project, policy, schedule.name, shift)


def _shifts(policy: OnCallPolicy, schedule: str, horizon: Horizon) -> Iterator[Shift]:
    """Those that began before the horizon or end after it are whole."""
    for shift in shifts(policy, schedule, beyond(policy, horizon)):
        if shift.start < horizon.end and shift.end > horizon.start:
            yield shift


def _event(project: str, policy: OnCallPolicy, schedule: str, shift: Shift) -> Iterator[str]:
    identity = f"{project}/{policy.name}/{schedule}/{shift.start}/{shift.person}"
    when = f"{wording.span(shift.start, shift.end, policy.timezone)} {policy.timezone}"
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(identity.encode()).hexdigest()[:32]}@sre-compile.dev"
    yield f"DTSTAMP:{_STAMP}"
    yield f"DTSTART:{ical.utc(shift.start)}"
    yield f"DTEND:{ical.utc(shift.end)}"
    yield f"SUMMARY:{ical.text(f'On call: {shift.person} ({policy.name} {schedule})')}"
    yield f"DESCRIPTION:{ical.text(f'{when}, by {because(policy, schedule, shift.origin)}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
