"""Single times that people write down, as instants."""

from __future__ import annotations

from functools import lru_cache

from sre_compiler.program.incidents import Incident, IncidentOutline
from sre_compiler.rotas.clock import Clock, clock
from sre_compiler.rotas.horizon import FIRST, LAST, Horizon, midnight, since_midnight
from sre_compiler.units import DAY


@lru_cache(maxsize=4096)
def instant(written: str, zone: str) -> int:
    """A `2026-01-05T09:00` by the clock of the zone, or with a `Z` in UTC, which needs no zone."""
    return by_clock(written, clock("UTC" if written.endswith("Z") else zone, _around(midnight(written[:10]))))


def by_clock(written: str, shown: Clock) -> int:
    """The same by a clock."""
    day, _, time = written.partition("T")
    wall = midnight(day) + since_midnight(time[:5])
    return wall if written.endswith("Z") else shown.instant(wall)


def local(at: int, zone: str) -> int:
    """What the clock of the zone shows at an instant."""
    return clock(zone, _around(at - at % DAY)).wall(at)


def _around(day: int) -> Horizon:
    """Little more than a day, so that few days are looked at."""
    return Horizon(max(day - 2 * DAY, FIRST), min(day + 3 * DAY, LAST))


def moments(incident: Incident) -> dict[str, int]:
    """The times of an incident that are known, as seconds since 1970 in UTC."""
    return {moment: instant(written, incident.timezone) for moment, written in incident.times.items()}


def outline(incident: Incident) -> IncidentOutline:
    """What is looked at beside services."""
    known = moments(incident)
    return IncidentOutline(
        name=incident.name,
        severity=incident.severity,
        environment=incident.environment,
        services=incident.services,
        slos=incident.slos,
        impact_start=known.get("impact_start"),
        mitigated=known.get("mitigated"),
        is_closed=incident.status == "closed",
        place=incident.place,
    )
