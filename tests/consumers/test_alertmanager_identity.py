"""What a running Alertmanager does with an open incident when routes change under it: what `build` says of such changes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sre_compiler import routing
from tests.alertmanager_case import Alertmanager, Sink, wait_for
from tests.programs import Program

CONFIG = """\
route:
  receiver: root
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
  routes:
    - matchers: [team="shop"]
      receiver: shop
      group_by: [alertname]
receivers:
  - name: root
  - name: shop
    webhook_configs:
      - {url: "SINK/first"}
"""
ALERT = {"alertname": "Full", "team": "shop", "env": "prod"}
QUIET = 4
"""Seconds after which all is sent that is ever sent; groups are looked at each second."""


@pytest.mark.parametrize(
    ("old", "new", "is_moved", "is_reordered", "again", "over"),
    [
        ("repeat_interval: 1h", "repeat_interval: 2h", False, False, set(), {"first"}),
        ("group_by: [alertname]", "group_by: [alertname, env]", True, False, {"first"}, {"first"}),
        ('team="shop"', 'team=~"shop"', True, False, {"first"}, {"first"}),
        ("receiver: shop", "receiver: store", True, False, {"first"}, {"first"}),
        ('      - {url: "SINK/first"}', '      - {url: "SINK/new"}\n      - {url: "SINK/first"}', False, True, {"first"}, {"first", "new"}),
        ('      - {url: "SINK/first"}', '      - {url: "SINK/first"}\n      - {url: "SINK/new"}', False, False, {"new"}, {"first", "new"}),
    ],
    ids=["timing", "group_by", "matcher", "name", "way-before", "way-behind"],
)  # fmt: skip
def test_what_is_open(  # noqa: PLR0917 - what changes, and what is said and done about it
    tmp_path: Path,
    alertmanager: Program,
    old: str,
    new: str,
    is_moved: bool,
    is_reordered: bool,
    again: set[str],
    over: set[str],
) -> None:
    before = CONFIG
    after = (
        before.replace(old, new).replace("name: shop", "name: store") if "store" in new else before.replace(old, new)
    )
    written = [routing.read(text.encode(), "alertmanager.yaml") for text in (before, after)]
    one, other = (base for base in written if base is not None)
    assert bool([*routing.moved(routing.loaded(one), routing.loaded(other))]) is is_moved
    assert bool([*routing.reordered(one, other)]) is is_reordered
    with Sink() as sink:
        config = tmp_path / "alertmanager.yaml"
        config.write_text(before.replace("SINK", sink.url), encoding="utf-8")
        with Alertmanager(alertmanager, tmp_path, config) as server:
            server.post([ALERT])
            wait_for(lambda: bool(sink.messages), "nothing was sent")
            key = sink.messages[0].body["groupKey"]
            config.write_text(after.replace("SINK", sink.url), encoding="utf-8")
            server.reload()
            time.sleep(QUIET)
            assert {each.receiver for each in sink.messages[1:]} == again
            server.post([ALERT], ended=True)
            time.sleep(QUIET)
    ends = [each for each in sink.messages if each.alerts("resolved")]
    assert {each.receiver for each in ends} == over
    is_other_incident = new.startswith(("group_by", "team"))
    assert {each.body["groupKey"] == key for each in ends} == {not is_other_incident}
