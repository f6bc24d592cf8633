"""A calendar horizon of duty: what is covered, what is not, and how it is shared."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sre_compiler.program.oncall import OnCallPolicy
from sre_compiler.program.program import Setting
from sre_compiler.program.teams import users
from sre_compiler.rotas.coverage import since, unreached, wanted
from sre_compiler.rotas.horizon import Horizon
from sre_compiler.rotas.intervals import Interval, intersection, total
from sre_compiler.rotas.load import FreeTime, Load, Sharing, handoffs_between, loads, loads_of_all, sharing


class ScheduleReport(Struct, frozen=True):
    """A schedule from the first turn of its policy on; `gaps` are all hours in which nobody is on call, wanted or not."""

    name: str
    length: int
    gaps: tuple[Interval, ...]
    loads: tuple[Load, ...]
    handoffs: tuple[int, ...]

    @property
    def duty(self) -> int:
        """The seconds in which somebody is on call."""
        return self.length - total(self.gaps)


class PolicyReport(Struct, frozen=True):
    """A policy from its first turn on; `gaps` are the hours in which a page may come and no step calls anybody."""

    policy: OnCallPolicy
    teams: tuple[str, ...]
    gaps: tuple[Interval, ...]
    schedules: tuple[ScheduleReport, ...]


class Report(Struct, frozen=True):
    """`people` have their load over all schedules of these policies; hours in two of them count once."""

    horizon: Horizon
    free: FreeTime
    policies: tuple[PolicyReport, ...]
    people: tuple[Load, ...]
    shared: Sharing


def report(setting: Setting, policies: Sequence[OnCallPolicy], horizon: Horizon, free: FreeTime) -> Report:
    """Everything about these policies within the horizon."""
    shared = sharing(setting, horizon, free)
    return Report(
        horizon,
        free,
        tuple(_policy(setting, policy, shared) for policy in policies),
        tuple(loads_of_all(policies, shared)),
        shared,
    )


def _policy(setting: Setting, policy: OnCallPolicy, shared: Sharing) -> PolicyReport:
    targets = [target for step in policy.escalation for target in step.call]
    missed = unreached(policy, targets, shared.horizon)
    return PolicyReport(
        policy,
        tuple(team.name for team in users(setting.teams, policy.name)),
        tuple(intersection(missed, wanted(setting, policy, shared.horizon)) if missed else ()),
        tuple(_schedule(policy, one.name, shared) for one in policy.schedules),
    )


def _schedule(policy: OnCallPolicy, name: str, shared: Sharing) -> ScheduleReport:
    horizon = shared.horizon
    return ScheduleReport(
        name,
        max(horizon.end - since(policy, horizon), 0),
        tuple(unreached(policy, [("schedule", name)], horizon)),
        tuple(loads(policy, name, shared)),
        tuple(handoffs_between(policy, name, horizon)),
    )
