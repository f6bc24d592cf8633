"""Every query of a board parses, has one value for each moment, and reads only series and labels that there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from msgspec.structs import replace

from sre_compiler import pipeline, promql
from sre_compiler.program.indicators import queries
from sre_compiler.promql.labels import Labels, label_flow
from tests.consumers import example
from tests.consumers.boards import boards, programs, targets

RANGES = frozenset({"__rate_interval", "__range"})
_DEFINITION = re.compile(r"label_values\((.*), (\w+)\)")
_LEGEND = re.compile(r"\{\{(\w+)\}\}")
FREE = frozenset({"job", "instance", "le"})
"""Labels of the specs' own metrics that no spec has to name."""


def parsed(text: str) -> promql.Expr:
    return promql.parse(text, placeholders=RANGES)


@cache
def produced(name: str) -> dict[str, frozenset[str] | None]:
    """The series that exist for a project, and their labels; None where only the specs' own exporters know them."""
    program = programs()[name]
    found: dict[str, set[str] | None] = defaultdict(set)
    places = {*program.project.identity_labels, *(label for one in program.servers for label, _ in one.identity)}
    groups = {label for one in program.objectives() for label in one.group_by}
    for artifact in pipeline.artifacts(program, ["prometheus"]):
        if "/rules/" not in artifact.path:
            continue
        for rule in (rule for group in yaml.safe_load(artifact.text)["groups"] for rule in group["rules"]):
            metric = rule.get("record", "ALERTS")
            of_groups = set() if metric in CONSTANT else groups
            known = found[metric]
            assert known is not None
            known |= {*rule["labels"], *places, *of_groups}
    found["ALERTS"] = (found.get("ALERTS") or set()) | {"alertname", "alertstate"}
    for query in _own(name):
        for selector in promql.selectors(query):
            for suffix in ("", "_bucket", "_count"):
                found.setdefault(f"{selector.metric}{suffix}", None)
    return {metric: None if labels is None else frozenset(labels) for metric, labels in found.items()}


CONSTANT = {"slo:objective:ratio", "slo:error_budget:ratio", "slo:period:seconds", "slo_info"}


def _own(name: str) -> Iterator[promql.Expr]:
    for service in programs()[name].services:
        golden = service.golden_signals
        for one in (golden.traffic, golden.errors, golden.latency, golden.usage, golden.limit):
            if one is not None:
                yield one.tree
        for deployment in service.deployments.values():
            for objective in deployment.objectives:
                yield from (one.tree for one in queries(objective.indicator))


def closed(tree: promql.Expr, known: dict[str, frozenset[str] | None], every: frozenset[str]) -> promql.Expr:
    """The tree with `label=""` for each label that a series cannot have, so that the flow of labels knows it as impossible."""

    def narrowed(node: promql.Expr) -> promql.Expr:
        if not isinstance(node, promql.Selector):
            return node
        labels = known[node.metric or ""]
        absent = () if labels is None else tuple(promql.Matcher(name, "=", "") for name in sorted(every - labels))
        return replace(node, matchers=node.matchers + absent)

    return promql.transform(tree, narrowed)


def named(tree: promql.Expr) -> frozenset[str]:
    """Every label that an expression names."""
    found: set[str] = set()
    for node in promql.walk(tree):
        if isinstance(node, promql.Selector):
            found |= {matcher.name for matcher in node.matchers}
        elif isinstance(node, promql.Aggregation) and node.grouping is not None:
            found |= {label.name for label in node.grouping.labels}
        elif isinstance(node, promql.Binary) and node.matching is not None:
            found |= {label.name for label in (*node.matching.labels, *node.matching.include)}
    return frozenset(found)


def missing(tree: promql.Expr) -> Iterator[str]:
    """The labels that an operator or a `by` asks for and that can not be there."""
    flow = label_flow(tree)
    for node in promql.walk(tree, durations=False):
        if isinstance(node, promql.Aggregation) and node.grouping is not None and not node.grouping.without:
            yield from _absent([label.name for label in node.grouping.labels], flow[id(node.expr)])
        elif isinstance(node, promql.Binary) and node.matching is not None:
            sides = [flow[id(node.left)], flow[id(node.right)]]
            for side in sides:
                yield from _absent([label.name for label in node.matching.labels], side)
            one = sides[1] if node.matching.group == "group_left" else sides[0]
            yield from _absent([label.name for label in node.matching.include], one)


