"""What happened to the example's services in the month: one function a service, each with its outages.

| SLO | what became of it |
| --- | --- |
| checkout/availability | an outage eleven days ago, and one that began 32 minutes before the end |
| checkout/latency | too slow for two days |
| checkout/payment-provider | one provider of three fails more than allowed |
| storefront/availability | kept easily |
| storefront/page-latency | one page of three is too slow |
| storefront/search-latency | no data: promtool cannot write native histograms |
| storefront/reachable | missed: where probes are missing, it is bad |
| stock/availability | missed by an outage of three hours |
| stock/import-freshness | one supplier of three was five hours late |
| stock/replica-lag | two slow minutes each night, and most of a day without data |
| newsletter/delivery | two hours of mails each Tuesday |
| cluster/dns, cluster/free-capacity | kept; one zone was short of memory for four hours |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tests.world.clock import DAY, MINUTES, START, ago, demand
from tests.world.series import Series, Stretch, counter, gone, histogram, levels, part, traffic, without

HOLE = Stretch(ago(20, 300), 40, 0)
"""Nothing at all was collected."""
STOCK_HOLE = Stretch(ago(12, 500), 25, 0)
"""Nothing was collected from the stock service."""
REPLICA_HOLE = Stretch(ago(12, 500), 20 * 60, 0)
"""Nothing was collected from its database, for more than a tenth of a week."""
EVERY_DAY = range(0, MINUTES, DAY)
DEPLOYS = [ago(day, 600) for day in (29, 23, 16, 9, 2)]


def everything() -> Iterator[Series]:
    """Every raw series, with the hole of collection in it."""
    for service in (
        _checkout,
        _payments,
        _queue,
        _storefront,
        _pages,
        _reachable,
        _stock,
        _imports,
        _newsletter,
        _cluster,
    ):
        yield from (gone(series, [HOLE]) for series in service())


def _up(job: str, *instances: str) -> Iterator[Series]:
    for instance in instances:
        yield Series("up", {"job": job, "instance": instance}, levels(1))


def _requests(job: str, events: Sequence[int], bad: Sequence[int], error: str) -> Iterator[Series]:
    """HTTP requests of two instances, a twelfth of them not found; each deploy replaces both, the last one only restarts them."""
    good = without(events, bad)
    missing = part(good, levels(80_000))
    by_code = {"200": without(good, missing), "404": missing, error: bad}
    for number, share in enumerate((500_000, 470_000)):
        for code, counts in by_code.items():
            *replaced, restart = [minute + 7 * number for minute in DEPLOYS]
            values = counter(part(counts, levels(share)), [*replaced, restart])
            for begin, end in pairwise([0, *replaced, len(values)]):
                instance = f"{job}-{number}:8080" if end == len(values) else f"{job}-{number}-until-{end}:8080"
                life: list[float | None] = [None] * len(values)
                life[begin:end] = values[begin:end]
                yield Series("http_requests_total", {"job": job, "instance": instance, "code": code}, life)
    yield from _up(job, f"{job}-0:8080", f"{job}-1:8080")


def _durations(job: str, events: Sequence[int], slow: Sequence[float], mean: float) -> Iterator[Series]:
    below = {"0.1": [700_000 - share for share in slow], "0.3": [1_000_000 - share for share in slow]}
    below["1"] = [1_000_000 - share // 8 for share in slow]
    labels = {"job": job, "instance": f"{job}-0:8080"}
    yield from histogram("http_request_duration_seconds", labels, events, below, mean)


def _checkout() -> Iterator[Series]:
    events = traffic("checkout", 40)
    share = levels(260, Stretch(ago(11, 960), 45, 100_000), Stretch(ago(0, -32), 33, 320_000))
    yield from _requests("checkout", events, part(events, share), "503")
    slow = levels(3_600, Stretch(ago(2), 2 * DAY, 17_000), Stretch(ago(0, -32), 33, 60_000))
    yield from _durations("checkout", events, slow, 0.14)
    for number in range(2):
        labels = {"job": "checkout", "instance": f"checkout-{number}:8080"}
        used = [180 + demand(minute) * 5 // 60 + 40 * number for minute in range(MINUTES + 1)]
        yield Series("process_open_fds", labels, used)
        yield Series("process_max_fds", labels, levels(1024))


def _payments() -> Iterator[Series]:
    bad = {"adyen": levels(900), "paypal": levels(2_000, Stretch(ago(8), 8 * DAY, 19_000)), "stripe": levels(1_400)}
    for provider, share in bad.items():
        events = traffic(provider, 3)
        errors = part(events, share)
        for result, counts in (("ok", without(events, errors)), ("error", errors)):
            labels = {"job": "checkout", "provider": provider, "result": result}
            yield Series("psp_calls_total", labels, counter(counts))


def _queue() -> Iterator[Series]:
    for queue, most in (("invoice", 300), ("mail", 1_700)):
        yield Series(
            "checkout_queue_depth", {"job": "checkout", "queue": queue}, levels(35, Stretch(ago(7, 900), 40, most))
        )


def _storefront() -> Iterator[Series]:
    events = traffic("storefront", 300)
    yield from _requests("storefront", events, part(events, levels(140, Stretch(ago(3, 840), 12, 40_000))), "500")
    yield from _durations("storefront", events, levels(9_000), 0.09)
    lookups = traffic("cache", 900)
    hits = part(lookups, levels(830_000, Stretch(ago(4, 640), 30, 360_000)))
    for what, counts in (("requests", lookups), ("hits", hits)):
        yield Series(f"cache_{what}_total", {"job": "storefront"}, counter(counts))


def _pages() -> Iterator[Series]:
    for page, slow in (("home", 11_000), ("product", 26_000), ("search", 66_000)):
        share = levels(slow)
        below = {
            "0.1": levels(640_000),
            "0.3": [1_000_000 - each for each in share],
            "0.5": [1_000_000 - each // 3 for each in share],
            "1": [1_000_000 - each // 12 for each in share],
        }
        labels = {"job": "storefront", "page": page}
        yield from histogram("storefront_render_seconds", labels, traffic(page, 60), below, 0.12)


def _reachable() -> Iterator[Series]:
    for region in ("ams", "fra", "iad"):
        lost = [Stretch(ago(2, 700), 3, 0)] if region != "iad" else []
        labels = {"job": "blackbox", "target": "shop", "instance": region}
        yield gone(Series("probe_success", labels, levels(1, *lost)), [Stretch(ago(9, 200), 12, 0)])
    yield from _up("blackbox", "blackbox:9115")


def _stock() -> Iterator[Series]:
    events = traffic("stock", 12)
    failed = part(events, levels(300, Stretch(ago(6, 660), 180, 240_000)))
    unknown = part(without(events, failed), levels(20_000))
    codes = {"OK": without(without(events, failed), unknown), "NotFound": unknown, "Unavailable": failed}
    for code, counts in codes.items():
        labels = {"job": "stock", "instance": "stock-0:9000", "grpc_code": code}
        yield gone(Series("grpc_server_handled_total", labels, counter(counts)), [STOCK_HOLE])
    yield from (gone(series, [STOCK_HOLE]) for series in _up("stock", "stock-0:9000"))
    for replica in ("db-1", "db-2"):
        spikes = [Stretch(day + 1_330, 2, 14) for day in EVERY_DAY]
        lag = Series("pg_replication_lag_seconds", {"job": "stock-db", "instance": replica}, levels(0.5, *spikes))
        yield gone(lag, [REPLICA_HOLE])


def _imports() -> Iterator[Series]:
    """Every supplier's list comes each day at 02:20; one was late once."""
    late = ago(3)
    for supplier in ("alpenhof", "biokiste", "nordmilch"):
        nightly = [day - 60 for day in range(0, MINUTES + 1 + DAY, DAY)]
        times = [minute + 7 * 60 if supplier == "alpenhof" and minute + 60 == late else minute for minute in nightly]
        last = [times[0]] * (MINUTES + 1)
        for begin in times[1:]:
            last[begin:] = [begin] * len(last[begin:])
        labels = {"job": "stock-import", "supplier": supplier}
        yield Series("stock_import_last_success_timestamp_seconds", labels, [START + minute * 60 for minute in last])
        failures = levels(0, *([Stretch(late - 60, 5, 1)] if supplier == "alpenhof" else []))
        yield Series("stock_import_failures_total", labels, counter([round(one) for one in failures]))


