"""Every leg of the example fires just above its threshold and is silent just below it, in a real promtool.

Each history ends at the one evaluation that matters, where the long and the short window hold exactly the share of bad
events that the case is about. What lies before a window, and where in it the bad events lie, is chosen so that a window a
tenth longer or shorter gives another answer. Thresholds are computed here, exactly, from objective and factor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

import pytest

from sre_compiler.program.indicators import NativeLatency
from sre_compiler.program.objectives import Objective, PolicyLeg
from tests.consumers import example
from tests.programs import Program
from tests.promtool_case import Case, Labels, Values

ABOVE, BELOW = Fraction("1.05"), Fraction("0.98")
HOUR = 3_600
EVENTS = 10**8
"""Events in each step: so many that the bad ones are whole numbers to within a millionth of the threshold."""

TESTED, HEALTHY = "tested", "healthy"
"""The values of a group that burns its budget, and of one beside it that does not."""

COUNTERS = {
    "checkout/availability": 'http_requests_total{{job="checkout",code="{code}"}}',
    "checkout/payment-provider": 'psp_calls_total{{job="checkout",result="{result}",provider="{group}"}}',
    "stock/availability": 'grpc_server_handled_total{{job="stock",grpc_code="{grpc}"}}',
    "storefront/availability": 'http_requests_total{{job="storefront",code="{code}"}}',
}
"""The raw series of each SLO that has a leg of at most an hour and counts events."""

BAD = {"code": "503", "result": "error", "grpc": "Unavailable"}
GOOD = {"code": "200", "result": "ok", "grpc": "OK"}

Ratios = list[Fraction]
"""The share of bad events in each step of a history, oldest first."""

Series = dict[str, Values]


@dataclass(frozen=True)
class Windows:
    """The two windows of a leg, in steps, and its threshold."""

    long: int
    short: int
    theta: Fraction


def spread(events: Fraction | int, steps: int) -> Ratios:
    """So many steps' worth of bad events, evenly over the steps."""
    return [Fraction(events) / steps] * steps


