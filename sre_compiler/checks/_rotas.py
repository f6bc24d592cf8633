"""On-call policies over the calendar horizon, as their checks look at them. Nothing is worked out where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sre_compiler.diagnostics import Place
from sre_compiler.program.oncall import Layer, OnCallPolicy, Override, Schedule
from sre_compiler.program.program import Setting

if TYPE_CHECKING:  # time zones are loaded when somebody is on call
    from sre_compiler.rotas import Clock, Horizon, Interval, Shift


class Rota:
    """A policy and who is on call by it. Instants are seconds since 1970 in UTC."""

    def __init__(self, policy: OnCallPolicy, horizon: Horizon) -> None:
        self.policy = policy
        self.horizon = horizon

    def shifts(self, schedule: str) -> tuple[Shift, ...]:
        from sre_compiler import rotas

        return rotas.shifts(self.policy, schedule, self.horizon)

    def stretches(self, schedule: str) -> list[tuple[int, int, str, Place]]:
        """From when to when somebody is on call without a break, who, and the layer or override that begins it."""
        from sre_compiler import rotas

        whole = rotas.stretches(self.shifts(schedule))
        return [(one.start, one.end, one.person, self.place(schedule).at(*one.origin)) for one in whole]

    def place(self, schedule: str) -> Place:
        return self.policy.schedule(schedule).place

    def unreached(self, targets: Iterable[tuple[str, str]]) -> list[Interval]:
        """The hours in which none of these targets is anybody; a team and a person always are."""
        from sre_compiler import rotas

        return rotas.unreached(self.policy, targets, self.horizon)

    def clock(self, layer: Layer | None = None) -> Clock:
        from sre_compiler import rotas

        zone = layer.timezone if layer is not None and layer.timezone else self.policy.timezone
        return rotas.clock(zone, self.horizon)

    def local(self, instant: int) -> str:
        """What the clock of the policy shows."""
        return shown(self.clock().wall(instant))


def worked_out(project: Setting) -> Iterator[Rota]:
    """The policies, if there is a horizon to look at them in."""
    if project.oncall_policies and project.project.spec.calendar_horizon is not None:
        from sre_compiler import rotas

        horizon = rotas.horizon(project.project)
        for policy in project.oncall_policies:
            if horizon is not None and rotas.turns_to_count(policy, horizon) <= rotas.MOST:
                yield Rota(policy, horizon)


def wanted(project: Setting, rota: Rota) -> list[Interval]:
    """The hours in which its teams may be paged: all, those of their office, or none."""
    from sre_compiler import rotas

    return rotas.wanted(project, rota.policy, rota.horizon)


def own_layers(policy: OnCallPolicy) -> Iterator[tuple[Schedule, Layer, Place]]:
    """Every layer, with its schedule and place."""
    for schedule in policy.schedules:
        for index, layer in enumerate(schedule.layers):
            yield schedule, layer, schedule.place.at("layers", index)


def overrides(rota: Rota) -> Iterator[tuple[Schedule, Place, Override, Interval]]:
    """Every override, with its schedule, its place, and from when to when it is in force."""
    from sre_compiler import rotas

    for schedule in rota.policy.schedules:
        for index, one in enumerate(schedule.overrides):
            yield schedule, schedule.place.at("overrides", index), one, rotas.overriding(one, rota.clock())


def shown(wall: int) -> str:
    """A wall time as `2026-03-29 09:00`."""
    from datetime import UTC, datetime, timedelta

    return f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=wall):%Y-%m-%d %H:%M}"


def span(rota: Rota, start: int, end: int) -> str:
    """`2026-03-29 02:00 to 03:00 (00:00 to 01:00 UTC)`: a day that was said is not said again."""
    local, utc = _range(rota.local(start), rota.local(end)), _range(shown(start), shown(end))
    return f"{local} ({utc.removeprefix(local[:11])} UTC)"


def _range(start: str, end: str) -> str:
    return f"{start} to {end.removeprefix(start[:11])}"


def hours(seconds: int) -> str:
    """Seconds as hours, or minutes where they are fewer."""
    return f"{seconds // 60} min" if seconds < 3_600 else f"{round(seconds / 3_600)} h"


def people(policy: OnCallPolicy) -> list[str]:
    """All who can be on call by it: of rosters, overrides and the steps, each once."""
    found = [person for _, layer, _ in own_layers(policy) for roster in layer.rosters for person in roster.people]
    found += [one.person for schedule in policy.schedules for one in schedule.overrides]
    found += [name for step in policy.escalation for noun, name in step.call if noun == "person"]
    return sorted(set(found))
