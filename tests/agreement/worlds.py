"""What a kind of SLI is given: the spec, and counts as the raw series that promtool reads; written without the simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

BOUND, WITHIN = 10, 3600
Count = int | None
"""Events of one scrape; None: the series has no sample."""


@dataclass(frozen=True)
class Course:
    """What one group does, scrape by scrape."""

    good: Sequence[Count]
    bad: Sequence[Count]
    before: tuple[int, int]
    restarts: frozenset[int]
    scrape: int

    @property
    def total(self) -> list[Count]:
        pairs = zip(self.good, self.bad, strict=True)
        return [None if g is None and b is None else (g or 0) + (b or 0) for g, b in pairs]


@dataclass(frozen=True)
class Kind:
    """An SLI of the spec language, and its raw series; `{}` in their names stands for the labels of the group."""

    spec: str
    series: Callable[[Course], dict[str, str]]
    weighs_minutes: bool = False
    probes: int = 0
    needs: str = ""


def counter(events: Sequence[Count], course: Course, before: int) -> str:
    return notation(_counted(events, course, before))


def _counted(events: Sequence[Count], course: Course, before: int) -> Iterator[str | None]:
    value = before
    for number, count in enumerate(events):
        value = (0 if number in course.restarts else value) + (count or 0)
        yield None if count is None else str(value)


def notation(values: Iterator[str | None]) -> str:
    """promtool's values; the first that is missing ends the series, as when a target is gone."""
    told, before = [], None
    for value in values:
        told.append(value or ("stale" if before else "_"))
        before = value
    return " ".join(told)


def requests(course: Course) -> dict[str, str]:
    return {
        'http_requests_total{code="200"}': counter(course.good, course, course.before[0]),
        'http_requests_total{code="500"}': counter(course.bad, course, course.before[1]),
    }


def apart(course: Course) -> dict[str, str]:
    return {
        "calls_total{}": counter(course.total, course, sum(course.before)),
        "failures_total{}": counter(course.bad, course, course.before[1]),
    }


def classic(count: str) -> Callable[[Course], dict[str, str]]:
    def series(course: Course) -> dict[str, str]:
        return {
            f"{count}{{}}": counter(course.total, course, sum(course.before)),
            'rpc_seconds_bucket{le="0.3"}': counter(course.good, course, course.before[0]),
        }

    return series


def native(course: Course) -> dict[str, str]:
    good, bad = (
        list(_counted(one, course, before))
        for one, before in zip((course.good, course.bad), course.before, strict=True)
    )
    values = (
        None if g is None else f"{{{{schema:0 offset:-1 count:{int(g) + int(b or 0)} buckets:[{g} {b or 0}]}}}}"
        for g, b in zip(good, bad, strict=True)
    )
    return {"rpc_seconds{}": notation(values)}


def probes(course: Course) -> dict[str, str]:
    most = max((count or 0 for count in course.total), default=0)
    return {
        f'probe_success{{instance="{number}"}}': notation(
            str(int(number < (good or 0))) if number < (total or 0) else None
            for good, total in zip(course.good, course.total, strict=True)
        )
        for number in range(most)
    }


def gauge(metric: str, good: str, bad: str) -> Callable[[Course], dict[str, str]]:
    def series(course: Course) -> dict[str, str]:
        pairs = zip(course.total, course.bad, strict=True)
        return {f"{metric}{{}}": notation(None if total is None else bad if b else good for total, b in pairs)}

    return series


def successes(course: Course) -> dict[str, str]:
    pairs = enumerate(zip(course.total, course.bad, strict=True))
    return {
        "success_timestamp_seconds{}": notation(
            None if total is None else str(number * course.scrape - (2 * WITHIN if bad else 0))
            for number, (total, bad) in pairs
        )
    }


KINDS: dict[str, Kind] = {
    "ratio, errors": Kind(
        'ratio: {errors: "http_requests_total{code=~\\"5..\\"}", total: http_requests_total}', requests
    ),
    "ratio, good": Kind('ratio: {good: "http_requests_total{code!~\\"5..\\"}", total: http_requests_total}', requests),
    "ratio, own total": Kind("ratio: {errors: failures_total, total: calls_total}", apart),
    "latency": Kind("latency: {histogram: rpc_seconds, below: 300ms}", classic("rpc_seconds_count")),
    "latency, own total": Kind(
        "latency: {histogram: rpc_seconds, below: 300ms, total: rpc_calls_total}", classic("rpc_calls_total")
    ),
    "latency, native": Kind("latency: {histogram: rpc_seconds, below: 500ms, native: true}", native, needs="3."),
    "probe": Kind("probe: {up: probe_success}", probes, probes=3),
    "probe, quorum": Kind("probe: {up: probe_success, quorum: 50%}", probes, weighs_minutes=True, probes=3),
    "threshold, above": Kind(
        f"threshold: {{value: lag_seconds, bad_above: {BOUND}}}", gauge("lag_seconds", "3", "12"), weighs_minutes=True
    ),
    "threshold, below": Kind(
        f"threshold: {{value: free_slots, bad_below: {BOUND}}}", gauge("free_slots", "12", "3"), weighs_minutes=True
    ),
    "freshness": Kind("freshness: {timestamp: success_timestamp_seconds, within: 1h}", successes, weighs_minutes=True),
}
