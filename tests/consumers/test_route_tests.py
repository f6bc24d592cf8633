"""The generated route tests of the example hold: by amtool whatever the time, by our model at each instant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from sre_compiler import pipeline, rotas, routing
from sre_compiler.servers.expected import labels_of
from tests.consumers import example
from tests.consumers.test_alertmanager_config import write
from tests.programs import Program


def route_tests() -> list[dict[str, Any]]:
    texts = [one for one in pipeline.artifacts(example.program(), ["alertmanager"]) if "/tests/" in one.path]
    return [test for one in texts for test in yaml.safe_load(one.text)["tests"]]


def test_amtool_agrees_with_every_one(tmp_path: Path, amtool: Program) -> None:
    config = write(tmp_path)

    def is_met(test: dict[str, Any], alert: str) -> bool:
        wanted = f"--verify.receivers={','.join(test['routes'])}"
        arguments = [f'{name}="{value}"' for name, value in labels_of(alert).items()]
        return amtool.run("config", "routes", "test", f"--config.file={config}", wanted, *arguments).returncode == 0

    asks = [(test, alert) for test in route_tests() for alert in test["alerts"]]
    assert len(asks) > 40
    with ThreadPoolExecutor(4) as pool:
        assert [ask for ask, met in zip(asks, pool.map(lambda ask: is_met(*ask), asks), strict=True) if not met] == []
    assert not is_met({"routes": ["shop/other"]}, asks[0][1])


def test_the_model_agrees_at_every_instant() -> None:
    offices = {one.name: one for one in example.program().calendars}
    ours = routing.configuration(example.program())
    horizon = rotas.horizon(example.program().project)
    assert horizon is not None
    seen = set()
    for test in route_tests():
        for alert in test["alerts"]:
            for told in test["told"]:
                at = int(datetime.fromisoformat(told["at"]).timestamp())
                taken = routing.destinations(ours, labels_of(alert))
                sent = [one.receiver for one in taken if routing.is_sent(ours, one.route, at)]
                assert sent == told["receivers"], (alert, told)
                calendar, is_of_office, _ = told["why"].partition(" is ")
                if is_of_office:
                    hours = rotas.office_hours(offices[calendar], horizon)
                    assert any(start <= at < end for start, end in hours) is ("is open" in told["why"])
                seen.add(told["why"].partition(" is ")[2].rstrip(" -0123456789"))
    closed = {"closed", "closed for a minute more", "closed for the holiday", "closed after the clocks were changed"}
    assert seen == {"", "open", "open for a minute more", "open after the clocks were changed", *closed}
