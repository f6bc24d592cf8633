"""Setting → routes and receivers: a route for each team, below it one for each severity and each of the hours that its receivers know.

An alert of a team whose severity is not known goes to the team's other receivers, one that no team owns to the fallback: neither
is ever dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.program.calendars import Calendar
from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import PAGERS, Team, answering
from sre_compiler.routing import external, office
from sre_compiler.routing.configuration import Integration, Matcher, Receiver, Route, Timing
from sre_compiler.units import Duration

UNOWNED = "unowned"
"""The receiver of what no team owns."""
GROUP_WAIT, GROUP_INTERVAL, REPEAT_INTERVAL = Duration.seconds(30), Duration.seconds(300), Duration.seconds(4 * 3_600)
"""What Alertmanager takes where nothing is said."""


class Plan(Struct, frozen=True):
    setting: Setting
    teams: Mapping[str, Team]
    calendars: Mapping[str, Calendar]

    def root(self) -> Route:
        fallback = self._fallback()
        return Route(
            receiver=None if self._is_mounted else UNOWNED,
            group_by=self._group_by(),
            timing=_DEFAULT,
            routes=(
                *map(self._team, self.setting.teams),
                *external.routes(self),
                *(self._severities(fallback) if fallback is not None else ()),
            ),
        )

    def receivers(self) -> Iterator[Receiver]:
        """Every receiver once: that of what nobody owns, then team by team."""
        yield Receiver(UNOWNED, tuple(dict.fromkeys(self._unowned())))
        yield Receiver(external.NOBODY, ())
        for team in self.setting.teams:
            if others := self._others(team):
                yield Receiver(_other(team), others)
            for severity in self.setting.severities:
                yield from (receiver for _, receiver in self._told(team, severity))

    def _group_by(self) -> tuple[str, ...]:
        labels = self.setting.labels
        ours = ("alertname", labels.team, labels.service, "slo_group", labels.severity)
        return tuple(dict.fromkeys((*ours, *self.setting.project.identity_labels)))

    def _team(self, team: Team) -> Route:
        node = self.node(team, (Matcher(self.setting.labels.team, "=", team.name),))
        return replace(node, routes=tuple(self._severities(team)))

    def node(self, team: Team, matchers: tuple[Matcher, ...]) -> Route:
        """A route at the top, whose alerts go to the team's other receivers where none below it takes them."""
        return Route(
            receiver=_other(team) if self._others(team) else None,
            matchers=matchers,
            group_by=self._group_by() if self._is_mounted else None,
            timing=_DEFAULT if self._is_mounted else None,
        )

    def _severities(self, team: Team) -> Iterator[Route]:
        for severity in self.setting.severities:
            for value in (severity.name, *severity.also):
                yield from self.told_of(team, severity, (Matcher(self.setting.labels.severity, "=", value),))

    def told_of(self, team: Team, severity: Severity, matchers: tuple[Matcher, ...]) -> Iterator[Route]:
        """The routes of a severity of a team: those of whoever answers, of which each but the last goes on."""
        told = [route for one in answering(self.teams, team, severity.name) for route in self._routes(one, severity)]
        for index, route in enumerate(told):
            yield replace(route, matchers=matchers, goes_on=index < len(told) - 1)

    def _routes(self, team: Team, severity: Severity) -> Iterator[Route]:
        """Where one severity of a team goes, as far as it goes anywhere: at all hours, in office hours, outside of them."""
        calendar = self.calendars.get(team.calendar or "")
        for when, receiver in self._told(team, severity):
            route = Route(receiver.name, timing=_timing(severity))
            if when == "office" and calendar is not None:
                mute = (office.holidays(calendar),) if calendar.closed_days else ()
                yield replace(route, active=(office.opened(calendar),), mute=mute)
            elif when == "off_hours" and calendar is not None:
                yield replace(route, active=(office.closed(calendar),))
            else:
                yield route

    def _told(self, team: Team, severity: Severity) -> Iterator[tuple[str, Receiver]]:
        """Who is told at which hours; what is only to be written down goes to a receiver that tells nobody."""
        ways = {one.name: one for one in team.receivers}
        entries = team.notify.get(severity.name, ())
        for when, ending in _HOURS.items():
            told = tuple(Integration(ways[entry.receiver], severity) for entry in entries if entry.when == when)
            if told or (when == "always" and not entries and severity.response == "log"):
                yield when, Receiver(f"{team.name}/{severity.name}{ending}", told)

    def _others(self, team: Team) -> tuple[Integration, ...]:
        """How the team is told of what it cannot have meant: no pager, if it has anything else; else who covers it."""
        quiet = [one for one in team.receivers if one.kind not in PAGERS] or team.receivers
        if quiet:
            return tuple(Integration(one, None) for one in quiet)
        covering = [self.teams[cover.team] for cover in team.covered_by]
        return self._others(covering[0]) if covering else ()

    def _unowned(self) -> Iterator[Integration]:
        fallback = self._fallback()
        for team in (fallback,) if fallback is not None else self.setting.teams:
            yield from self._others(team)

    @property
    def _is_mounted(self) -> bool:
        return self.setting.base is not None

    def _fallback(self) -> Team | None:
        """Who gets what no team owns; in a base its root receiver does."""
        if self._is_mounted:
            return None
        declared = self.setting.project.spec.alertmanager
        return self.teams[declared.fallback] if declared is not None and declared.fallback is not None else None


_DEFAULT = Timing(GROUP_WAIT, GROUP_INTERVAL, REPEAT_INTERVAL)
_HOURS = {"always": "", "office": "/office", "off_hours": "/off-hours"}
"""The words of `when`, and how the receivers of these hours are called."""


def _other(team: Team) -> str:
    return f"{team.name}/other"


def _timing(severity: Severity) -> Timing:
    stated = severity.timing
    return Timing(
        stated.group_wait or GROUP_WAIT,
        stated.group_interval or GROUP_INTERVAL,
        stated.repeat_interval or REPEAT_INTERVAL,
    )
