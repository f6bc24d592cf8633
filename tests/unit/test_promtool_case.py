"""The harness reads back from promtool exactly what Prometheus computed."""

from __future__ import annotations

from math import isnan

import pytest

from sre_compiler.units import Duration
from tests.programs import Program
from tests.promtool_case import Alert, At, Case, PromtoolError, Sample, only

HOSTILE = 'a "quoted" {brace}, back\\slash\nnew line\u00a0é 😀'
RULES = """
groups:
- name: second in the alphabet, first in order
  rules:
  - record: errors:rate5m
    expr: sum by (path) (rate(errors_total[5m]))
- name: a
  interval: 10m
  rules:
  - record: errors:double
    expr: 2 * errors:rate5m
  - alert: Errors
    expr: errors:double > 1
    labels: {severity: page}
    annotations:
      summary: "{{ $labels.path }} in {{ $externalLabels.env }}: {{ with query `nothing` }}some{{ else }}unknown{{ end }}"
"""
ERRORS = Case([RULES], {'errors_total{path="/a"}': range(0, 6000, 30), 'errors_total{path="/b"}': [0] * 200})


def test_samples_are_exact(promtool: Program):
    answers = ERRORS.samples([("errors:double", "1h"), ("errors_total", "17m"), ("0.1 + 0.2", "0s")], promtool)
    assert answers == {
        At("errors:double", "1h"): [
            Sample({"__name__": "errors:double", "path": "/a"}, 2.0),
            Sample({"__name__": "errors:double", "path": "/b"}, 0.0),
        ],
        At("errors_total", "17m"): [
            Sample({"__name__": "errors_total", "path": "/a"}, 1020.0),
            Sample({"__name__": "errors_total", "path": "/b"}, 0.0),
        ],
        At("0.1 + 0.2", "0s"): [Sample({}, 0.1 + 0.2)],
    }


def test_groups_run_in_the_order_of_the_files(promtool: Program):
    """Each group hands on what the one before it recorded at the same instant; any other order hands on older values."""
    groups = [f"{{name: g{n}, rules: [{{record: 'step:{n + 1}', expr: 'step:{n} * 1'}}]}}" for n in range(16)]
    case = Case([f"groups: [{one}]" for one in groups], {"step:0": range(200)})
    assert only(case.samples([("step:16", "30m")], promtool)["step:16", "30m"]) == 60


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("1 / 0", "inf"),
        ("-1 / 0", "-inf"),
        ("0 / 0", "nan"),
        ("vector(1) > 2", None),
        ("12345678901 * 1", "12345678901.0"),
    ],
)
def test_odd_vectors(promtool: Program, query: str, expected: str | None):
    samples = ERRORS.samples([(query, "1m")], promtool)[At(query, "1m")]
    assert [str(sample.value) for sample in samples] == ([] if expected is None else [expected])


def test_hostile_labels_come_back_unchanged(promtool: Program):
    value = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    case = Case([], {f'm{{l="{value}", z="last"}}': [7], "m": [8]})
    assert case.samples([("m", "0s")], promtool)[At("m", "0s")] == [
        Sample({"__name__": "m"}, 8.0),
        Sample({"__name__": "m", "l": HOSTILE, "z": "last"}, 7.0),
    ]


def test_holes_and_notation(promtool: Program):
    case = Case([], {"a": [1, None, 3], "b": "1 _ 3", "c": "0+10x2 stale"}, interval="10m")
    answers = case.samples([("a", "10m"), ("b", "10m"), ("a + on() b", "20m"), ("c", "20m"), ("c", "30m")], promtool)
    assert [[sample.value for sample in samples] for samples in answers.values()] == [[], [], [6.0], [20.0], []]


@pytest.mark.parametrize("interval", ["30s", "17s"])
def test_a_counter_off_the_scrape_grid(promtool: Program, interval: str):
    """A counter that grows by 17 a second has that rate at any spacing."""
    step = int(Duration.parse(interval).in_seconds)
    counter = [second * 17 for second in range(0, 3600, step)]
    case = Case([RULES], {"errors_total": counter}, interval=interval)
    assert only(case.samples([("errors:rate5m", "50m")], promtool)[At("errors:rate5m", "50m")]) == pytest.approx(17)


def test_alerts_with_their_annotations(promtool: Program):
    case = Case([RULES], ERRORS.series, external_labels={"env": "prod"})
    assert case.alerts([("Errors", "30m"), ("Errors", "0s"), ("None", "30m")], promtool) == {
        At("Errors", "30m"): [
            Alert({"alertname": "Errors", "severity": "page", "path": "/a"}, {"summary": "/a in prod: unknown"})
        ],
        At("Errors", "0s"): [],
        At("None", "30m"): [],
    }


@pytest.mark.parametrize(
    ("rules", "query", "said"),
    [
        ([], "rate(m[5m", "unclosed left parenthesis"),
        ([], "m + on() m", "many-to-many"),
        (["groups: [{name: g, rules: [{record: r, expr: '1 +'}]}]"], "r", "unexpected end of input"),
    ],
)
def test_what_promtool_refuses_is_an_error(promtool: Program, rules: list[str], query: str, said: str):
    case = Case(rules, {'m{a="1"}': [1], 'm{a="2"}': [1]})
    with pytest.raises(PromtoolError, match=said):
        case.samples([("m", "0s"), (query, "0s")], promtool)


def test_only_wants_one_series():
    assert only([Sample({}, 3.0)]) == 3.0
    with pytest.raises(AssertionError, match="expected one series"):
        only([])
    assert isnan(only([Sample({}, float("nan"))]))
