"""One case for each alert whose labels and annotations are compared as a whole, as they are rendered.

Everything is bad from the first sample on: the ratio of every window is then exactly one, on every server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import alerting, series
from sre_compiler.backends.prometheus.alerting import Firing
from sre_compiler.backends.prometheus.rule import Rule
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Case, alert, inputs, mapping, series_of
from sre_compiler.backends.proofs.course import Stretch
from sre_compiler.backends.proofs.legs import ours
from sre_compiler.backends.proofs.recorded import spacing
from sre_compiler.backends.proofs.sources import sources
from sre_compiler.backends.proofs.stories import LONGEST_SILENCE
from sre_compiler.program import recorded
from sre_compiler.program.labels import Labels
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.units import Duration, fraction_text

_STEPS = 12
_LIVE = re.compile(r"\{\{ with query (.*?) \}\}\{\{ \. \| first.*?\{\{ else \}\}unknown\{\{ end \}\}")
_LABEL = re.compile(r"\{\{ \$labels\.(\w+) \}\}")
_GROUPED = re.compile(r"\{\{ if \$labels\.slo_group \}\}(.*?)\{\{ end \}\}")
_LITERAL = re.compile(r'\{\{ "(\{+)" \}\}')


def fast(frame: Frame, names: Labels, firing: Firing) -> Iterator[Case]:
    """Those of the legs in the `fast` group, and of the no-data alert."""
    rules = _fired(frame, list(alerting.legs(frame, names, firing, fast=True)))
    given = _all_bad(frame)
    if rules and given is not None:
        minute = recorded.SPACING
        step = frame.server.scrape_interval if given[1] else minute
        told = _expected(rules, ours(frame))
        metrics = given[1] | {frame.objective.slo_id}
        alerts = alert(frame.objective.burn_alert, 10 * minute.milliseconds, told)
        yield Case("what the alerts say", step, metrics, inputs(given[0]), alerts=alerts)
    if frame.objective.no_data.after > LONGEST_SILENCE:
        return
    for rule in alerting.no_data(frame, names):
        at = frame.objective.no_data.after.milliseconds // 60_000 * 60_000 + 120_000
        alerts = alert(frame.objective.no_data_alert, at, _expected([rule], {}))
        yield Case("what the alerts about missing data say", recorded.SPACING, frozenset(), "", alerts=alerts)


def slow(frame: Frame, leg: PolicyLeg, names: Labels, firing: Firing) -> Iterator[Case]:
    """Those of all legs of the `slow` group, beside the first of them."""
    others = [one for one in frame.objective.alerting_legs if one.leg.long > recorded.LONGEST_RAW]
    if not others or leg is not min(others, key=lambda one: one.leg.long):
        return
    rules = _fired(frame, list(alerting.legs(frame, names, firing, fast=False)))
    if rules:
        at = (_STEPS - 2) * spacing(leg).milliseconds
        alerts = alert(frame.objective.burn_alert, at, _expected(rules, ours(frame)))
        metrics = frozenset({frame.objective.slo_id})
        yield Case("what the alerts say", spacing(leg), metrics, inputs(_recorded(frame, others)), alerts=alerts)


def _leg(rule: Rule) -> str:
    labels = rule["labels"]
    assert isinstance(labels, dict)  # noqa: S101 - our own rules
    return str(labels["leg"])


def _fired(frame: Frame, rules: list[Rule]) -> list[Rule]:
    """The rules of legs that a total outage reaches."""
    reachable = {
        one.name for one in frame.objective.legs if burnrate.reachable(frame.objective.objective, one.leg.factor)
    }
    return [one for one in rules if _leg(one) in reachable]


def _all_bad(frame: Frame) -> tuple[tuple[tuple[str, str], ...], frozenset[str]] | None:
    """The input, and the raw metrics of it; None where the alert cannot be fired without knowing more of the indicator."""
    objective = frame.objective
    raw = sources(frame, ours(frame))
    if raw is not None:
        course = (Stretch(_STEPS * max(1, 60_000 // frame.server.scrape_interval.milliseconds), None, 1000),)
        return tuple((name, of(course)) for name, of in raw.series.items()), raw.metrics
    if not recorded.raw_windows(objective.indicator):
        if objective.no_data.then == "bad":
            return (), frozenset()
        return _recorded(frame, []), frozenset()
    if objective.min_errors > 1:
        return None
    legs = [one for one in objective.alerting_legs if one.leg.long <= recorded.LONGEST_RAW]
    windows = sorted({window for one in legs for window in (one.leg.long, one.leg.short)})
    return tuple((_series(frame, series.window_ratio(one)), f"1+0x{_STEPS}") for one in windows), frozenset()


def _recorded(frame: Frame, legs: Iterable[PolicyLeg]) -> tuple[tuple[str, str], ...]:
    """The five-minute series, and the short windows that another group records."""
    windows = sorted({one.leg.short for one in legs if one.leg.short <= recorded.LONGEST_RAW})
    each = _enough(frame.objective.min_errors)
    bricks = [(_series(frame, name), f"{each}+0x{_STEPS}") for name in (series.TOTAL, series.BAD)]
    return (*bricks, *((_series(frame, series.window_ratio(one)), f"1+0x{_STEPS}") for one in windows))


@cache
def _enough(min_errors: int) -> str:
    """Bad events per second that are barely enough for `min_errors` at the sample before the last."""
    return fraction_text((min_errors - Fraction(4, 10)) / ((_STEPS - 1) * recorded.SPACING.in_seconds))


def _series(frame: Frame, metric: str) -> str:
    return series_of(metric, {**frame.labels, **ours(frame)})


def _expected(rules: list[Rule], group: Mapping[str, str]) -> str:
    """What promtool compares with, as JSON."""
    joined = {"slo_group": alerting.GROUP_SEPARATOR.join(group.values())} if group else {}
    told = []
    for rule in rules:
        labels, annotations = rule["labels"], rule["annotations"]
        assert isinstance(labels, dict)  # noqa: S101 - our own rules
        assert isinstance(annotations, dict)  # noqa: S101 - our own rules
        seen = {**group, **joined, **labels}
        texts = {name: rendered(text, seen, str(labels.get("leg", ""))) for name, text in annotations.items()}
        told.append(f"{{exp_labels: {mapping(seen)}, exp_annotations: {mapping(texts)}}}")
    return ", ".join(told)


def rendered(text: str, labels: Mapping[str, str], leg: str) -> str:
    """An annotation as it is read when all is bad and the budget's own group is not loaded."""
    if "{{" not in text:
        return text
    ratio = _ratio(leg)
    text = _GROUPED.sub(lambda one: one[1] if "slo_group" in labels else "", text)
    text = _LIVE.sub(lambda one: "100%" if ratio in one[1] else "unknown", text)
    text = _LABEL.sub(lambda one: labels.get(one[1], ""), text)
    return _LITERAL.sub(lambda one: one[1], text)


@cache
def _ratio(leg: str) -> str:
    """How the selector of the leg's ratio begins; without a leg, what no selector holds."""
    return f"{series.window_ratio(Duration.parse(leg))}{{" if leg else "\0"
