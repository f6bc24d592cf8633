"""Numbers of the boards that no rule records, against a real Prometheus with the month of `tests/world`."""

from __future__ import annotations

import pytest

from tests.consumers.boards import panels
from tests.world.clock import END
from tests.world.server import Server

DAY = 86_400


def exprs(board: str, title: str) -> list[str]:
    """The queries of a panel of the example."""
    [found] = [panel for name, panel in panels() if name == f"example: grafana/dashboards/{board}.json: {title}"]
    return [target["expr"] for target in found["targets"]]


@pytest.mark.parametrize(
    ("slo", "days"), [("checkout/availability", 30), ("checkout/latency", 28), ("stock/availability", 30)]
)
def test_the_days_of_a_window_add_up_to_the_budget_that_is_gone(month: Server, slo: str, days: int) -> None:
    midnight = END - END % DAY  # Grafana moves the ends of a range to whole steps
    spent = 0.0
    for expr in exprs("sre-slo-detail", "Budget spent each day"):
        for one in month.query_range(expr.replace("$slo_id", slo), midnight - days * DAY, midnight, DAY):
            spent += sum(float(value) for _, value in one["values"])
    [left] = month.query(f'slo:error_budget_remaining:ratio{{slo_id="{slo}"}}', END)
    assert spent == pytest.approx(1 - float(left["value"][1]), rel=0.02)
