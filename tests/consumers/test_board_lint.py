"""The rules of grafana/dashboard-linter, one test for each, by their names there.

Its binary needs a compiler for Go that Debian does not have, so its rules are written down again. Those about `job` and
`instance` hold for the board of golden signals alone: recorded series and alerts have no such labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import promql_parser

from sre_compiler import promql
from sre_compiler.program.boards import SIGNALS
from tests.consumers.boards import Json, boards, panels, targets
from tests.consumers.test_board_queries import parsed

DRAWN = {"stat", "timeseries", "table"}
ASKED = {"stat", "table", "state-timeline", "timeseries"}
KINDS = ASKED | {"text"}
"""The kinds of panels that the rules were looked up for; another one wants another look at them."""


def _variables(kind: str) -> Iterator[tuple[str, Json]]:
    for name, board in boards():
        for variable in board["templating"]["list"]:
            if variable["type"] == kind:
                yield name, variable


def _signals() -> Iterator[tuple[str, Json]]:
    found = [(name, board) for name, board in boards() if board["uid"] == SIGNALS]
    assert found
    yield from found


def _calls() -> Iterator[tuple[str, promql.Call]]:
    for name, panel, target in targets():
        if panel["type"] in ASKED:
            for node in promql.walk(parsed(target["expr"])):
                if isinstance(node, promql.Call):
                    yield name, node


def test_no_kind_of_panel_is_unknown_here() -> None:
    assert {panel["type"] for _, panel in panels()} == KINDS


def test_template_datasource_rule() -> None:
    found = dict(_variables("datasource"))
    assert found.keys() == dict(boards()).keys()
    for name, variable in found.items():
        assert (variable["name"], variable["label"], variable["query"]) == (
            "datasource",
            "Data source",
            "prometheus",
        ), name


def test_template_job_rule_and_template_instance_rule() -> None:
    for name, board in _signals():
        variables = {one["name"]: one for one in board["templating"]["list"]}
        for label in ("job", "instance"):
            one = variables[label]
            assert (one["type"], one["label"], one["multi"], one["allValue"]) == ("query", label.title(), True, ".+"), (
                name
            )
            assert one["datasource"]["uid"] == "${datasource}"


def test_template_label_promql_rule() -> None:
    for name, variable in _variables("query"):
        match = re.fullmatch(r"label_values\((.+), \w+\)", variable["query"])
        assert match, name
        promql_parser.parse(match.group(1))
        assert variable["definition"] == variable["query"]


def test_template_on_time_change_reload_rule() -> None:
    assert {variable["refresh"] for _, variable in _variables("query")} == {2}


def test_every_variable_has_a_query_and_a_choice_that_the_linter_can_read() -> None:
    for _, board in boards():
        for variable in board["templating"]["list"]:
            assert variable["query"]
            assert variable.get("current", {}).get("value") != []


def test_panel_datasource_rule() -> None:
    for name, panel in panels():
        if panel["type"] in DRAWN:
            assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}, name


def test_panel_title_description_rule() -> None:
    for name, panel in panels():
        assert panel["title"], name
        assert panel["type"] not in DRAWN or panel["description"], name


def test_panel_units_rule() -> None:
    for name, panel in panels():
        if panel["type"] in DRAWN:
            assert panel["fieldConfig"]["defaults"]["unit"], name
            assert "mappings" in panel["fieldConfig"]["defaults"], name


def test_panel_no_targets_rule() -> None:
    for name, panel in panels():
        assert panel["type"] == "text" or panel["targets"], name


def test_target_logql_rule_and_target_logql_auto_rule() -> None:
    """They are about Loki, which no board reads."""
    assert {target["datasource"]["type"] for _, _, target in targets()} == {"prometheus"}


def test_target_promql_rule() -> None:
    for name, _, target in targets():
        expanded = target["expr"].replace("[$__rate_interval]", "[5m]").replace("[$__range:", "[7d:")
        assert promql_parser.parse(expanded), name


def test_target_rate_interval_rule() -> None:
    for name, call in _calls():
        if call.function in {"rate", "irate"}:
            assert promql.print_expr(call).endswith("[$__rate_interval])"), name


def test_target_job_rule_and_target_instance_rule() -> None:
    for _, board in _signals():
        for panel in board["panels"]:
            for target in panel["targets"]:
                for selector in promql.selectors(parsed(target["expr"])):
                    matchers = {(one.name, one.op, one.value) for one in selector.matchers}
                    assert matchers >= {("job", "=~", "$job"), ("instance", "=~", "$instance")}, target["expr"]


def test_target_counter_agg_rule() -> None:
    for name, _, target in targets():
        tree = parsed(target["expr"])
        rated = {
            id(selector)
            for node in promql.walk(tree)
            if isinstance(node, promql.Call) and node.function in {"rate", "irate", "increase"}
            for selector in promql.selectors(node)
        }
        bare = [one for one in promql.selectors(tree) if (one.metric or "").endswith("_total") and id(one) not in rated]
        assert bare == [], name


def test_uneditable_dashboard() -> None:
    assert {board["editable"] for _, board in boards()} == {False}
