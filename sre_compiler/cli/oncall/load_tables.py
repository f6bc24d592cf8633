"""The report of on-call load in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sre_compiler.cli.oncall.loads import all_hours_of
from sre_compiler.cli.tables import table
from sre_compiler.rotas import FreeTime, Interval, Load, PolicyReport, Report, ScheduleReport, source_of, total, wording
from sre_compiler.units import Duration, decimal_text

_NUMBERS = frozenset(range(1, 12))
_MOST = 10
"""Rows of gaps: who has more has other worries than which."""


def as_lines(report: Report) -> Iterator[str]:
    """The report as people read it, policy by policy, and at the end everybody over all of them."""
    first, last = (wording.day(at, "UTC") for at in (report.horizon.start, report.horizon.end - 1))
    yield f"On call from {first} to {last}"
    for one in report.policies:
        yield ""
        yield from _told(one)
    if sum(len(one.schedules) for one in report.policies) > 1:
        yield ""
        yield "everybody, all schedules together, and what share that is of their own time, nights, weekends and holidays"
        yield from _loads([(one, report.shared.all_hours(one.person)) for one in report.people])
    yield ""
    yield from _meaning(report.free)


def _told(one: PolicyReport) -> Iterator[str]:
    yield f"{one.policy.name}, for {', '.join(one.teams) or 'no team'} ({one.policy.timezone})"
    if one.gaps:
        yield f"  nobody is called for {_hours(total(one.gaps))} h in which a page may come:"
        yield from _holes(one.gaps, one.policy.timezone)
    else:
        yield "  no hour in which a page would call nobody"
    for schedule in one.schedules:
        yield ""
        yield f"  {schedule.name}: {wording.percent(schedule.duty, schedule.length)} covered, {_handoffs(schedule)}"
        if schedule.gaps:
            yield from _holes(schedule.gaps, one.policy.timezone)
        yield from _loads([(load, all_hours_of(schedule)) for load in schedule.loads])
        yield from (f"  {line}" for line in _agreed(one, schedule))


def _handoffs(schedule: ScheduleReport) -> str:
    count = len(schedule.handoffs)
    return f"{count} hand-off{'s' * (count != 1)}"


def _holes(gaps: Sequence[Interval], zone: str) -> Iterator[str]:
    """Gaps of the same times of day and length in one row, those that take most time first."""
    alike: dict[tuple[str, str, int], list[Interval]] = {}
    for start, end in gaps:
        alike.setdefault((_time(start, zone), _time(end, zone), end - start), []).append((start, end))
    groups = sorted(alike.values(), key=lambda found: -total(found))
    yield from table([_hole(found, zone) for found in groups[:_MOST]], right=frozenset({2, 3}), indent="    ")
    if len(groups) > _MOST:
        yield f"    and {len(groups) - _MOST} other times of day"


def _hole(found: Sequence[Interval], zone: str) -> tuple[str, ...]:
    (start, end), (last, _) = found[0], found[-1]
    return (
        f"nobody from {_time(start, zone)} to {_time(end, zone)}",
        f"{_time(start, 'UTC')} to {_time(end, 'UTC')} UTC",
        f"{len(found):,} times" if len(found) > 1 else "once",
        f"{_hours(total(found))} h",
        wording.span(start, end, zone),
        f"last on {wording.day(last, zone)}" if len(found) > 1 else "",
    )


def _time(instant: int, zone: str) -> str:
    return wording.weekday_and_time(instant, zone).removeprefix(wording.weekday_of(instant, zone)).strip()


def _loads(loads: Sequence[tuple[Load, Sequence[int]]]) -> Iterator[str]:
    """Each person's hours and what share of all such hours that is."""
    head = ("", "hours", "", "nights", "", "weekends", "", "holidays", "", "turns", "longest", "least rest")
    yield from table([head, *(_load(one, wholes) for one, wholes in loads)], right=_NUMBERS, indent="    ")


def _load(one: Load, wholes: Sequence[int]) -> tuple[str, ...]:
    parts = (one.duty, one.nights, one.weekends, one.holidays)
    shares = (
        cell for part, whole in zip(parts, wholes, strict=True) for cell in (_hours(part), wording.percent(part, whole))
    )
    rest = _length(one.rest) if one.rest is not None else "-"
    return (one.person, *shares, str(one.turns), _length(one.longest), rest)


def _agreed(one: PolicyReport, schedule: ScheduleReport) -> Iterator[str]:
    """What the policy calls fair, and whether it is so."""
    most, least = one.policy.fairness.max_share, one.policy.fairness.min_people
    if most is not None and schedule.loads:
        over = [load.person for load in schedule.loads if Fraction(load.duty) > Fraction(most) * schedule.duty]
        yield f"  agreed: nobody over {decimal_text(100 * most)} %; {_kept(over)}"
    if least is not None:
        rosters = [roster for layer in source_of(one.policy, schedule.name).layers for roster in layer.rosters]
        yield f"  agreed: at least {least} people; the smallest roster has {min(len(each.people) for each in rosters)}"


def _kept(over: Sequence[str]) -> str:
    return f"{' and '.join(over)} {'is' if len(over) == 1 else 'are'} over it" if over else "nobody is"


def _meaning(free: FreeTime) -> Iterator[str]:
    weekend = " and ".join(day.capitalize() for day in free.weekend) or "no day"
    yield f"Nights are {free.night_from} to {free.night_to}, weekends {weekend}, by each person's own clock; hours of a weekend's"
    yield "night count as both. Holidays are those of the calendars of a person's teams."


def _hours(seconds: int) -> str:
    return f"{(seconds + 1_800) // 3_600:,}"


def _length(seconds: int) -> str:
    """Days and hours."""
    return str(Duration.seconds(seconds - seconds % 3_600 if seconds >= 86_400 else seconds))
