"""Small worlds of good and bad things by route, and how each kind of SLI sees them: as which raw series, as how much bad.

A world lasts 100 minutes and is sampled every 30 seconds. What happens in it is even, so that all windows agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.promtool_case import Values

STEP = 30
END = 100
HALF = 60


@dataclass(frozen=True)
class Flow:
    """What a route does in each step: good and bad events, or probes; None: that series does not exist. Ends at `until`."""

    good: int | None
    bad: int | None
    until: int = END

    @property
    def known(self) -> tuple[int, int]:
        return self.good or 0, self.bad or 0


World = Mapping[str, Flow]

WORLDS: dict[str, World] = {
    "normal": {"a": Flow(9, 1), "b": Flow(20, 0)},
    "mostly bad": {"a": Flow(1, 9), "b": Flow(0, 20)},
    "no error series": {"a": Flow(9, None), "b": Flow(20, None)},
    "no good series": {"a": Flow(None, 1), "b": Flow(None, 2)},
    "one route without errors": {"a": Flow(9, 1), "b": Flow(20, None)},
    "one route gone": {"a": Flow(9, 1), "b": Flow(18, 2, HALF)},
    "metric gone": {"a": Flow(9, 1, HALF), "b": Flow(18, 2, HALF)},
    "never there": {},
}
FLAT: World = {"a": Flow(0, 0), "b": Flow(0, 0)}
"""No traffic: counters that stand still."""


@dataclass(frozen=True)
class Sli:
    """A kind of SLI: what the spec says, the raw series of a route, and (total, bad) per second of good and bad ones.

    `lasts` is how many minutes after the raw series' end the recorded ones go on; `starts` is the minute of their first
    sample. `counted` ones may stand still, the others are there or not.
    """

    spec: str
    series: Callable[[str, Flow], dict[str, Values]]
    judge: Callable[[int, int], tuple[float, float]]
    starts: int = 0
    lasts: int = 0
    counted: bool = False


def each_event(good: int, bad: int) -> tuple[float, float]:
    return (good + bad) / STEP, bad / STEP


def any_bad(good: int, bad: int) -> tuple[float, float]:
    return 1, float(bad > 0)


def all_bad(good: int, bad: int) -> tuple[float, float]:
    return 1, float(good == 0)


def majority_bad(good: int, bad: int) -> tuple[float, float]:
    return 1, float(good < bad)


def rising(each_step: int, until: int) -> str:
    """A counter that is far from zero at its first sample, and ends with a staleness marker."""
    return f"1000+{each_step}x{until * 60 // STEP} stale"


def constant(value: float, until: int) -> str:
    return f"{value}x{until * 60 // STEP} stale"


def requests(route: str, flow: Flow) -> dict[str, Values]:
    counts = {"200": flow.good, "500": flow.bad}
    return {
        f'http_requests_total{{code="{code}",route="{route}"}}': rising(count, flow.until)
        for code, count in counts.items()
        if count is not None
    }


def classic(bound: str) -> Callable[[str, Flow], dict[str, Values]]:
    """A classic histogram with one bound, in this spelling; without good events its bucket does not exist."""

    def series(route: str, flow: Flow) -> dict[str, Values]:
        good, bad = flow.known
        everything = rising(good + bad, flow.until)
        found: dict[str, Values] = {
            f'rpc_seconds_count{{route="{route}"}}': everything,
            f'rpc_seconds_bucket{{route="{route}",le="+Inf"}}': everything,
        }
        if flow.good is not None:
            found[f'rpc_seconds_bucket{{route="{route}",le="{bound}"}}'] = rising(good, flow.until)
        return found

    return series


def classic_and_requests(route: str, flow: Flow) -> dict[str, Values]:
    """Requests that a histogram saw only where they were good, as where a failed one is not timed."""
    good = Flow(flow.good, None, flow.until)
    return requests(route, flow) | (classic("0.3")(route, good) if flow.good is not None else {})


def native(route: str, flow: Flow) -> dict[str, Values]:
    """A native histogram with a bucket that ends at half a second, and the next one."""
    good, bad = flow.known
    each = f"{{{{schema:0 offset:-1 count:{good + bad} buckets:[{good} {bad}]}}}}"
    start = "{{schema:0 offset:-1 count:2000 buckets:[1000 1000]}}"
    return {f'rpc_seconds{{route="{route}"}}': f"{start}+{each}x{flow.until * 60 // STEP} stale"}


def gauges(metric: str, good: float, bad: float) -> Callable[[str, Flow], dict[str, Values]]:
    """As many instances at each value as there are good and bad ones."""

    def series(route: str, flow: Flow) -> dict[str, Values]:
        values = zip((good, bad), flow.known, strict=True)
        instances = [value for value, count in values for _ in range(count)]
        return {
            f'{metric}{{route="{route}",instance="{number}"}}': constant(value, flow.until)
            for number, value in enumerate(instances)
        }

    return series


def successes(route: str, flow: Flow) -> dict[str, Values]:
    """Times of the last success: now at good instances, two hours before the start at bad ones."""
    good, bad = flow.known
    names = [f'job_success_timestamp_seconds{{route="{route}",instance="{number}"}}' for number in range(good + bad)]
    fresh, old = f"0+{STEP}x{flow.until * 60 // STEP} stale", constant(-7200, flow.until)
    return dict(zip(names, [fresh] * good + [old] * bad, strict=True))


def counted(spec: str, series: Callable[[str, Flow], dict[str, Values]]) -> Sli:
    """An SLI by `rate`, which needs two samples and looks back five minutes and a step."""
    return Sli(spec, series, each_event, starts=1, lasts=4, counted=True)


SLIS: dict[str, Sli] = {
    "ratio of errors": counted(
        'ratio: {errors: "http_requests_total{code=~\\"5..\\"}", total: http_requests_total}', requests
    ),
    "ratio of good": counted(
        'ratio: {good: "http_requests_total{code!~\\"5..\\"}", total: http_requests_total}', requests
    ),
    "ratio by expression": counted(
        "ratio: {errors: 'sum by (route) (rate(http_requests_total{code=~\"5..\"}[$window]))',"
        " total: 'sum by (route) (rate(http_requests_total[$window]))'}",
        requests,
    ),
    "ratio by rate": counted(
        "ratio: {errors: 'rate(http_requests_total{code=~\"5..\"}[$window])',"
        " total: 'sum without (code) (rate(http_requests_total[$window]))'}",
        requests,
    ),
    "latency, fraction": counted("latency: {histogram: rpc_seconds, below: 300ms}", classic("0.3")),
    "latency, le=1": counted("latency: {histogram: rpc_seconds, below: 1s}", classic("1")),
    "latency, le=1.0": counted("latency: {histogram: rpc_seconds, below: 1s}", classic("1.0")),
    "latency of all requests": counted(
        "latency: {histogram: rpc_seconds, below: 300ms, total: http_requests_total}", classic_and_requests
    ),
    "probe": Sli("probe: {up: probe_success}", gauges("probe_success", 1, 0), each_event, lasts=4),
    "probe with quorum": Sli("probe: {up: probe_success, quorum: 50%}", gauges("probe_success", 1, 0), majority_bad),
    "threshold above": Sli("threshold: {value: lag_seconds, bad_above: 10}", gauges("lag_seconds", 3, 12), any_bad),
    "threshold below": Sli("threshold: {value: free_ratio, bad_below: 0.1}", gauges("free_ratio", 0.5, 0.02), any_bad),
    "freshness": Sli("freshness: {timestamp: job_success_timestamp_seconds, within: 1h}", successes, all_bad),
}
NATIVE = counted("latency: {histogram: rpc_seconds, below: 500ms, native: true}", native)


def raw(sli: Sli, world: World) -> dict[str, Values]:
    """Every raw series of the world."""
    return {name: values for route, flow in world.items() for name, values in sli.series(route, flow).items()}


def together(flows: Iterable[Flow]) -> tuple[int, int]:
    """Good and bad of several routes."""
    known = [flow.known for flow in flows]
    return sum(good for good, _ in known), sum(bad for _, bad in known)