def both_above(leg: Windows) -> Ratios:
    """Both windows at 1.05 times the threshold, and nothing bad just before either."""
    rest = leg.long - 2 * leg.short
    return [
        *spread(0, leg.long // 2),
        *spread(ABOVE * leg.theta * (leg.long - leg.short), rest),
        *spread(0, leg.short),
        *spread(ABOVE * leg.theta * leg.short, leg.short),
    ]


def long_below(leg: Windows) -> Ratios:
    """The long window at 0.98 times the threshold, its bad events all in its younger half, and worse before it."""
    half = leg.long // 2
    worse = spread(3 * leg.theta * half, half)
    return [*worse, *spread(0, leg.long - half), *spread(BELOW * leg.theta * leg.long, half)]


def short_below(leg: Windows) -> Ratios:
    """The short window at 0.98 times the threshold, its bad events all in its younger half; an outage before it."""
    half, before = leg.short // 2, leg.long - leg.short
    outage = spread(Fraction("1.3") * leg.theta * before, before)
    return [*outage, *spread(0, leg.short - half), *spread(BELOW * leg.theta * leg.short, half)]


def ratio(history: Ratios, steps: int) -> Fraction:
    """The share of bad events in the last steps."""
    last = history[-steps:]
    return sum(last, Fraction(0)) / len(last)


def counters(objective: Objective, histories: dict[str, Ratios]) -> Series:
    """Raw counters, all of them far from zero at the start."""
    template, found = COUNTERS[objective.slo_id], dict[str, Values]()
    for value, history in histories.items():
        bad = [round(share * EVENTS) for share in history]
        found[template.format(group=value, **BAD)] = list(accumulate(bad, initial=EVENTS))
        found[template.format(group=value, **GOOD)] = list(accumulate((EVENTS - one for one in bad), initial=EVENTS))
    return found


def native_histogram(objective: Objective, histories: dict[str, Ratios]) -> Series:
    """One histogram with a bucket that ends at half a second, and the next one."""
    bad = list(accumulate((round(share * EVENTS) for share in histories[TESTED]), initial=EVENTS))
    samples = (
        f"{{{{schema:0 offset:-1 count:{(n + 2) * EVENTS} buckets:[{(n + 2) * EVENTS - slow} {slow}]}}}}"
        for n, slow in enumerate(bad)
    )
    return {'search_request_duration_seconds{job="storefront"}': " ".join(samples)}


def recorded(objective: Objective, histories: dict[str, Ratios]) -> Series:
    """The two recorded series that long windows are computed from."""
    found: Series = {}
    for value, history in histories.items():
        labels = series_labels(objective, value)
        found[f"slo:sli_total:rate5m{labels}"] = [EVENTS] * (len(history) + 1)
        found[f"slo:sli_bad:rate5m{labels}"] = [0, *(round(share * EVENTS) for share in history)]
    return found


def recorded_ratios(objective: Objective, histories: dict[str, Ratios], step: int) -> Series:
    """The recorded error ratios of windows up to an hour, as they are at the end."""
    found: Series = {}
    for window in {one for leg in objective.legs for one in (leg.leg.long, leg.leg.short)}:
        seconds = int(window.in_seconds)
        for value, history in histories.items():
            if seconds <= HOUR:
                at_end = float(ratio(history, seconds // step))
                name = f"slo:sli_error:ratio_rate{window}{series_labels(objective, value)}"
                found[name] = f"{at_end!r}x{len(history)}"
    return found


def series_labels(objective: Objective, value: str) -> str:
    groups = "".join(f',{name}="{value}"' for name in objective.group_by)
    return f'{{slo_id="{objective.slo_id}"{groups}}}'


@dataclass(frozen=True)
class Layer:
    """What a leg is tested on: a part of one rule group, the series that go in, and the seconds from sample to sample."""

    file: str
    fed: tuple[str, ...]
    series: Callable[[Objective, dict[str, Ratios]], Series]
    step: int


def layer(objective: Objective, leg: PolicyLeg, promtool: Program) -> Layer:
    """Raw samples for windows up to an hour where the indicator counts events, else the recorded series."""
    bricks = ("slo:sli_total:rate5m", "slo:sli_bad:rate5m")
    if leg.leg.long.in_seconds > HOUR:
        return Layer("slow", (), lambda one, all_: recorded(one, all_) | recorded_ratios(one, all_, 120), 120)
    if objective.slo_id in COUNTERS:
        return Layer("fast", (), counters, 30)
    if not isinstance(objective.indicator, NativeLatency):
        return Layer("fast", bricks, recorded, 30)
    if promtool.version.startswith("3."):
        return Layer("fast", (), native_histogram, 30)
    everything = (*bricks, "slo:sli_error")  # promtool 2 cannot read native histograms
    return Layer("fast", everything, lambda one, all_: recorded(one, all_) | recorded_ratios(one, all_, 30), 30)


def windows(objective: Objective, leg: PolicyLeg, step: int) -> Windows:
    budget = 1 - Fraction(objective.objective)
    return Windows(int(leg.leg.long.in_seconds) // step, int(leg.leg.short.in_seconds) // step, leg.leg.factor * budget)


def firing(environment: str, objective: Objective, under: Layer, history: Ratios, promtool: Program) -> list[Labels]:
    """The labels of all alerts of the objective that fire half a step after the last sample of the history."""
    group = example.group(environment, f"{objective.slo_id}:{under.file}")
    rules = [rule for rule in group["rules"] if not rule.get("record", "").startswith(under.fed)]
    groups = {TESTED: history} | ({HEALTHY: [Fraction(0)] * len(history)} if objective.group_by else {})
    end = f"{len(history) * under.step + under.step // 2}s"
    case = Case(
        [example.rules_text(group, rules)],
        under.series(objective, groups),
        interval=f"{under.step}s",
        evaluation_interval=end,
    )
    query = (f'ALERTS{{slo_id="{objective.slo_id}",alertstate="firing"}}', end)
    return [sample.labels for sample in case.samples([query], promtool)[query]]


def expected(objective: Objective, under: Layer, history: Ratios) -> list[Labels]:
    """The labels of the legs that have both windows above the threshold; none may be too close to it to tell."""
    found = []
    for leg in objective.alerting_legs:
        slow = leg.leg.long.in_seconds > HOUR
        if slow != (under.file == "slow"):
            continue
        one = windows(objective, leg, under.step)
        shares = [ratio(history, steps) / one.theta for steps in (one.long, one.short)]
        assert all(abs(share - 1) > Fraction("0.015") for share in shares), (leg.name, shares)
        if min(shares) > 1:
            found.append(alert_labels(objective, leg))
    return found


def alert_labels(objective: Objective, leg: PolicyLeg) -> Labels:
    groups = dict.fromkeys(objective.group_by, TESTED)
    return {
        "__name__": "ALERTS",
        "alertname": objective.burn_alert,
        "alertstate": "firing",
        "severity": str(leg.severity),
        "team": objective.team,
        "service": objective.service,
        "slo": objective.name,
        "slo_id": objective.slo_id,
        "leg": leg.name,
        **groups,
        **({"slo_group": TESTED} if groups else {}),
    }


def legs() -> list[object]:
    """Every leg of the example that alerts somebody."""
    return [
        pytest.param(environment, objective, leg, id=f"{environment}-{objective.slo_id}-{leg.name}")
        for environment, objective in example.objectives()
        for leg in objective.alerting_legs
    ]


def by_leg(labels: Iterable[Labels]) -> list[Labels]:
    return sorted(labels, key=lambda one: one["leg"])


@pytest.mark.parametrize(("environment", "objective", "leg"), legs())
def test_a_leg_fires_above_its_threshold_and_not_below(
    environment: str, objective: Objective, leg: PolicyLeg, promtool: Program
) -> None:
    under = layer(objective, leg, promtool)
    for history, fires in ((both_above, True), (long_below, False), (short_below, False)):
        shares = history(windows(objective, leg, under.step))
        wanted = expected(objective, under, shares)
        assert (alert_labels(objective, leg) in wanted) is fires
        assert by_leg(firing(environment, objective, under, shares, promtool)) == by_leg(wanted), history.__name__
