"""Every query of every panel of every board, with each value of its variables, on both servers with the month of `tests/world`."""

from __future__ import annotations

import pytest

from sre_compiler import pipeline
from sre_compiler.budget.client import Connection
from sre_compiler.cli.main import run
from sre_compiler.servers.generated import of_artifacts
from sre_compiler.servers.prometheus import Prometheus
from sre_compiler.servers.verify import Shown, verify
from tests.consumers import example
from tests.programs import ROOT
from tests.world.clock import END
from tests.world.server import Server

EMPTY = {
    "storefront/search-latency": ("*", "promtool cannot write native histograms, so that nothing is known of it"),
    "newsletter/delivery": (
        "Burn rate, last hour|Budget lasts",
        "no mail was sent in the last hour, so that nothing burns",
    ),
}
"""SLOs whose panels must be empty: the titles of those, and why."""


def shown(server: Server) -> list[Shown]:
    found = of_artifacts(pipeline.artifacts(example.program(), ["grafana"]))
    asked = Prometheus(Connection(server.url, {}, None, 60, 0))
    return [panel for board in verify(found.boards, asked, END, each=True) for panel in board.panels]


def expected(panel: Shown) -> bool:
    titles, _ = EMPTY.get(panel.slo, ("", ""))
    return titles == "*" or panel.panel.title in titles.split("|")


def test_every_panel_shows_data(month: Server) -> None:
    panels = shown(month)
    assert [(panel.board.file, panel.panel.title, panel.errors) for panel in panels if panel.errors] == []
    empty = [panel for panel in panels if panel.is_empty]
    assert [(panel.board.file, panel.panel.title, panel.slo) for panel in empty if not expected(panel)] == []
    assert {panel.slo for panel in empty} == set(EMPTY), "the list of what must be empty is too long"
    assert len(panels) > 250


def test_the_command_says_what_lacks_data_and_where(month: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "dashboards", str(ROOT / "specs"), "--prometheus", month.url, "--at", str(END)]) == 1
    told = capsys.readouterr()
    assert "3 panels of board “Service: Storefront” show no data: Error budget left, Burn rate" in told.err
    assert "specs/services/storefront.yaml:30:13" in told.err
    assert told.err.count("(panel-without-data)") == 1
    assert told.out.startswith("9 boards, ")
