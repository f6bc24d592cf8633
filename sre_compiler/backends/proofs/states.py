"""The raw series of indicators that read values as they are: probes, a gauge, a time of the last success."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from math import ceil

from sre_compiler import promql
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import series_of
from sre_compiler.backends.proofs.course import Course, gauge, missing
from sre_compiler.backends.proofs.sources import Count, Sources, labelled, only
from sre_compiler.program.indicators import Freshness, ProbeQuorum, ProbeSamples, Query, Threshold
from sre_compiler.promql import samples
from sre_compiler.promql.evidence.search import Evidence, evidence
from sre_compiler.units import Duration, decimal_text, fraction_text

_NEAR = Fraction(1, 20)
"""How far from a bound values lie, as a share of it: no other bound would do."""

_MOST_PROBES = 60


def states(frame: Frame, group: Mapping[str, str]) -> Sources | None:
    """Those of one group; None where the indicator counts, or its PromQL is not plain."""
    match frame.objective.indicator:
        case ProbeSamples(up=up):
            return _gauges(frame, up, group, "samples", [partial(_state, good="1", bad="0")])
        case ProbeQuorum(up=up, quorum=quorum):
            return _gauges(frame, up, group, "state", [*_probes(quorum)])
        case Freshness(timestamp=timestamp, within=within):
            ages = [Fraction(within) * (1 - _NEAR), Fraction(within) * (1 + _NEAR)]
            run = partial(_age, step=frame.server.scrape_interval, good=int(ages[0]), bad=ceil(ages[1]))
            return _gauges(frame, timestamp, group, "state", [run])
        case Threshold(value=value) as threshold:
            inside, outside = _sides(threshold)
            found = _gauges(frame, value, group, "state", [partial(_state, good=inside, bad=outside)])
            return found or _worked_out(frame, threshold, group)
        case _:
            return None


def _gauges(frame: Frame, query: Query, group: Mapping[str, str], kind: str, runs: list[Count]) -> Sources | None:
    """So many series of one selector, told apart by their instance."""
    selector = promql.bare_selector(query.tree)
    found = None if selector is None else samples.labels([*selector.matchers, *frame.server.matchers, *only(group)])
    if (
        selector is None
        or selector.metric is None
        or selector.offset is not None
        or selector.at is not None
        or found is None
    ):
        return None
    name = next(one for one in ("instance", "probe", "target", "copy") if one not in found)
    apart: list[dict[str, str]] = [{}] if len(runs) == 1 else [{name: str(number)} for number in range(len(runs))]
    series = {labelled(selector, {**found, **more}): run for more, run in zip(apart, runs, strict=True)}
    return Sources(series, kind, frozenset({selector.metric}))


@lru_cache(maxsize=64)
def _probes(quorum: Decimal) -> tuple[Count, ...]:
    """As few as show the quorum: barely enough of them are up, or barely too few."""
    for count in range(1, _MOST_PROBES):
        enough = ceil(Fraction(quorum) * count)
        if 0 < enough <= count and enough / count < float(quorum) * 1.1 and (enough - 1) / count > float(quorum) * 0.9:
            break
    else:
        count, enough = 1, 1
    return tuple(partial(_state, good=str(int(n < enough)), bad=str(int(n < enough - 1))) for n in range(count))


def _sides(threshold: Threshold) -> tuple[str, str]:
    """A value that is good, and one that is bad."""
    bound = Fraction(threshold.bound)
    away = abs(bound) * _NEAR or Fraction(1, 2)
    low, high = fraction_text(bound - away), fraction_text(bound + away)
    return (low, high) if threshold.above else (high, low)


def _worked_out(frame: Frame, threshold: Threshold, group: Mapping[str, str]) -> Sources | None:
    """Gauges whose value is not the indicator's: those that hold the condition, and those that do not."""
    tree = promql.add_matchers(threshold.value.tree, [*frame.server.matchers, *only(group)])
    text = f"({promql.print_expr(tree)}) {'>' if threshold.above else '<'} {decimal_text(threshold.bound)}"
    found = _evidence(text)
    fires, silent = found.fires, found.silent
    if fires is None or silent is None or fires.courses.keys() != silent.courses.keys():
        return None
    if fires.settled or silent.settled or any(one.grows for one in [*fires.courses.values(), *silent.courses.values()]):
        return None
    series = {
        series_of(one.metric, dict(sorted(one.labels))): partial(
            _state, good=fraction_text(silent.courses[one].value), bad=fraction_text(fires.courses[one].value)
        )
        for one in sorted(fires.courses, key=lambda one: (one.metric, sorted(one.labels)))
    }
    return Sources(series, "state", frozenset(one.metric for one in fires.courses))


@lru_cache(maxsize=256)
def _evidence(condition: str) -> Evidence:
    """Each of an SLO's cases asks for it, in each environment."""
    return evidence(promql.parse(condition))


def _state(course: Course, *, good: str, bad: str) -> str:
    return gauge((one.steps, None if one.total is None else bad if one.bad else good) for one in course)


def _age(course: Course, *, step: Duration, good: int, bad: int) -> str:
    """The time of a success that is so many seconds ago at every sample."""
    return " ".join(_ages(course, step, good, bad))


def _ages(course: Course, step: Duration, good: int, bad: int) -> Iterator[str]:
    now, there = Fraction(), False
    for one in course:
        if one.total is None:
            yield from missing(one.steps, there=there)
        else:
            each = fraction_text(step.in_seconds)
            yield f"{fraction_text(now - (bad if one.bad else good))}+{each}x{one.steps - 1}"
        there = one.total is not None
        now += one.steps * step.in_seconds
