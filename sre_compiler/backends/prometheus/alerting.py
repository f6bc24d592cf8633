"""Alerting rules of one objective: its burn-rate legs and its no-data alert."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct, field

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series, wording
from sre_compiler.backends.prometheus.events import events
from sre_compiler.backends.prometheus.rule import Rule
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.burnrate import Leg
from sre_compiler.program import recorded
from sre_compiler.program.labels import Labels
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import decimal_text, fraction_text

GROUP_SEPARATOR = "/"


Firing = dict[Leg, tuple[str, dict[str, str]]]
"""The expression and the annotations of each leg of one SLO."""


class Firings(Struct, frozen=True):
    """Those of the SLOs of one service: environments that agree in an objective share them, and so do rules and their proofs."""

    known: dict[object, Firing] = field(default_factory=dict)

    def of(self, frame: Frame) -> Firing:
        """What is known of an SLO so far."""
        return self.known.setdefault(alike(frame), {})


def alike(frame: Frame) -> object:
    """What of the place of an SLO its rules depend on, besides the severities of its alerts."""
    one, server = frame.objective, frame.server
    return one.slo_id, one.objective, server.scrape_interval, server.identity


def legs(frame: Frame, names: Labels, known: Firing, *, fast: bool) -> Iterator[Rule]:
    """The legs that alert somebody: those whose long window is at most an hour, or the others."""
    for leg in frame.objective.alerting_legs:
        if (leg.leg.long <= recorded.LONGEST_RAW) is fast:
            yield _leg(frame, names, leg, known)


def _leg(frame: Frame, names: Labels, leg: PolicyLeg, known: Firing) -> Rule:
    firing = known.get(leg.leg)
    if firing is None:
        firing = known[leg.leg] = _with_group(frame, _condition(frame, leg)), wording.burn(frame, leg)
    return {
        "alert": frame.objective.burn_alert,
        "expr": firing[0],
        "keep_firing_for": _keep_firing_for(leg.leg),
        "labels": _labels(frame, names, str(leg.severity), leg=leg.name),
        "annotations": firing[1],
    }


def _condition(frame: Frame, leg: PolicyLeg) -> str:
    """Both windows above the threshold, and where `min_errors` asks for it, that many bad events in the long one."""
    theta = _threshold(leg.leg, frame.objective.objective)
    windows = [f"{frame.select(series.window_ratio(w))} > {theta}" for w in (leg.leg.long, leg.leg.short)]
    return "\nand\n".join(windows) + _enough_errors(frame, leg)


@lru_cache(maxsize=1024)
def _threshold(leg: Leg, objective: Decimal) -> str:
    return fraction_text(burnrate.threshold(objective, leg.factor))


@lru_cache(maxsize=1024)
def _keep_firing_for(leg: Leg) -> str:
    return str(burnrate.keep_firing_for(leg))


def _enough_errors(frame: Frame, leg: PolicyLeg) -> str:
    """That the long window holds so many bad events; nothing where one is enough."""
    if frame.objective.min_errors <= 1:
        return ""
    least = decimal_text(recorded.least_events(frame.objective.min_errors))
    long = leg.leg.long
    if recorded.is_raw(frame.objective.indicator, long):
        return f"\nand on ({frame.groups})\n({events(frame, long).bad}) * {series.seconds_in(long)} >= {least}"
    return f"\nand\nsum_over_time({frame.select(series.BAD, long)}) * {series.seconds_in(recorded.SPACING)} >= {least}"


def no_data(frame: Frame, names: Labels) -> Iterator[Rule]:
    """Fires when the whole indicator is missing, or a group of it that was there within a day."""
    objective = frame.objective
    policy = objective.no_data
    if policy.then != "alert" or policy.severity is None:
        return
    yield {
        "alert": objective.no_data_alert,
        "expr": _missing(frame),
        "for": str(policy.after),
        "labels": _labels(frame, names, policy.severity),
        "annotations": wording.no_data(frame),
    }


def _missing(frame: Frame) -> str:
    total = frame.select(series.TOTAL)
    if not frame.objective.group_by:
        return f"absent({total})"
    gone = f"last_over_time({frame.select(series.TOTAL, '1d')}) unless {total}"
    return f"absent({total})\nor\n{_with_group(frame, gone)}"


def _with_group(frame: Frame, expr: str) -> str:
    """The values of the groups in one label, so that Alertmanager's grouping does not change when a label is added."""
    if not frame.objective.group_by:
        return expr
    sources = ", ".join(f'"{name}"' for name in frame.objective.group_by)
    return f'label_join(\n{expr},\n"slo_group", "{GROUP_SEPARATOR}", {sources}\n)'


def _labels(frame: Frame, names: Labels, severity: str, **more: str) -> dict[str, str]:
    objective = frame.objective
    return {
        names.severity: severity,
        names.team: objective.team,
        names.service: objective.service,
        "slo": objective.name,
        **frame.labels,
        **more,
    }
