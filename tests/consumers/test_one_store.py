"""`labels_on: series`: two environments in one store, whose series tell them apart by a label."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import pipeline
from tests.compiled import write_specs
from tests.consumers.projects import ONE_STORE
from tests.consumers.worlds import SLIS, Flow, Sli
from tests.programs import Program
from tests.promtool_case import Case, Labels, Values

SERVICE = """\
  environments: [prod, staging]
  slos:
    - name: indicator
      objective: 99%
      window: 30d
      GROUPS
      sli: {SLI}
  alerts:
    - {name: Queue, expr: sum by (route) (queue_depth) > 10, severity: ticket, summary: Full}
"""

GOOD, BAD = Flow(10, 0), Flow(0, 9)


def rules(folder: Path, sli: Sli, *, grouped: bool) -> list[str]:
    """The rule files of both environments; promtool, unlike a server, wants each group's name once."""
    text = SERVICE.replace("SLI", sli.spec).replace("GROUPS", "group_by: [route]" if grouped else "")
    compiled = pipeline.compile_specs(str(write_specs(folder, text, project=ONE_STORE)))
    assert compiled.program is not None, compiled.diagnostics
    return [
        one.text.replace("- name: web", f"- name: {one.path.split('/')[1]}/web")
        for one in pipeline.artifacts(compiled.program, ["prometheus"])
        if "/rules/" in one.path
    ]


def raw(sli: Sli, env: str, flow: Flow) -> dict[str, Values]:
    return {name.replace("{", f'{{env="{env}",'): values for name, values in sli.series("a", flow).items()}


def firing(labels: Labels) -> tuple[str | None, ...]:
    return tuple(labels.get(name) for name in ("alertname", "env", "leg", "slo_group"))


@pytest.mark.parametrize("grouped", [False, True], ids=["whole", "grouped"])
@pytest.mark.parametrize("kind", SLIS)
def test_environments_do_not_mix(tmp_path: Path, promtool: Program, kind: str, grouped: bool) -> None:
    sli = SLIS[kind]
    case = Case(
        rules(tmp_path, sli, grouped=grouped),
        raw(sli, "prod", GOOD) | raw(sli, "staging", BAD),
        evaluation_interval="20m",
    )
    budget, alerts = ("slo:error_budget_remaining:ratio", "100m"), ('ALERTS{alertstate="firing"}', "100m")
    found = case.samples([budget, alerts], promtool)
    total, bad = sli.judge(*BAD.known)
    assert {one.labels["env"]: one.value for one in found[budget]} == pytest.approx(
        {"prod": 1, "staging": 1 - bad / total * 100}
    )
    assert len(found[budget]) == 2
    group = "a" if grouped else None
    assert sorted(firing(one.labels) for one in found[alerts]) == [
        ("WebIndicatorBudgetBurn", "staging", leg, group) for leg in ("1d", "1h", "3d", "6h")
    ]


@pytest.mark.parametrize("grouped", [False, True], ids=["whole", "grouped"])
def test_an_environment_that_vanishes(tmp_path: Path, promtool: Program, grouped: bool) -> None:
    sli = SLIS["ratio by expression"]
    series = raw(sli, "prod", GOOD) | raw(sli, "staging", Flow(10, 0, until=60))
    series |= {'queue_depth{env="prod",route="a"}': "11x200", 'queue_depth{env="staging",route="a"}': "10x200"}
    query = ('ALERTS{alertstate="firing"}', "96m")
    found = Case(rules(tmp_path, sli, grouped=grouped), series, evaluation_interval="4m").samples([query], promtool)[
        query
    ]
    missing = [("WebIndicatorNoData", "staging", None, group) for group in (None, *(["a"] if grouped else []))]
    assert sorted((firing(one.labels) for one in found), key=str) == sorted(
        [("Queue", "prod", None, None), *missing], key=str
    )


def test_live_numbers_are_those_of_the_environment(tmp_path: Path, promtool: Program) -> None:
    sli = SLIS["ratio of errors"]
    series = raw(sli, "prod", Flow(1, 9)) | raw(sli, "staging", Flow(2, 8))
    query = ("WebIndicatorBudgetBurn", "96m")
    found = Case(rules(tmp_path, sli, grouped=False), series).alerts([query], promtool)[query]
    said = {(one.labels["env"], one.labels["leg"]): one.annotations["description"] for one in found}
    assert "Bad over 1h: 90%." in said["prod", "1h"]
    assert "Bad over 1h: 80%." in said["staging", "1h"]
