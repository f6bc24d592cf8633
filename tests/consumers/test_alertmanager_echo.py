"""What follows a page in a running Alertmanager: the slower legs that it silenced are told one after the other, each as the faster ends.

Alertmanager knows only what fires now: that an alert was silenced while somebody worked on the outage is forgotten with its source.
"""

from __future__ import annotations

import time
from pathlib import Path

from sre_compiler import burnrate, pipeline
from tests.alertmanager_case import Alertmanager, Labels, Sink, into_sink, wait_for
from tests.consumers import example
from tests.consumers.test_alertmanager_live import BURN, FAST, PLACES
from tests.programs import Program

LEGS = (("sev1", "1h"), ("sev2", "6h"), ("sev4", "3d"))
QUIET = 3
"""Seconds in which nothing comes that is not to come; groups are sent after one."""


def test_slower_legs_are_told_as_the_faster_ones_end(tmp_path: Path, alertmanager: Program) -> None:
    alerts: list[Labels] = [{**BURN, **PLACES[0], "severity": severity, "leg": leg} for severity, leg in LEGS]
    with Sink() as sink:
        for artifact in pipeline.artifacts(example.program(), ["alertmanager"]):
            is_config = artifact.path == "alertmanager/alertmanager.yaml"
            text = into_sink(artifact.text, sink.url, FAST) if is_config else artifact.text
            (tmp_path / artifact.path.rpartition("/")[2]).write_text(text, encoding="utf-8")
        with Alertmanager(alertmanager, tmp_path, tmp_path / "alertmanager.yaml") as server:
            server.post(alerts)
            for at, (severity, _) in enumerate(LEGS):
                receiver = f"shop/{severity}"
                wait_for(lambda receiver=receiver: receiver in told(sink), receiver)  # type: ignore[misc]
                time.sleep(QUIET)
                slower = {f"shop/{later}" for later, _ in LEGS[at + 1 :]}
                assert not slower & told(sink)
                server.post([alerts[at]], ended=True)
    print(*(f"{one.at:5.1f} s  {one.receiver}: {one.body['status']}" for one in sink.messages), sep="\n")


def told(sink: Sink) -> set[str]:
    """The receivers that were told of something that fires."""
    return {one.receiver for one in sink.messages if one.alerts("firing")}


def test_each_slower_leg_of_the_example_ends_later_than_the_faster() -> None:
    """So that there is something left to tell when a page is over: the minutes are those of the guide."""
    legs = next(one.legs for _, one in example.objectives() if len(one.alerting_legs) == 4)
    ends = [(one.leg.short.milliseconds + burnrate.keep_firing_for(one.leg).milliseconds) // 60_000 for one in legs]
    assert ends == [11, 66, 4 * 60 + 24, 13 * 60 + 12]
