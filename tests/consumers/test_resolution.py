"""An alert goes on for 1.2 times its short window after the condition clears, and then resolves."""

from __future__ import annotations

from pathlib import Path

from tests.compiled import rule_files, write_specs
from tests.consumers.projects import ONE_LEG
from tests.programs import Program
from tests.promtool_case import Case

SLO = """\
  slos:
    - name: availability
      objective: 99.9%
      window: 30d
      sli: {ratio: {errors: 'http_requests_total{code="500"}', total: http_requests_total}}
"""


def test_a_page_resolves(tmp_path: Path, promtool: Program) -> None:
    """An outage from minute 60 to 70: the last five minutes hold none of it from minute 75 on, and six are added."""
    rules = rule_files(write_specs(tmp_path, SLO, project=ONE_LEG))
    series = {
        'http_requests_total{code="200"}': "1000+10x120 2200x20 2210+10x60",
        'http_requests_total{code="500"}': "1000x120 1010+10x19 1200x60",
    }
    firing = {59: 0, 62: 1, 74: 1, 79: 1, 82: 0}
    queries = [('count(ALERTS{alertstate="firing"}) or vector(0)', f"{minute}m") for minute in firing]
    found = Case([*rules.values()], series).samples(queries, promtool)
    assert [one.value for [one] in found.values()] == [*firing.values()]
