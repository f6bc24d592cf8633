"""A report as sections of tables and sentences, for people; each format prints them in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from sre_compiler.incidents.report import Open, Report, Row
from sre_compiler.incidents.statistics import ENOUGH, Spread
from sre_compiler.program.incidents import DURATIONS
from sre_compiler.units import Duration

_FEW = 10


class Section(Struct, frozen=True):
    """A heading, a table with its head (there may be none), and sentences below it. All of it is text of unknown origin."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def sections(report: Report) -> Iterator[Section]:
    """What people read, in the order in which they ask."""
    yield _overview(report)
    if report.cases:
        yield Section(
            "Times by severity and quarter",
            ("quarter", "severity", "incidents", *_long()),
            tuple(map(_row, report.rows)),
            tuple(_notes(report)),
        )
        yield from _trends(report)
        yield _costs(report)
        yield _factors(report)
        yield _actions(report)


def _long() -> tuple[str, ...]:
    return tuple(f"to {name}" for name in DURATIONS)


def _overview(report: Report) -> Section:
    if not report.cases:
        return Section("Incidents", (), (), ("There are none.",))
    first, last = report.cases[0].incident, report.cases[-1].incident
    span = f"from {first.name} to {last.name}" if len(report.cases) > 1 else first.name
    return Section(
        "Incidents", (), (), (f"{_count(len(report.cases), 'incident')}, {span}; actions as of {report.today}.",)
    )


def _row(row: Row) -> tuple[str, ...]:
    times = (_spread(row.times.get(name), row.count) for name in DURATIONS)
    return row.quarter or "all", row.severity, str(row.count), *times


def _spread(one: Spread | None, count: int) -> str:
    """`46m / 1h53m`, median and 90th percentile; of one value itself; and how many there are where it is not of all."""
    if one is None:
        return "—"
    some = f" ({one.count})" if one.count < count else ""
    return f"{lasting(one.median)}{'' if one.count == 1 else f' / {lasting(one.p90)}'}{some}"


def _notes(report: Report) -> Iterator[str]:
    yield "Median / 90th percentile; one value where there is one; in brackets how many incidents say it, where not all do."
    if any(one.count < _FEW for row in report.rows for one in row.times.values()):
        yield f"Of fewer than {_FEW} values the 90th percentile says little more than the longest."
    yield "Detect, mitigate and recover count from when the impact began, acknowledge from the page."
    if report.left_out:
        yield f"{_count(report.left_out, 'duration')} left out, because the times are out of order: see `sre-compile lint`."


def _trends(report: Report) -> Iterator[Section]:
    known = [one for one in report.trends if one.change != "too few"]
    least = f"Trends are told from {ENOUGH} incidents of a severity on"
    if not known:
        most = max((one.count for one in report.trends), default=0)
        yield Section("Trends", (), (), (f"{least}; there are at most {most}. Fewer would show noise.",))
        return
    rows = tuple((one.severity, f"to {one.duration}", str(one.count), one.change) for one in known)
    note = f"{least}: the later half against the earlier one, by the rank-sum test of Mann and Whitney at 5 %."
    yield Section("Trends", ("severity", "time", "incidents", "later half"), rows, (note,))


def _costs(report: Report) -> Section:
    rows = tuple((one.incident, one.severity, one.slo_id, str(one.spent)) for one in report.costs)
    missing = (f"{_count(report.unpriced, 'SLO')} without budget_spent.",) if report.unpriced else ()
    none = () if rows else ("No incident says what it cost.",)
    return Section(
        "Error budget spent", ("incident", "severity", "SLO", "budget") if rows else (), rows, (*none, *missing)
    )


def _factors(report: Report) -> Section:
    again = [one for one in report.factors if len(one.incidents) > 1]
    rows = tuple((one.factor, str(len(one.incidents)), ", ".join(one.incidents)) for one in again)
    once = len(report.factors) - len(again)
    notes = (f"{_count(once, 'other')} in one incident each.",) if once and rows else ()
    none = () if rows else ("No factor is in two incidents.",)
    return Section("Recurring factors", ("factor", "incidents", "which") if rows else (), rows, (*none, *notes))


def _actions(report: Report) -> Section:
    rows = tuple(map(_action, report.actions))
    late = sum(one.is_overdue for one in report.actions)
    note = f"{_count(len(rows), 'action')} open, {late} overdue; {report.done} done."
    return Section(
        "Open actions", ("due", "incident", "kind", "owner", "action", "ticket") if rows else (), rows, (note,)
    )


def _action(one: Open) -> tuple[str, ...]:
    action = one.action
    owner = action.owner or (f"team {action.team}" if action.team else "nobody")
    due = f"{action.due} overdue" if one.is_overdue else action.due or "no day"
    return due, one.incident, action.kind, owner, action.action, action.ticket


def lasting(seconds: Fraction) -> str:
    """`1h53m`; to the second below ten minutes."""
    whole = round(seconds)
    return str(Duration.seconds(whole - whole % 60 if whole >= 600 else whole))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
