"""Bad and total of each indicator as PromQL over one range of raw data.

Every kind becomes the same two values; what is built on them is shared. Sources of the forms: the SRE Workbook counts bad
events over all events; `or on (…) 0 * total` makes "no error series yet" mean zero errors, and "no good series" mean all
bad; bad is never `1 - good / total`, because a total outage without a good series would then be silent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from msgspec import Struct

from sre_compiler import promql
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.program import recorded
from sre_compiler.program.indicators import (
    ClassicLatency,
    Freshness,
    Indicator,
    NativeLatency,
    ProbeQuorum,
    ProbeSamples,
    Query,
    Ratio,
    Threshold,
    Weighted,
    queries,
)
from sre_compiler.units import Duration, decimal_text


class Events(Struct, frozen=True):
    """Two PromQL texts, grouped alike; of a counted indicator, `total` may be used as an operand as it stands."""

    bad: str
    total: str


def events(frame: Frame, window: Duration, recorded_total: str | None = None) -> Events:
    """Bad and total per second over `window`; `recorded_total` stands for the total where that is already recorded."""
    indicator = frame.objective.indicator
    match indicator:
        case Ratio() | ClassicLatency() | NativeLatency():
            return _counted(frame, indicator, window, recorded_total)
        case ProbeSamples():
            return _samples(frame, indicator, window)
        case ProbeQuorum() | Threshold() | Freshness():
            return _weighted(frame, indicator)
        case _:
            assert_never(indicator)


def _counted(
    frame: Frame, indicator: Ratio | ClassicLatency | NativeLatency, window: Duration, recorded_total: str | None
) -> Events:
    total = _total(frame, indicator, window)
    known = recorded_total or total
    zero = f"or on ({frame.groups}) 0 * {known}"
    match indicator:
        case Ratio(counts_good=False):
            return Events(f"{_per_second(frame, indicator.counted, window)} {zero}", total)
        case Ratio():
            return Events(_rest(frame, known, _per_second(frame, indicator.counted, window), zero), total)
        case ClassicLatency():
            return Events(_rest(frame, known, _fast_enough(frame, indicator, window), zero), total)
        case NativeLatency():
            return Events(f"{_slow_native(frame, indicator, window)} {zero}", total)


def _rest(frame: Frame, total: str, good: str, zero: str) -> str:
    """What is not good; the clamp takes away what extrapolation of two counters can differ by."""
    matching = f"- on ({frame.groups})" if known_by_record(total) else "-"
    return f"clamp_min({total} {matching} ({good} {zero}), 0)"


def known_by_record(total: str) -> bool:
    """Whether the total is a recorded series, which carries labels that raw sums do not."""
    return total.startswith("slo:")


def _total(frame: Frame, indicator: Ratio | ClassicLatency | NativeLatency, window: Duration) -> str:
    match indicator:
        case Ratio():
            return _per_second(frame, indicator.total, window)
        case ClassicLatency(total=Query() as total):
            return _per_second(frame, total, window)
        case ClassicLatency():
            return _per_second(frame, indicator.histogram, window, suffix="_count")
        case NativeLatency():
            return f"histogram_count({_per_second(frame, indicator.histogram, window)})"


def _fast_enough(frame: Frame, indicator: ClassicLatency, window: Duration) -> str:
    return _per_second(frame, indicator.histogram, window, suffix="_bucket", bucket=indicator.bound)


def _slow_native(frame: Frame, indicator: NativeLatency, window: Duration) -> str:
    """Guarded where there is no traffic: `histogram_fraction` of an empty histogram is NaN."""
    histogram = _per_second(frame, indicator.histogram, window)
    fraction = f"histogram_fraction(0, {decimal_text(indicator.bound)}, {histogram})"
    count = f"histogram_count({histogram})"
    return f"({count} * (1 - {fraction}) and {count} > 0)"


def _samples(frame: Frame, indicator: ProbeSamples, window: Duration) -> Events:
    up = _ranged(_selector(frame, indicator.up), window)
    seconds = decimal_text(Decimal(-(-window.milliseconds // 1000)))
    total = f"{_aggregate(frame, f'count_over_time({up})')} / {seconds}"
    up_sum = f"{_aggregate(frame, f'sum_over_time({up})')} / {seconds}"
    return Events(f"clamp_min({total} - {up_sum}, 0)", total)


def _weighted(frame: Frame, indicator: Weighted) -> Events:
    """Ones and zeros. NaN is dropped: a comparison calls it good, and it would count as known and never as missing."""
    value = f"({_value(frame, indicator)} >= -Inf)"
    bad = _breach(indicator, value)
    if frame.objective.no_data.then == "bad":
        return Events(f"({bad}) or vector(1)", "vector(1)")
    return Events(bad, f"{value} >= bool -Inf")


def _value(frame: Frame, indicator: Weighted) -> str:
    match indicator:
        case ProbeQuorum():
            return _aggregate(frame, _plain(frame, indicator.up), "avg")
        case Threshold(above=above):
            return _aggregate(frame, _plain(frame, indicator.value), "max" if above else "min")
        case Freshness():
            return _aggregate(frame, _plain(frame, indicator.timestamp), "max")


def _breach(indicator: Weighted, value: str) -> str:
    match indicator:
        case ProbeQuorum(quorum=quorum):
            return f"{value} < bool {decimal_text(quorum)}"
        case Threshold(bound=bound, above=above):
            return f"{value} {'>' if above else '<'} bool {decimal_text(bound)}"
        case Freshness(within=within):
            return f"time() - {value} > bool {decimal_text(within)}"


def _per_second(
    frame: Frame, query: Query, window: Duration, *, suffix: str = "", bucket: Decimal | None = None
) -> str:
    """Events per second in each group: a selector is wrapped in `sum(rate(…))`, other PromQL only as far as needed."""
    tree = _matched(frame, query)
    selector = promql.bare_selector(tree)
    if selector is None:
        return _grouped(frame, tree, window)
    if suffix:
        selector = promql.with_suffix(selector, suffix, _bucket_matchers(bucket))
    return _aggregate(frame, f"rate({_ranged(selector, window)})")


def _selector(frame: Frame, query: Query) -> promql.Selector:
    """The selector that the language asks for here; the program room has made sure that it is one."""
    selector = promql.bare_selector(_matched(frame, query))
    assert selector is not None  # noqa: S101 - see above
    return selector


def _ranged(selector: promql.Selector, window: Duration) -> str:
    return promql.print_expr(promql.over(selector), {"window": str(window)})


def _bucket_matchers(bound: Decimal | None) -> tuple[promql.Matcher, ...]:
    """A whole number is written `1` by old clients and servers and `1.0` by Prometheus 3; both mean the bucket."""
    if bound is None:
        return ()
    text = decimal_text(bound)
    if "." in text:
        return (promql.Matcher("le", "=", text),)
    return (promql.Matcher("le", "=~", rf"{text}|{text}\.0"),)


def _plain(frame: Frame, query: Query) -> str:
    return promql.print_expr(_matched(frame, query))


def _matched(frame: Frame, query: Query) -> promql.Expr:
    if not frame.server.identity:
        return query.tree
    return promql.add_matchers(query.tree, frame.server.matchers)


def _grouped(frame: Frame, tree: promql.Expr, window: Duration) -> str:
    text = promql.print_expr(tree, {"window": str(window)})
    outer = promql.unwrapped(tree)
    by = outer.grouping if isinstance(outer, promql.Aggregation) else None
    labels = {label.name for label in by.labels} if by is not None and not by.without else set()
    whole = isinstance(outer, promql.Aggregation) and (by is None or not by.without)
    if whole and labels == set(frame.objective.group_by):
        return text
    return _aggregate(frame, text)


def _aggregate(frame: Frame, text: str, operator: str = "sum") -> str:
    by = f" by ({frame.groups}) " if frame.groups else ""
    return f"{operator}{by}({text})"


def may_be_no_number(indicator: Indicator) -> bool:
    """Whether bad or total can be NaN or infinite: where a probe exports NaN, and in PromQL that does more than add rates."""
    if not recorded.raw_windows(indicator):
        return isinstance(indicator, ProbeSamples)
    return any(
        not _adds_rates(node) for query in queries(indicator) for node in promql.walk(query.tree, durations=False)
    )


def _adds_rates(node: promql.Expr) -> bool:
    if isinstance(node, promql.Call):
        return node.function == "rate"
    if isinstance(node, promql.Aggregation):
        return node.op == "sum"
    return isinstance(node, promql.Selector | promql.Range | promql.Paren)
