"""The hours in which somebody must be reached, and those in which nobody is."""

from __future__ import annotations

from collections.abc import Iterable

from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import users
from sre_compiler.rotas.horizon import Horizon
from sre_compiler.rotas.intervals import Interval, difference, union
from sre_compiler.rotas.offices import office_hours
from sre_compiler.rotas.schedules import begins, shifts


def since(policy: OnCallPolicy, horizon: Horizon) -> int:
    """When the policy begins to matter: not before its first turn."""
    first = min(begins(policy, one.name, horizon) for one in policy.schedules)
    return max(first, horizon.start)


def unreached(policy: OnCallPolicy, targets: Iterable[tuple[str, str]], horizon: Horizon) -> list[Interval]:
    """The hours in which none of these targets is anybody; a team and a person always are."""
    if any(noun != "schedule" for noun, _ in targets):
        return []
    start = since(policy, horizon)
    reached = union((one.start, one.end) for _, name in targets for one in shifts(policy, name, horizon))
    return difference([(start, max(horizon.end, start))], reached)


def wanted(setting: Setting, policy: OnCallPolicy, horizon: Horizon) -> list[Interval]:
    """The hours in which its teams may be paged: all, those of their office, or none."""
    paging = {one.name: one.coverage for one in setting.severities if one.response == "page"}
    calendars = {one.name: one for one in setting.calendars}
    hours: list[Interval] = []
    for team in users(setting.teams, policy.name):
        coverage = {paging[severity] for severity in team.notify if severity in paging}
        if "always" in coverage:
            return [(horizon.start, horizon.end)]
        if coverage and team.calendar is not None:
            hours += office_hours(calendars[team.calendar], horizon)
    return union(hours)
