"""The raw series of an indicator, where its PromQL is plain enough to know them: which ones count the good and the bad."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import series_of
from sre_compiler.backends.proofs.course import Course, bad, everything, good, unchanged
from sre_compiler.backends.proofs.sums import Sum, added
from sre_compiler.program.indicators import ClassicLatency, Ratio
from sre_compiler.promql import Matcher, Selector, samples
from sre_compiler.units import decimal_text

Count = Callable[[Course], str]


class Sources(Struct, frozen=True):
    """Raw series by name, with how they run. `kind` tells apart what the simulator tells apart.

    `never_missing` are the bad events of PromQL that ends in `or vector(0)`: they are recorded even where no series is.
    """

    series: Mapping[str, Count]
    kind: str
    metrics: frozenset[str]
    never_missing: bool = False

    @property
    def counts(self) -> bool:
        """Whether these are counters of events."""
        return self.kind not in {"samples", "state"}

    @property
    def counts_good(self) -> bool:
        """Whether all events are bad where the counted series is not there."""
        return self.kind in {"latency", "native"} or self.kind.endswith("True")

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
    counted, total = added(frame, ratio.counted, or_none=True), added(frame, ratio.total)
    if counted is None or total is None:
        return None
    if counted.metrics == total.metrics:
        return _shared(counted, total, group, counts_good=ratio.counts_good)
    if counted.metrics & total.metrics:
        return None
    return _apart(counted, total, group, counts_good=ratio.counts_good)


def _shared(counted: Sum, total: Sum, group: Mapping[str, str], *, counts_good: bool) -> Sources | None:
    """Counters of one metric: those that are counted, and the rest of all."""
    inside = samples.labels([*counted.first.matchers, *total.first.matchers, *only(group)])
    outside = samples.labels([*total.first.matchers, *only(group)], counted.first.matchers)
    if inside is None or outside is None or counted.first.metric != total.first.metric:
        return None
    events = (good, bad) if counts_good else (bad, good)
    own = {labelled(total.first, inside): events[0], labelled(total.first, outside): events[1]}
    still = _still((counted, total), (inside, outside), group)
    return (
        None
        if still is None
        else Sources({**still, **own}, f"shared {counts_good}", total.metrics, counted.is_never_missing)
    )


def _apart(counted: Sum, total: Sum, group: Mapping[str, str], *, counts_good: bool) -> Sources | None:
    """Metrics of their own: the second counts all events."""
    names = [samples.labels([*one.first.matchers, *only(group)]) for one in (counted, total)]
    if names[0] is None or names[1] is None:
        return None
    own = {
        labelled(counted.first, names[0]): good if counts_good else bad,
        labelled(total.first, names[1]): everything,
    }
    still = [_still((one,), (name,), group) for one, name in ((counted, names[0]), (total, names[1]))]
    if still[0] is None or still[1] is None:
        return None
    metrics = counted.metrics | total.metrics
    return Sources({**still[0], **still[1], **own}, f"apart {counts_good}", metrics, counted.is_never_missing)


def _still(
    sums: tuple[Sum, ...], taken: tuple[dict[str, str], ...], group: Mapping[str, str]
) -> dict[str, Count] | None:
    """Series of the other selectors; None where one of these also selects a counter that runs."""
    found: dict[str, Count] = {}
    for one in (other for it in sums for other in it.others):
        same = one.metric == sums[0].first.metric
        if same and any(samples.matched(one.matchers, labels) for labels in taken):
            return None
        labels = samples.labels([*one.matchers, *only(group)])
        if labels is None:
            return None
        found[labelled(one, labels)] = unchanged
    return found


def _latency(frame: Frame, latency: ClassicLatency, group: Mapping[str, str]) -> Sources | None:
    histogram = added(frame, latency.histogram)
    total = histogram if latency.total is None else added(frame, latency.total)
    if histogram is None or total is None or histogram.others or total.others:
        return None
    found = samples.labels([*histogram.first.matchers, *only(group)])
    all_events = samples.labels([*total.first.matchers, *only(group)])
    if found is None or all_events is None:
        return None
    bucket = {**found, "le": decimal_text(latency.bound)}
    suffix = "_count" if latency.total is None else ""
    series = {
        labelled(histogram.first, bucket, "_bucket"): good,
        labelled(total.first, all_events, suffix): everything,
    }
    return Sources(series, "latency", histogram.metrics | total.metrics)


def labelled(selector: Selector, labels: Mapping[str, str], suffix: str = "") -> str:
    return series_of(f"{selector.metric}{suffix}", dict(sorted(labels.items())))


def only(group: Mapping[str, str]) -> list[Matcher]:
    return [Matcher(name, "=", value) for name, value in group.items()]
