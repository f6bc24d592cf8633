"""Alerts lead to a panel that is there, boards lead back, and no word of a spec is read as more than a word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from sre_compiler import pipeline
from sre_compiler.backends.grafana import escaping
from sre_compiler.program.boards import service_uid
from tests.compiled import PROJECT, write_specs
from tests.consumers.boards import Json, boards, hostile, programs, texts

ONE_SLO = """
  slos: [{name: answers, objective: 99%, window: 30d, burn_rate_policy: standard, sli: {ratio: {errors: bad_total, total: all_total}}}]
"""
_VARIABLE = re.compile(r"\$\{?(\w+)|\[\[(\w+)")
BUILT_IN = {"__rate_interval", "__range", "__url_time_range", "__data", "__all"}


def alerts(name: str) -> Iterator[Json]:
    for artifact in pipeline.artifacts(programs()[name], ["prometheus"]):
        if "/rules/" not in artifact.path:
            continue
        for group in yaml.safe_load(artifact.text)["groups"]:
            yield from (rule for rule in group["rules"] if "alert" in rule)


def by_uid(name: str) -> dict[str, Json]:
    return {board["uid"]: board for where, board in boards() if where.startswith(f"{name}: ")}


@pytest.mark.parametrize("name", ["example", "hostile"])
def test_every_alert_leads_to_a_panel_that_is_there(name: str) -> None:
    known = by_uid(name)
    seen = 0
    for rule in alerts(name):
        board = known[rule["annotations"]["__dashboardUid__"]]
        panel = next(one for one in board["panels"] if one["id"] == int(rule["annotations"]["__panelId__"]))
        assert panel["title"] == ("Burn rate" if "slo_id" in rule["labels"] else "Alerts by severity")
        assert f"service:{rule['labels']['service']}" in board["tags"]
        seen += 1
    assert seen


def test_the_panel_of_an_alert_draws_the_factor_at_which_it_fires() -> None:
    known = by_uid("example")
    legs = {
        (one.slo_id, leg.name): leg.leg.factor
        for service in programs()["example"].services
        for one in service.deployments["prod"].objectives
        for leg in one.alerting_legs
    }
    for rule in alerts("example"):
        leg = legs.get((rule["labels"].get("slo_id"), rule["labels"].get("leg")))
        if leg is not None:
            board = known[rule["annotations"]["__dashboardUid__"]]
            panel = next(one for one in board["panels"] if one["id"] == int(rule["annotations"]["__panelId__"]))
            lines = [step["value"] for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"][1:]]
            assert float(leg) in lines
            assert Fraction(str(float(leg))) == leg


def test_the_address_in_an_alert_is_that_of_a_board_with_its_variables() -> None:
    known = by_uid("example")
    for rule in alerts("example"):
        address = urlsplit(rule["annotations"]["dashboard_url"])
        board = known[address.path.removeprefix("/d/")]
        variables = {one["name"] for one in board["templating"]["list"]}
        assert {name.removeprefix("var-") for name in parse_qs(address.query)} <= variables


def test_a_project_without_the_address_of_grafana_still_names_board_and_panel() -> None:
    for rule in alerts("hostile"):
        assert "dashboard_url" not in rule["annotations"]
        assert rule["annotations"]["__dashboardUid__"] == service_uid("web")


def test_a_project_without_grafana_has_no_boards_and_names_none(tmp_path: Path) -> None:
    without = PROJECT.replace('  grafana: {url: "https://grafana.test.example"}\n', "")
    assert without != PROJECT
    program = pipeline.compile_specs(str(write_specs(tmp_path / "specs", ONE_SLO, project=without))).program
    assert program is not None
    made = list(pipeline.artifacts(program, ["grafana", "prometheus"]))
    assert {one.path.partition("/")[0] for one in made} == {"prometheus"}
    assert not [one.path for one in made if "dashboard" in one.text]


def test_every_link_between_boards_leads_to_a_board_and_names_variables_that_it_has() -> None:
    for name in programs():
        known = by_uid(name)
        for board in known.values():
            for address in re.findall(r"/d/[^\s\")]+", json.dumps(board)):
                parts = urlsplit(address.replace("\\", ""))
                asked = {one.partition("=")[0] for one in parts.query.split("&")} - {"${__url_time_range}"}
                for service in programs()[name].services:
                    target = known[parts.path.removeprefix("/d/").replace("${service}", service.name)]
                    variables = {one["name"] for one in target["templating"]["list"]}
                    assert {one.removeprefix("var-") for one in asked} <= variables, address


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from (text for value in data.values() for text in strings(value))
    elif isinstance(data, list):
        yield from (text for value in data for text in strings(value))


def test_nothing_is_filled_in_but_variables_of_ours() -> None:
    for name, board in boards():
        ours = BUILT_IN | {variable["name"] for variable in board["templating"]["list"]}
        if board["uid"].startswith("sre-service-"):
            assert len(ours) == len(BUILT_IN) + 1
        for text in strings(board):
            found = {match.group(1) or match.group(2) for match in _VARIABLE.finditer(text)}
            assert found <= ours, f"{name}: {text}"


def test_words_of_a_spec_are_no_markup() -> None:
    board = by_uid("hostile")[service_uid("web")]
    row = next(one for one in board["panels"] if one["type"] == "row")
    assert row["title"] == "[Click](javascript:alert(1)) $ service [ [service]] {{ alertname }}"
    about = board["panels"][board["panels"].index(row) + 1]["description"]
    assert about == "&#60;img src=x onerror=alert&#40;1&#41;&#62; costs &#36;slo&#95;id &#38; more"
    assert [one["url"] for one in board["links"] if one["title"] == "a-page"] == [
        "https://x.test.example/%24service?a=%28b%29"
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- a list\n# title", "&#45; a list &#35; title"),
        ("1. first", "&#49;. first"),
        ("see https://x.example", "see https&#58;//x.example"),
        ("plain words, with 5 commas-and dashes.", "plain words, with 5 commas-and dashes."),
    ],
)
def test_markdown_is_escaped(text: str, written: str) -> None:
    assert escaping.markdown(text) == written


def test_a_dollar_in_a_selector_is_written_as_an_escape() -> None:
    board = by_uid("hostile")[service_uid("web")]
    exprs = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    assert any(r'path=~"/[\x5b:alpha:]]+\x24"' in expr for expr in exprs)
    assert any(r'code="\x24slo_id"' in expr and r'path="[\x5bservice]]"' in expr for expr in exprs)


def test_provisioning_reads_the_folder_and_the_servers_whose_address_is_known() -> None:
    files = texts("hostile")
    provider = yaml.safe_load(files["grafana/provisioning/dashboards/sre-compile.yaml"])["providers"][0]
    assert provider["folder"] == "a: b"
    assert provider["options"] == {"path": "/etc/grafana/dashboards/sre-compile"}
    source = yaml.safe_load(files["grafana/provisioning/datasources/sre-compile.yaml"])["datasources"][0]
    assert (source["name"], source["url"]) == ("Prometheus main", "https://prom.test.example/$$x")
    assert source["jsonData"]["timeInterval"] == "30s"


def test_each_board_is_a_config_map_that_the_sidecar_finds_where_the_project_asks_for_it() -> None:
    files = texts("hostile")
    maps = {path: yaml.safe_load(text) for path, text in files.items() if path.startswith("grafana/kubernetes/")}
    assert len(maps) == len(by_uid("hostile"))
    for one in maps.values():
        assert one["metadata"]["labels"] == {"grafana_dashboard": "1"}
        assert one["metadata"]["namespace"] == "watch"
        [(file, text)] = one["data"].items()
        assert text == files[f"grafana/dashboards/{file}"]
    assert not any(path.startswith("grafana/kubernetes/") for path in texts("example"))


def test_a_long_name_is_cut_to_a_uid_of_its_own() -> None:
    long = ["checkout-of-everything-that-is-sold-in-europe", "checkout-of-everything-that-is-sold-in-asia"]
    uids = {service_uid(name) for name in long}
    assert len(uids) == 2
    assert {len(uid) for uid in uids} == {40}
    assert all("_" in uid for uid in uids)
    assert service_uid("checkout") == "sre-service-checkout"


def test_boards_of_one_store_join_on_the_labels_that_tell_places_apart() -> None:
    assert hostile().servers[0].identity == (("env", "prod"),)
    board = by_uid("hostile")["sre-slo-fleet"]
    assert any("on (slo_id, env)" in target["expr"] for panel in board["panels"] for target in panel.get("targets", []))
