"""The month of `tests/world` on both servers: our rules say of it what happened in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pytest

from tests.consumers import example
from tests.world import traffic
from tests.world.clock import DAY, END
from tests.world.evaluation import passes
from tests.world.series import Series
from tests.world.server import Server
from tests.world.store import groups

TOLERANCE = 0.005
COUNTED: Mapping[str, tuple[str, Mapping[str, str], tuple[str, str], str]] = {
    "checkout/availability": ("http_requests_total", {"job": "checkout"}, ("code", "503"), "0.001"),
    "checkout/payment-provider": ("psp_calls_total", {"provider": "paypal"}, ("result", "error"), "0.005"),
    "stock/availability": ("grpc_server_handled_total", {"job": "stock"}, ("grpc_code", "Unavailable"), "0.001"),
    "newsletter/delivery": ("newsletter_mails_total", {"job": "newsletter"}, ("result", "rejected"), "0.02"),
}
"""SLOs of events: the metric, which of its series count, which of them are bad, and the budget."""


def increases(values: Sequence[float | None]) -> float:
    """What anybody could observe of a counter in the last 30 days."""
    known = [value for value in values[-30 * DAY :] if value is not None]
    return sum(later - earlier if later >= earlier else later for earlier, later in pairwise(known))


def counted(name: str, labels: Mapping[str, str]) -> Iterator[Series]:
    for series in traffic.everything():
        if series.name == name and labels.items() <= series.labels.items():
            yield series


def remaining(server: Server, slo: str, labels: Mapping[str, str]) -> float:
    grouped = {name: value for name, value in labels.items() if name != "job"}
    matchers = "".join(f',{name}="{value}"' for name, value in grouped.items())
    [found] = server.query(f'slo:error_budget_remaining:ratio{{slo_id="{slo}"{matchers}}}', END)
    return float(found["value"][1])


@pytest.mark.parametrize("slo", COUNTED)
def test_the_budget_is_that_of_the_events(month: Server, slo: str) -> None:
    name, labels, (label, bad), budget = COUNTED[slo]
    all_of_them = list(counted(name, labels))
    total = sum(increases(series.values) for series in all_of_them)
    lost = sum(increases(series.values) for series in all_of_them if series.labels[label] == bad)
    spent = 1 - remaining(month, slo, labels)
    assert spent * float(budget) == pytest.approx(lost / total, rel=TOLERANCE)


def test_every_slo_is_known_but_the_one_of_native_histograms(month: Server) -> None:
    known = {one["metric"]["slo_id"] for one in month.query("slo:error_budget_remaining:ratio", END)}
    asked = {objective.slo_id for environment, objective in example.objectives() if environment == "prod"}
    assert asked - known == {"storefront/search-latency"}


def test_what_fires_at_the_end(month: Server) -> None:
    firing = {
        (one["metric"]["alertname"], one["metric"].get("leg"))
        for one in month.query('ALERTS{alertstate="firing"}', END)
    }
    assert firing == {
        ("CheckoutAvailabilityBudgetBurn", "1h"),
        ("CheckoutLatencyBudgetBurn", "3d"),
        ("CheckoutPaymentProviderBudgetBurn", "1d"),
        ("CheckoutPaymentProviderBudgetBurn", "3d"),
        ("StorefrontPageLatencyBudgetBurn", "3d"),
        ("StorefrontSearchLatencyNoData", None),
    }


def test_a_hole_of_collection_is_known_as_one(month: Server) -> None:
    coverage = {
        one["metric"]["slo_id"]: float(one["value"][1]) for one in month.query("slo:sli_coverage:ratio_period", END)
    }
    assert coverage["stock/availability"] < coverage["checkout/availability"] < 1
    assert coverage["storefront/reachable"] == 1


def test_each_rule_comes_after_those_that_it_reads() -> None:
    steps = list(passes(groups()))
    for number, step in enumerate(steps):
        later = {one.name for each in steps[number:] for one in each if one.name}
        assert not any(one.reads() & later for one in step if one.name)
    assert sum(map(len, steps)) == sum(len(group["rules"]) for group in groups())
