"""What could be observed of each SLO of the example, minute by minute, counted from the generator's own series and no rule.

A counter tells of a minute where it has a sample at both of its ends. The last value of a gauge counts for five minutes, as a
query finds it, because the text of a block cannot say that a series ended.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tests.world import traffic
from tests.world.clock import START
from tests.world.series import Series

STALE = 5
NOBODY = ""
Counts = Sequence[tuple[float, float] | None]
"""Bad and total of each minute; None: nothing is known of it."""
Known = Sequence[float | None]


@dataclass(frozen=True)
class Truth:
    """A group of a SLO. `across` is bad and total with what happened in the holes, where counters ran on."""

    minutes: Counts
    across: Counts | None


@cache
def everything() -> tuple[Series, ...]:
    return tuple(traffic.everything())


def truths() -> dict[str, dict[str, Truth]]:
    """Every SLO that has data, by the value of the label that it is grouped by."""
    return {slo: {group: how(group) for group in groups} for slo, (groups, how) in _SLOS.items()}


def _of(name: str, **labels: str) -> list[Series]:
    found = [one for one in everything() if one.name == name and labels.items() <= one.labels.items()]
    assert found, (name, labels)
    return found


def _rises(values: Known) -> Iterator[float | None]:
    yield None
    for before, now in pairwise(values):
        yield None if before is None or now is None else now - before if now >= before else now


def _rises_across(values: Known) -> Iterator[float | None]:
    last = None
    for now in values:
        yield None if now is None or last is None else now - last if now >= last else now
        last = last if now is None else now


def _together(series: Iterable[Series], rises: Callable[[Known], Iterator[float | None]]) -> list[float | None]:
    rows = zip(*(rises(one.values) for one in series), strict=True)
    return [math.fsum(one for one in row if one is not None) if any(one is not None for one in row) else None for row in rows]  # fmt: skip


def _events(bad: Collection[Series], total: Collection[Series]) -> Truth:
    both = []
    for rises in (_rises, _rises_across):
        pairs = zip(_together(bad, rises), _together(total, rises), strict=True)
        both.append([None if of is None else (one or 0.0, of) for one, of in pairs])
    return Truth(*both)


def _requests(job: str, code: str) -> Callable[[str], Truth]:
    return lambda _: _events(
        _of("http_requests_total", job=job, code=code),
        _of("http_requests_total", job=job),
    )


def _slower(name: str, label: str, **labels: str) -> Callable[[str], Truth]:
    """Events that are not in the bucket of 300 ms."""

    def truth(group: str) -> Truth:
        mine = labels | ({label: group} if label else {})
        fast, every = _of(f"{name}_bucket", le="0.3", **mine), _of(f"{name}_count", **mine)
        both = [_events(fast, every).minutes, _events(fast, every).across or ()]
        return Truth(*[[one and (one[1] - one[0], one[1]) for one in each] for each in both])

    return truth


def _probes(_: str) -> Truth:
    rows = zip(*(one.values for one in _of("probe_success", job="dns-probe")), strict=True)
    seen = [[one for one in row if one is not None] for row in rows]
    return Truth([(row.count(0), len(row)) if row else None for row in seen], None)


def _held(values: Known) -> list[float | None]:
    """Each value for as long as a query finds it."""
    found = []
    for minute in range(len(values)):
        recent = [one for one in values[max(minute - STALE, 0) : minute + 1] if one is not None]
        found.append(recent[-1] if recent else None)
    return found


def _time(series: Collection[Series], is_bad: Callable[[int, list[float]], bool]) -> Truth:
    """Minutes, each of them good or bad by the values of that moment."""
    rows = [
        [one for one in row if one is not None] for row in zip(*(_held(each.values) for each in series), strict=True)
    ]
    return Truth([(float(is_bad(minute, row)), 1.0) if row else None for minute, row in enumerate(rows)], None)


def _free(zone: str) -> Truth:
    used = _of("node_memory_working_set_bytes", zone=zone)
    memory = (32 << 30) * len(used)
    return _time(used, lambda _, row: 1 - math.fsum(row) / memory < 0.1)


def _imported(supplier: str) -> Truth:
    times = _of("stock_import_last_success_timestamp_seconds", supplier=supplier)
    return _time(times, lambda minute, row: START + minute * 60 - max(row) > 26 * 3600)


def _lag(_: str) -> Truth:
    return _time(_of("pg_replication_lag_seconds"), lambda _, row: max(row) > 10)


def _reachable(_: str) -> Truth:
    """Where no region says anything, the shop counts as not reachable."""
    seen = _time(_of("probe_success", target="shop"), lambda _, row: row.count(1) < row.count(0))
    return Truth([one or (1.0, 1.0) for one in seen.minutes], None)


def _payments(provider: str) -> Truth:
    every = _of("psp_calls_total", provider=provider)
    return _events([one for one in every if one.labels["result"] == "error"], every)


_ONE = (NOBODY,)
_SLOS: Mapping[str, tuple[Sequence[str], Callable[[str], Truth]]] = {
    "checkout/availability": (_ONE, _requests("checkout", "503")),
    "checkout/latency": (_ONE, _slower("http_request_duration_seconds", "", job="checkout")),
    "checkout/payment-provider": (("adyen", "paypal", "stripe"), _payments),
    "cluster/dns": (_ONE, _probes),
    "cluster/free-capacity": (("a", "b", "c"), _free),
    "newsletter/delivery": (
        _ONE,
        lambda _: _events(_of("newsletter_mails_total", result="rejected"), _of("newsletter_mails_total")),
    ),
    "stock/availability": (
        _ONE,
        lambda _: _events(_of("grpc_server_handled_total", grpc_code="Unavailable"), _of("grpc_server_handled_total")),
    ),
    "stock/import-freshness": (("alpenhof", "biokiste", "nordmilch"), _imported),
    "stock/replica-lag": (_ONE, _lag),
    "storefront/availability": (_ONE, _requests("storefront", "500")),
    "storefront/page-latency": (("home", "product", "search"), _slower("storefront_render_seconds", "page")),
    "storefront/reachable": (_ONE, _reachable),
}
