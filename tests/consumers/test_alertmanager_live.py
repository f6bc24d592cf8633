"""The example in a running Alertmanager, in office hours, at night and on a holiday: who is told of what, in which group."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from sre_compiler import pipeline, rotas, routing
from sre_compiler.program.program import Program as Specs
from tests.alertmanager_case import Alertmanager, Labels, Sink, into_sink, wait_for
from tests.programs import ROOT, Program

CALENDAR = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Calendar
metadata: {{name: {name}}}
spec:
  timezone: {zone}
  hours: [{{days: [mon, tue, wed, thu, fri, sat, sun], from: "{start}", to: "{end}"}}]
  holidays: {{extra: {holidays}}}
"""
Sent = tuple[str, str, frozenset[tuple[str, str]]]
"""The receiver, the group, and the labels of an alert."""
ZONES = {"berlin-office": "Europe/Berlin", "new-york-office": "America/New_York"}
FAST = {"group_wait": "1s", "group_interval": "1s", "repeat_interval": "1h"}
PLACES: tuple[Labels, ...] = ({"env": "prod", "cluster": "eu1"}, {"env": "prod", "cluster": "us1"})
BURN = {"alertname": "CheckoutLatencyBudgetBurn", "team": "shop", "service": "checkout", "slo_id": "checkout/latency"}
NO_DATA = {"alertname": "CheckoutLatencyNoData", "team": "shop", "service": "checkout", "slo_id": "checkout/latency"}


def calendars(day: str, now: datetime) -> str:
    """Office hours around now, or around twelve hours from now; or around now, with holidays around today."""
    found = []
    for name, zone in ZONES.items():
        clock = rotas.clock(zone, horizon(now))
        wall = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=clock.wall(int(now.timestamp())))
        middle = wall + timedelta(hours=12 if day == "night" else 0)
        start, end = middle - timedelta(hours=3), middle + timedelta(hours=3)
        holidays = [f"{wall + timedelta(days=days):%Y-%m-%d}" for days in (-1, 0, 1)] if day == "holiday" else []
        text = CALENDAR.format(name=name, zone=zone, start=f"{start:%H:%M}", end=f"{end:%H:%M}", holidays=holidays)
        found.append(text)
    return "---\n".join(found)


def horizon(now: datetime) -> rotas.Horizon:
    seconds = int(now.timestamp())
    return rotas.Horizon(seconds - 86_400, seconds + 86_400)


def alerts(specs: Specs) -> list[Labels]:
    """Every team with every severity and with unknown ones, and an outage of one SLO in one of two places."""
    severities = [value for one in specs.severities for value in (one.name, *one.also)]
    found = [
        {"alertname": f"Plain{at}", "team": team, "severity": severity, **place}
        for at, team in enumerate((*(one.name for one in specs.teams), "shopp"))
        for severity in (*severities, "fatal")
        for place in PLACES
    ]
    here, there = PLACES
    found += [
        {**BURN, "severity": s, "leg": leg, **here} for s, leg in [("sev1", "1h"), ("sev2", "6h"), ("sev3", "1d")]
    ]
    found += [{**BURN, "severity": "sev3", "leg": leg, **there} for leg in ("1d", "3d")]
    found.append({**NO_DATA, "severity": "sev3", **there})
    grouped = {**BURN, "slo_id": "checkout/payment-provider", "severity": "sev3", "leg": "1d", **here}
    found += [{**grouped, "slo_group": group} for group in ("acme", "bolt")]
    return [*found, {**NO_DATA, "slo_id": "checkout/payment-provider", "severity": "sev3", "slo_group": "acme", **here}]


@pytest.mark.parametrize("day", ["office", "night", "holiday"])
def test_who_is_told(tmp_path: Path, alertmanager: Program, day: str) -> None:
    now = datetime.now(UTC)
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    (tmp_path / "specs/calendars.yaml").write_text(calendars(day, now), encoding="utf-8")
    specs = pipeline.compile_specs(str(tmp_path / "specs")).program
    assert specs is not None
    firing = alerts(specs)
    wanted = Counter(messages(specs, firing, now))
    with Sink() as sink:
        for artifact in pipeline.artifacts(specs, ["alertmanager"]):
            text = (
                into_sink(artifact.text, sink.url, FAST)
                if artifact.path == "alertmanager/alertmanager.yaml"
                else artifact.text
            )
            (tmp_path / artifact.path.rpartition("/")[2]).write_text(text, encoding="utf-8")
        config = tmp_path / "alertmanager.yaml"
        resolved = {one["name"] for one in yaml.safe_load(config.read_text())["receivers"] if tells_of_the_end(one)}
        with Alertmanager(alertmanager, tmp_path, config) as server:
            server.post(firing)
            wait_for(lambda: sent(sink, "firing").keys() >= wanted.keys(), f"{wanted - sent(sink, 'firing')}")
            time.sleep(3)
            assert sent(sink, "firing") == wanted
            server.post(firing, ended=True)
            over = Counter({one: number for one, number in wanted.items() if one[0] in resolved})
            wait_for(lambda: sent(sink, "resolved").keys() >= over.keys(), f"{over - sent(sink, 'resolved')}")
            assert sent(sink, "resolved").keys() == over.keys()
    told = {receiver for receiver, _, _ in wanted}
    assert ("shop/sev3/office" in told, "shop/sev3/off-hours" in told) == ((day == "office"), (day != "office"))
    assert {"shop/sev1", "platform/sev1", "shop/sev2", "unowned", "shop/other"} <= told
    assert "supply/sev1" not in told


def tells_of_the_end(receiver: dict[str, list[dict[str, bool]]]) -> bool:
    return any(one["send_resolved"] for one in receiver.get("webhook_configs", []))


def messages(specs: Specs, firing: list[Labels], now: datetime) -> Iterator[Sent]:
    """What the model says."""
    ours = routing.configuration(specs)
    loud = [labels for labels in firing if routing.inhibited(ours, labels, firing) is None]
    for labels, one in [(each, one) for each in loud for one in routing.destinations(ours, each)]:
        if routing.is_sent(ours, one.route, int(now.timestamp())):
            yield one.receiver, one.group_key(labels), frozenset(labels.items())


def sent(sink: Sink, status: str) -> Counter[Sent]:
    return Counter(
        (message.receiver, message.body["groupKey"], frozenset(labels.items()))
        for message in sink.messages
        for labels in message.alerts(status)
    )
