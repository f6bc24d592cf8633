"""The raw series of an indicator, where its PromQL is plain enough to know them: which ones count the good and the bad."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from sre_compiler import promql
from sre_compiler.backends.prometheus.events import identity_matchers
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import series_of
from sre_compiler.backends.proofs.course import Course, bad, everything, good
from sre_compiler.program.indicators import ClassicLatency, Query, Ratio
from sre_compiler.promql import Matcher, Selector, samples
from sre_compiler.units import decimal_text

Count = Callable[[Course], str]


class Sources(Struct, frozen=True):
    """Raw series by name, with how they run. `kind` tells apart what the simulator tells apart."""

    series: Mapping[str, Count]
    kind: str
    metrics: frozenset[str]

    @property
    def counts(self) -> bool:
        """Whether these are counters of events."""
        return self.kind not in {"samples", "state"}

    @property
    def counts_good(self) -> bool:
        """Whether the counted series is that of the good events."""
        return self.kind == "latency" or self.kind.endswith("True")

    def inputs(self, course: Course) -> Iterator[tuple[str, str]]:
        """Each series and its values."""
        return ((name, run(course)) for name, run in self.series.items())


def sources(frame: Frame, group: Mapping[str, str]) -> Sources | None:
    """Those of one group of the objective; None where the indicator is no counter, or its PromQL is not plain."""
    match frame.objective.indicator:
        case Ratio() as ratio:
            return _ratio(frame, ratio, group)
        case ClassicLatency() as latency:
            return _latency(frame, latency, group)
        case _:
            return None


def _ratio(frame: Frame, ratio: Ratio, group: Mapping[str, str]) -> Sources | None:
    counted, total = plain(frame, ratio.counted), plain(frame, ratio.total)
    if counted is None or total is None:
        return None
    counts = good if ratio.counts_good else bad
    if counted.metric != total.metric:
        return _apart(counted, total, group, counts)
    same = [*counted.matchers, *total.matchers, *only(group)]
    inside = samples.labels(same)
    outside = samples.labels([*total.matchers, *only(group)], counted.matchers)
    if inside is None or outside is None:
        return None
    series = {
        labelled(total, inside): counts,
        labelled(total, outside): bad if ratio.counts_good else good,
    }
    return Sources(series, f"shared {ratio.counts_good}", frozenset({total.metric or ""}))


def _apart(counted: Selector, total: Selector, group: Mapping[str, str], counts: Count) -> Sources | None:
    """Two metrics: the second counts all events."""
    names = [samples.labels([*one.matchers, *only(group)]) for one in (counted, total)]
    if names[0] is None or names[1] is None:
        return None
    series = {labelled(counted, names[0]): counts, labelled(total, names[1]): everything}
    return Sources(series, f"apart {counts is good}", frozenset({counted.metric or "", total.metric or ""}))


def _latency(frame: Frame, latency: ClassicLatency, group: Mapping[str, str]) -> Sources | None:
    histogram = plain(frame, latency.histogram)
    total = histogram if latency.total is None else plain(frame, latency.total)
    if histogram is None or total is None:
        return None
    found = samples.labels([*histogram.matchers, *only(group)])
    all_events = samples.labels([*total.matchers, *only(group)])
    if found is None or all_events is None:
        return None
    bucket = {**found, "le": decimal_text(latency.bound)}
    suffix = "_count" if latency.total is None else ""
    series = {
        labelled(histogram, bucket, "_bucket"): good,
        labelled(total, all_events, suffix): everything,
    }
    return Sources(series, "latency", frozenset({histogram.metric or "", total.metric or ""}))


def labelled(selector: Selector, labels: Mapping[str, str], suffix: str = "") -> str:
    return series_of(f"{selector.metric}{suffix}", dict(sorted(labels.items())))


def only(group: Mapping[str, str]) -> list[Matcher]:
    return [Matcher(name, "=", value) for name, value in group.items()]


def plain(frame: Frame, query: Query) -> Selector | None:
    """The only selector of a query that adds rates, with the server's identity; None of any other."""
    tree = promql.add_matchers(query.tree, identity_matchers(frame.server)) if frame.server.identity else query.tree
    found = [node for node in promql.walk(tree, durations=False) if isinstance(node, Selector)]
    if len(found) != 1 or found[0].metric is None or found[0].offset is not None or found[0].at is not None:
        return None
    if any(not _adds_rates(node) for node in promql.walk(tree, durations=False)):
        return None
    return found[0]


def _adds_rates(node: promql.Expr) -> bool:
    if isinstance(node, promql.Call):
        return node.function == "rate"
    if isinstance(node, promql.Aggregation):
        return node.op == "sum"
    if isinstance(node, promql.Range):
        return node.offset is None and node.at is None
    return isinstance(node, Selector | promql.Paren)
