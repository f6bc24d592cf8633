"""The mutants of rule files: each differs from the original in one line, or lacks one rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.mutants.mutate import mutants
from tests.mutants.pieces import Group, groups, pieces

RULES = """\
groups:
  - name: web:fast
    rules:
      - record: slo:sli_total:rate5m
        expr: sum(rate(x_total{job="web"}[5m]))
        labels:
          slo_id: web/a
      - alert: Burn
        expr: |-
          long > 0.5
          and
          short > 0.5
        for: 5m
        labels:
          severity: page
        annotations:
          summary: It > 1 burns.
"""


def test_each_thing_is_changed_once() -> None:
    found = list(mutants(RULES))
    assert Counter(one.kind for one in found) == {
        "series": 1, "window": 2, "matcher": 1, "label": 2, "threshold": 4, "operator": 2, "and": 1, "timing": 2, "rule": 2,
    }  # fmt: skip
    assert len({one.text for one in found}) == len(found)


def test_a_mutant_differs_in_one_line() -> None:
    for one in mutants(RULES):
        if one.kind != "rule":
            pairs = zip(RULES.splitlines(), one.text.splitlines(), strict=True)
            assert [n for n, (old, new) in enumerate(pairs, start=1) if old != new] == [one.line]


TEST = """\
# generated
rule_files: ["../../rules/web/fast.yaml", "../../rules/web/slow.yaml"]
evaluation_interval: 1m
group_eval_order: ["web/a:fast", "web/a-b:fast", "web/a:slow", "web/a-b:slow"]
tests:
  - name: "both"
    interval: 1m
    input_series:
      - {series: "x_total", values: "1+1x9"}
    promql_expr_test:
      - {expr: "count(x{slo_id=\\"web/a\\"})", eval_time: 5m}
      - {expr: "count(x{slo_id=\\"web/a-b\\"})", eval_time: 5m}
  - name: "the other"
    interval: 1m
    input_series:
      - {series: "y_total", values: "1+1x9"}
    alert_rule_test:
      - {alertname: "Burn", eval_time: 5m, exp_alerts: [{exp_labels: {"slo_id": "web/a-b"}}]}
"""


def test_a_group_is_judged_by_the_blocks_that_name_its_owner(tmp_path: Path) -> None:
    (tmp_path / "one.test.yaml").write_text(TEST)
    group = Group("web/a:slow", 0, "")
    (piece,) = pieces(tmp_path, group)
    assert piece.rules == ("fast", "slow")
    assert 'rule_files: ["fast.yaml", "slow.yaml"]\n' in piece.text
    assert 'group_eval_order: ["web/a:fast", "web/a:slow"]\n' in piece.text
    assert "x_total" in piece.text
    assert "web/a-b" not in piece.text
    assert {one.name for one in pieces(tmp_path, Group("web/a-b:fast", 0, ""))} == {"one-0", "one-1"}
    assert not pieces(tmp_path, Group("web/a:budget", 0, ""))


def test_a_group_is_a_rule_file_of_its_own() -> None:
    second = RULES.replace("web:fast", "web:slow").removeprefix("groups:\n")
    found = list(groups(RULES + second))
    assert [(one.name, one.owner) for one in found] == [("web:fast", "web"), ("web:slow", "web")]
    assert [one.text for one in found] == [RULES, "groups:\n" + second]
    assert (RULES + second).splitlines()[found[1].line + 1] == second.splitlines()[0]


def test_a_change_is_told_in_its_line() -> None:
    told = {one.change for one in mutants(RULES)}
    assert {'expr: sum(rate(x_total{job="web"}[⟨5m → 375s⟩]))', "long > ⟨0.5 → 0.55⟩", "⟨and → or⟩"} <= told
    assert {one.rule.splitlines()[0].strip() for one in mutants(RULES)} == {
        "- record: slo:sli_total:rate5m",
        "- alert: Burn",
    }