def _absent(names: list[str], labels: Labels) -> Iterator[str]:
    yield from (name for name in names if labels.absence(name) is not None)


def wrong(name: str, text: str, legend: str = "") -> list[str]:
    """What a query reads that does not exist."""
    known = produced(name)
    tree = parsed(text)
    selectors = list(promql.selectors(tree))
    unknown = [f"series {one.metric}" for one in selectors if one.metric not in known]
    if unknown:
        return unknown
    wrong_labels = [
        f"label {matcher.name} of {one.metric}"
        for one in selectors
        for matcher in one.matchers
        if (labels := known[one.metric or ""]) is not None and matcher.name not in labels
    ]
    every = named(tree) | frozenset(_LEGEND.findall(legend))
    full = closed(tree, known, every)
    result = label_flow(full)[id(full)]
    in_legend = [f"legend {label}" for label in _LEGEND.findall(legend) if result.absence(label) is not None]
    return [*wrong_labels, *missing(full), *in_legend]


def test_every_query_reads_what_there_is() -> None:
    seen = 0
    for name, _, target in targets():
        project = name.partition(":")[0]
        assert wrong(project, target["expr"], target.get("legendFormat", "")) == [], f"{name}: {target['expr']}"
        seen += 1
    assert seen > 150


@pytest.mark.parametrize(
    ("text", "legend", "what"),
    [
        ("slo:error_budget_left:ratio", "", ["series slo:error_budget_left:ratio"]),
        ('slo_info{sloid="a"}', "", ["label sloid of slo_info"]),
        ("sum by (team) (slo:objective:ratio)", "", ["team"]),
        ("slo:error_budget_remaining:ratio / on (slo_id, leg) slo:objective:ratio", "", ["leg", "leg"]),
        ("sum by (slo_id) (slo_info)", "{{team}}", ["legend team"]),
    ],
)
def test_what_does_not_exist_is_found(text: str, legend: str, what: list[str]) -> None:
    assert wrong("example", text, legend) == what


def test_every_query_returns_an_instant_vector() -> None:
    for name, _, target in targets():
        assert parsed(target["expr"]).type == "vector", name


def test_every_mark_selects_alerts_by_labels_that_they_have() -> None:
    for name, board in boards():
        for mark in board["annotations"]["list"]:
            assert wrong(name.partition(":")[0], mark["expr"]) == [], name
            assert mark["expr"] == mark["target"]["expr"]


def test_every_variable_reads_what_there_is() -> None:
    for name, board in boards():
        project = name.partition(":")[0]
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                match = _DEFINITION.fullmatch(variable["query"])
                assert match, variable["query"]
                for selector in promql.selectors(parsed(match.group(1))):
                    known = produced(project)
                    if selector.metric is None:
                        assert match.group(2) in FREE
                    else:
                        labels = known[selector.metric]
                        assert labels is None or {match.group(2), *(one.name for one in selector.matchers)} <= labels


def test_where_nothing_pages_no_alert_is_taken_for_a_page() -> None:
    """A regular expression of nothing would match every alert without a severity."""
    program = example.program()
    quiet = replace(program, severities=tuple(replace(one, response="ticket") for one in program.severities))
    texts = [one.text for one in pipeline.artifacts(quiet, ["grafana"]) if one.path.endswith(".json")]
    assert any('severity=~\\"none\\"' in text for text in texts)
    assert not any('=~\\"\\"' in text for text in texts)


def test_no_query_makes_up_a_number_where_none_is_known() -> None:
    """`or` stands only behind a count, and what it adds is there only where SLOs are known."""
    for name, _, target in targets():
        for node in promql.walk(parsed(target["expr"])):
            if isinstance(node, promql.Binary) and node.op == "or":
                text = promql.print_expr(node.right)
                assert text == "vector(0)" or re.fullmatch(r"0 \* (count|max)\(slo_info(\{.*\})?\)", text), name
