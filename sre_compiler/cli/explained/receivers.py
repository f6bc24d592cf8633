"""A receiver of Alertmanager: what it tells, and which alerts come to it when."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import routing
from sre_compiler.cli.explained.told import named
from sre_compiler.cli.tables import table
from sre_compiler.program import Program


def receiver(program: Program, one: routing.Receiver) -> Iterator[str]:
    """Everything about a receiver; conditions are those that stand in `alertmanager.yaml`."""
    ways = dict.fromkeys(named(each.way) for each in one.integrations)
    yield f"{one.name}, a receiver of Alertmanager: {', '.join(ways) or 'tells nobody'}"
    yield ""
    yield from table([("alerts", "sent", "first after", "again after"), *_routes(program, one)])


def _routes(program: Program, one: routing.Receiver) -> Iterator[tuple[str, ...]]:
    for path in routing.paths(routing.own(program).route):
        route = path[-1]
        if route.receiver == one.name:
            conditions = ", ".join(str(matcher) for each in path for matcher in each.matchers)
            timing = next(each.timing for each in reversed(path) if each.timing is not None)
            yield (conditions or "all others", _hours(route), str(timing.group_wait), str(timing.repeat_interval))


def _hours(route: routing.Route) -> str:
    active = f"in {' or '.join(route.active)}" if route.active else "at any time"
    return f"{active}, not in {' or '.join(route.mute)}" if route.mute else active
