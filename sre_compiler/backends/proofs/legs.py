"""What is asserted of legs and recorded series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Assert, series_of
from sre_compiler.backends.proofs.forecast import Moments, Outlook
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration

_NEAR, _NOTHING = 0.005, 1e-12
_NAMES: Mapping[str, str] = {
    "bad": series.BAD,
    "total": series.TOTAL,
    "period": series.PERIOD_RATIO,
    "remaining": series.BUDGET_REMAINING,
    "coverage": series.COVERAGE,
}


def fired(frame: Frame, leg: PolicyLeg, found: Outlook, evaluation: Duration, end: int) -> Iterator[Assert]:
    """When the leg fires, and that it is silent until then."""
    if leg in frame.objective.alerting_legs:
        firing = firing_of(frame, frame.objective.burn_alert, leg=leg.name)
        yield from told(firing, found.legs[leg.name], evaluation, end)


def told(firing: str, moments: Moments | None, evaluation: Duration, end: int) -> Iterator[Assert]:
    """When an alert fires; nothing where servers do not agree in how often."""
    if moments is None:
        return
    quiet = moments.first[0] - 2 * evaluation.milliseconds if moments.first else end
    if quiet >= evaluation.milliseconds:
        yield f"count(count_over_time({firing}[{Duration(quiet)}]))", quiet, None
    for at, fires in moments.asserted(evaluation.milliseconds, end):
        yield f"count({firing})", at, 1 if fires else None


def recorded_as(frame: Frame, found: Outlook, *, never_missing: bool = False) -> Iterator[Assert]:
    """What each recorded series of our group is at the moments that were looked at; not that bad events are missing if they never are."""
    labels = {**frame.labels, **ours(frame)}
    for (part, at), (low, high) in found.recorded.items():
        if never_missing and part == "bad" and isnan(low):
            continue
        name = series.window_ratio(part) if isinstance(part, Duration) else _NAMES[part]
        yield within(series_of(name, labels), low, high, at)


def within(selector: str, low: float, high: float, at: int) -> Assert:
    """That a series has a value of a narrow range, is nothing, or is not there."""
    if isnan(low):
        return f"count({selector})", at, None
    if abs(high) < _NOTHING:
        return f"count({selector} == 0)", at, 1
    return f"count({selector} > {low - abs(low) * _NEAR:.6g} < {high + abs(high) * _NEAR:.6g})", at, 1


def firing_of(frame: Frame, alert: str, **labels: str) -> str:
    """A selector of the alert while it fires."""
    more = "".join(f',{name}="{value}"' for name, value in labels.items())
    return f'ALERTS{{alertname="{alert}",alertstate="firing"{more},slo_id="{frame.objective.slo_id}"}}'


def others(frame: Frame) -> dict[str, str]:
    """The labels of the group that is always healthy; the other one is called by `ours`."""
    return dict.fromkeys(frame.objective.group_by, "healthy")


def ours(frame: Frame) -> dict[str, str]:
    """The labels of the group that has the outage."""
    return dict.fromkeys(frame.objective.group_by, "bad")
