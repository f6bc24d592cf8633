"""What `notify` promises for every alert of a service, to be held against the routes: by `amtool` and, hour by hour, by our model.

The expectations come from the teams and the office hours themselves, not from the tree of routes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct, field

from sre_compiler import rotas
from sre_compiler.output.encode import yaml_text
from sre_compiler.program.calendars import Calendar
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from sre_compiler.program.services import Deployment, Service
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Team, answering
from sre_compiler.rotas import wording
from sre_compiler.rotas.horizon import midnight, weekday
from sre_compiler.routing import Matcher
from sre_compiler.units import DAY

Labels = dict[str, str]
Data = dict[str, object]
_ENDINGS = {"always": "", "office": "/office", "off_hours": "/off-hours"}


def _scale(program: Program) -> Data:
    """What says which alert silences which: how urgent each is, and what tells places apart."""
    return {
        "label": program.labels.severity,
        "severities": [one.name for one in program.severities],
        "pages": [one.name for one in program.severities if one.response == "page"],
        "places": program.project.identity_labels,
    }


def _alerts(program: Program, service: Service, environment: str, deployment: Deployment) -> Iterator[Labels]:
    """The labels of each alert as Alertmanager sees them, without those that only a sample can tell."""
    server = next((one for one in program.servers if one.environment == environment), None)
    place = {k: v for k, v in (server.external_labels if server else ()) if k in program.project.identity_labels}
    names = program.labels
    common = {names.team: service.team, names.service: service.name, **place}
    for one in deployment.objectives:
        of_slo = {"slo": one.name, "slo_id": one.slo_id, **common}
        for name, severity, more in _of_slo(one):
            yield {"alertname": name, names.severity: severity, **more, **of_slo}
    for alert in deployment.alerts:
        yield {"alertname": alert.name, names.severity: alert.severity, **dict(alert.labels), **common}


def _of_slo(one: Objective) -> Iterator[tuple[str, str, Labels]]:
    for leg in one.alerting_legs:
        if leg.severity is not None:
            yield one.burn_alert, leg.severity, {"leg": leg.name}
    if one.no_data.alert_severity is not None:
        yield one.no_data_alert, one.no_data.alert_severity, {}


def _written(labels: Labels) -> str:
    """As arguments of `amtool config routes test`, joined by commas."""
    return ",".join([_matcher(name, value) for name, value in sorted(labels.items())])


@lru_cache(maxsize=1024)
def _matcher(name: str, value: str) -> str:
    return str(Matcher(name, "=", value))


class Promises(Struct, frozen=True):
    """Who is told of what, as the teams say; worked out once for each team and severity."""

    program: Program
    teams: Mapping[str, Team]
    horizon: rotas.Horizon | None
    known: dict[tuple[str, str], Data] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program) -> Promises:
        """Those of all teams of the program."""
        return cls(program, {one.name: one for one in program.teams}, rotas.horizon(program.project))

    def text(self, service: Service) -> str | None:
        """The tests of a service; None for one that alerts nobody."""
        alerts: dict[str, dict[str, None]] = {}
        for environment, deployment in service.deployments.items():
            for labels in _alerts(self.program, service, environment, deployment):
                alerts.setdefault(labels[self.program.labels.severity], {})[_written(labels)] = None
        tests = [
            {"severity": one.name, "alerts": [*alerts[one.name]], **self._receivers(service.team, one)}
            for one in self.program.severities
            if one.name in alerts
        ]
        return yaml_text({"scale": _scale(self.program), "tests": tests}) if tests else None

    def _receivers(self, team: str, severity: Severity) -> Data:
        key = team, severity.name
        if key not in self.known:
            self.known[key] = self._told(team, severity)
        return self.known[key]

    def _told(self, team: str, severity: Severity) -> Data:
        """The receivers of alerts of one severity: whatever the time, and at telling instants."""
        told = answering(self.teams, self.teams[team], severity.name)
        any_time = [
            _name(one, severity, when) for one in told for when in _ENDINGS if self._is_told(one, severity, when)
        ]
        hours = [
            {"at": wording.utc(at), "why": why, "receivers": [*self._at(told, severity, at)]}
            for why, at in self._instants(told, severity)
        ]
        return {"routes": any_time, **({"told": hours} if hours else {})}

    def _at(self, told: Sequence[Team], severity: Severity, instant: int) -> Iterator[str]:
        for one in told:
            calendar = self._calendar(one)
            is_open = calendar is not None and self._is_open(calendar, instant)
            for when in ("always", "office" if is_open else "off_hours"):
                if self._is_told(one, severity, when):
                    yield _name(one, severity, when)

    def _is_told(self, team: Team, severity: Severity, when: str) -> bool:
        entries = team.notify.get(severity.name, ())
        return any(entry.when == when for entry in entries) or (
            when == "always" and not entries and severity.response == "log"
        )

    def _calendar(self, team: Team) -> Calendar | None:
        return next((one for one in self.program.calendars if one.name == team.calendar), None)

    def _is_open(self, calendar: Calendar, instant: int) -> bool:
        assert self.horizon is not None  # noqa: S101 - without it nobody asks
        hours = rotas.office_hours(calendar, self.horizon)
        following = bisect_right(hours, instant, key=lambda one: one[0])
        return following > 0 and instant < hours[following - 1][1]

    def _instants(self, told: Sequence[Team], severity: Severity) -> Iterator[tuple[str, int]]:
        """When the office of each team that minds is open, closed, and closed for a holiday; any time where none does."""
        if self.horizon is None:
            return
        minding = [one for one in told if any(entry.when != "always" for entry in one.notify.get(severity.name, ()))]
        calendars = {one.calendar: self._calendar(one) for one in minding}
        if not minding:
            yield "at any time", self.horizon.start
        for calendar in calendars.values():
            if calendar is not None:
                yield from instants(calendar, self.horizon)


@lru_cache(maxsize=256)
def instants(calendar: Calendar, horizon: rotas.Horizon) -> tuple[tuple[str, int], ...]:
    """Times that tell an office from one with other hours, by what they are; none for one that never opens."""
    return tuple(_instants(calendar, horizon))


def _instants(calendar: Calendar, horizon: rotas.Horizon) -> Iterator[tuple[str, int]]:
    """The minutes around the first opening and closing, a holiday, and an opening by other clocks than the first."""
    hours = rotas.office_hours(calendar, horizon)
    name = calendar.name
    if hours:
        opening, closing = hours[0]
        yield f"{name} is open", opening
        yield f"{name} is open for a minute more", closing - 60
        yield f"{name} is closed", closing
        yield from _before(calendar, horizon, hours)
        yield from _holiday(calendar, horizon)
        yield from _changed(calendar, horizon, hours)


def _before(calendar: Calendar, horizon: rotas.Horizon, hours: Sequence[rotas.Interval]) -> Iterator[tuple[str, int]]:
    """A minute before it opens, unless that was still open or before all days that are looked at."""
    opening = hours[0][0]
    if opening > horizon.start:
        yield f"{calendar.name} is closed for a minute more", opening - 60


def _holiday(calendar: Calendar, horizon: rotas.Horizon) -> Iterator[tuple[str, int]]:
    shown = rotas.clock(calendar.timezone, horizon)
    week = rotas.week(calendar.hours)
    for day in calendar.closed_days:
        wall = midnight(day)
        monday = wall - weekday(wall) * DAY
        lost = rotas.intersection([(monday + start, monday + end) for start, end in week], [(wall, wall + DAY)])
        if lost and horizon.start <= shown.instant(lost[0][0]) < horizon.end:
            yield f"{calendar.name} is closed for the holiday {day}", shown.instant(lost[0][0])
            return


def _changed(calendar: Calendar, horizon: rotas.Horizon, hours: Sequence[rotas.Interval]) -> Iterator[tuple[str, int]]:
    """The first opening after clocks were changed, and the minute before."""
    shown = rotas.clock(calendar.timezone, horizon)
    ahead = shown.wall(hours[0][0]) - hours[0][0]
    for (_, before), (opening, _) in pairwise(hours):
        if shown.wall(opening) - opening != ahead:
            yield f"{calendar.name} is open after the clocks were changed", opening
            if before < opening - 60:
                yield f"{calendar.name} is closed after the clocks were changed", opening - 60
            return


def _name(team: Team, severity: Severity, when: str) -> str:
    return f"{team.name}/{severity.name}{_ENDINGS[when]}"
