"""Which legs of the burn-rate alert are active at the moment: both windows above the threshold, and what Prometheus says is firing."""

from __future__ import annotations

from typing import NamedTuple

from sre_compiler.budget.answers import Labels, Question, Server
from sre_compiler.budget.history import braces, quoted, selector
from sre_compiler.budget.objective import Leg, Slo


class LegNow(NamedTuple):
    """A leg at the moment: its error ratios, None without events; `active` by them, `firing` by the server."""

    name: str
    severity: str
    pages: bool
    threshold: float
    long: float | None
    short: float | None
    active: bool
    firing: bool


class Present(NamedTuple):
    """What the server says of this moment, for every group."""

    current: frozenset[Labels]
    ratios: dict[tuple[str, Labels], float]
    enough: dict[tuple[str, Labels], float]
    firing: frozenset[tuple[str, Labels]]


def present(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> Present:
    """Which groups have a sample, the recorded ratios of all windows, bad events where a leg needs some, and the alerts. Raises UnknownError."""
    names = sorted({slo.total, *(name for leg in slo.legs for name in (leg.long_series, leg.short_series))})
    own = braces({**slo.matchers, **matchers}, f"__name__=~{quoted('|'.join(names))}")
    ratios, enough = {}, {}
    for labels, [value] in server.series(Question(own, end)).items():
        kept = tuple(pair for pair in labels if pair[0] != "__name__")
        ratios[dict(labels).get("__name__", ""), kept] = value or 0.0
    current = frozenset(group for name, group in ratios if name == slo.total)
    for leg in slo.legs if slo.min_errors > 1 else ():
        bad = f"sum_over_time({selector(slo, slo.bad, matchers)}[{leg.long}s])"
        for labels, [value] in server.series(Question(bad, end)).items():
            enough[leg.name, labels] = (value or 0.0) * slo.weight
    return Present(current, ratios, enough, _firing(server, slo, end, matchers))


def _firing(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> frozenset[tuple[str, Labels]]:
    if not slo.legs:
        return frozenset()
    alerts = "ALERTS" + braces({"alertname": slo.alert, "alertstate": "firing", **slo.matchers, **matchers})
    found = server.series(Question(alerts, end))
    return frozenset((dict(labels).get("leg", ""), _group_of(labels, slo)) for labels in found)


def _group_of(labels: Labels, slo: Slo) -> Labels:
    return tuple(pair for pair in labels if pair[0] in slo.group_by)


def legs_now(slo: Slo, group: Labels, now: Present) -> list[LegNow]:
    """Every leg for one group; `group` are the labels of its recorded series."""
    return [_leg_now(slo, leg, group, now) for leg in slo.legs]


def _leg_now(slo: Slo, leg: Leg, group: Labels, now: Present) -> LegNow:
    long, short = (now.ratios.get((name, group)) for name in (leg.long_series, leg.short_series))
    above = long is not None and short is not None and long > leg.threshold and short > leg.threshold
    enough = slo.min_errors <= 1 or now.enough.get((leg.name, group), 0.0) >= slo.min_errors - 0.5
    firing = (leg.name, _group_of(group, slo)) in now.firing
    return LegNow(leg.name, leg.severity, leg.pages, leg.threshold, long, short, above and enough, firing)