def _newsletter() -> Iterator[Series]:
    """250 mails a minute on Tuesdays from 08:00 to 10:00 UTC."""
    sending = [Stretch(ago(days, 280), 120, 250) for days in (30, 23, 16, 9, 2)]
    mails = [round(one) for one in levels(0, *sending)]
    rejected = part(mails, levels(13_000))
    for result, counts in (("sent", without(mails, rejected)), ("rejected", rejected)):
        yield Series("newsletter_mails_total", {"job": "newsletter", "result": result}, counter(counts))


def _cluster() -> Iterator[Series]:
    for number in range(2):
        failed = [Stretch(day + 431 + 100 * number, 1, 0) for day in EVERY_DAY[::3]]
        labels = {"job": "dns-probe", "instance": f"dns-{number}"}
        yield Series("probe_success", labels, levels(1, *failed))
    for number in range(6):
        zone = "abc"[number % 3]
        labels = {"job": "node", "instance": f"node-{number}:9100", "zone": zone}
        short = [Stretch(ago(5, 640), 240, 62 << 29)] if zone == "c" else []
        used = levels(21 << 30, *short)
        yield Series("node_memory_working_set_bytes", labels, [int(one) for one in used])
        yield Series("node_memory_MemTotal_bytes", labels, levels(32 << 30))
        down = [Stretch(ago(6, 100), 20, 0)] if number == 4 else []
        yield Series("up", {"job": "node", "instance": f"node-{number}:9100"}, levels(1, *down))
