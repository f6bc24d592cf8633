"""The mutants of rule files: each differs from the original in one line, or lacks one rule."""

from __future__ import annotations

from collections import Counter

from tests.mutants.mutate import mutants

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
