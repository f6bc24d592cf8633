"""Which error budget policy an SLO has, and what it makes of the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import pipeline
from sre_compiler.backends.budgets.slos import slos_of
from sre_compiler.budget.objective import Policy, read_slo
from tests.budget.cases import DAY, LEGS, WHOLE, ask, slo
from tests.budget.fake import World
from tests.compiled import PROJECT

SERVICE = """
---
apiVersion: sre-compile.dev/v1alpha1
kind: SLI
metadata: {name: http}
spec: {ratio: {errors: 'requests_total{code="500"}', total: requests_total}}
---
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {name: web}
spec:
  team: shop
  slos:
    - {name: a, objective: 99%, window: 7d, sli: http}
    - {name: b, objective: 99%, window: 7d, sli: http, error_budget_policy: strict}
"""
STRICT = """
---
apiVersion: sre-compile.dev/v1alpha1
kind: ErrorBudgetPolicy
metadata: {name: strict}
spec:
  thresholds:
    - {left: 20%, gate: frozen, then: Stop.}
    - {left: 90%, then: Look.}
    - {left: 40%, gate: warn, then: Think.}
  unfreeze_above: 30%
  page_leg: warn
  ticket_leg: open
  exhausted_within: 1d
  overrides: [{reason: fix, by: anybody}]
"""
LAX = STRICT.replace("strict", "lax").replace("20%", "0%")


def policies(tmp_path: Path, *documents: str, defaults: str = "") -> list[Policy]:
    """The policy of each SLO, as the evaluation gets it."""
    project = PROJECT.replace("%s", "30s")
    text = project.replace("  environments: {prod: {}}\n", f"  environments: {{prod: {{}}}}\n{defaults}", 1)
    (tmp_path / "all.yaml").write_text(text.rstrip("-\n") + "".join(documents) + SERVICE, encoding="utf-8")
    compiled = pipeline.compile_specs(str(tmp_path))
    assert compiled.program is not None, compiled.diagnostics
    [service] = compiled.program.services
    return [read_slo(one).policy for one in slos_of(compiled.program, service)]


def test_named_then_default_then_the_only_one(tmp_path: Path) -> None:
    assert [one.name for one in policies(tmp_path, STRICT)] == ["strict", "strict"]
    assert [one.name for one in policies(tmp_path, STRICT, LAX)] == ["", "strict"]
    chosen = "  defaults: [{error_budget_policy: lax}]\n"
    assert [one.name for one in policies(tmp_path, STRICT, LAX, defaults=chosen)] == ["lax", "strict"]


def test_everything_of_a_policy_arrives(tmp_path: Path) -> None:
    _, strict = policies(tmp_path, STRICT)
    assert strict == Policy(
        name="strict",
        thresholds=tuple(strict.thresholds),
        unfreeze_above=0.3,
        page_leg="warn",
        ticket_leg="open",
        exhausted_within=DAY,
        overrides=strict.overrides,
    )
    assert [(one.left, one.gate, one.then) for one in strict.thresholds] == [
        (0.2, "frozen", "Stop."),
        (0.4, "warn", "Think."),
        (0.9, "open", "Look."),
    ]
    assert [(one.reason, one.by) for one in strict.overrides] == [("fix", "anybody")]


@pytest.mark.parametrize(
    ("spent", "state", "then"),
    [(0.05, "open", ()), (0.15, "open", ("Look.",)), (0.7, "warn", ("Think.",)), (0.85, "frozen", ("Stop.",))],
)
def test_the_lowest_threshold_that_is_reached_counts(
    spent: float, state: str, then: tuple[str, ...], tmp_path: Path
) -> None:
    _, strict = policies(tmp_path, STRICT)
    world = World().fill(WHOLE, 14 * DAY, lambda ago: spent * 0.42 if 4 * DAY <= ago < 4 * DAY + 4 * 3600 else 0.0)
    gate = ask(world, slo(policy=strict)).gate
    assert (gate.state, gate.consequences) == (state, then)


@pytest.mark.parametrize(("leg", "state"), [(0, "warn"), (1, "open")])
def test_the_policy_says_what_a_leg_does(leg: int, state: str, tmp_path: Path) -> None:
    _, strict = policies(tmp_path, STRICT)
    world = World().fill(WHOLE, 8 * DAY, lambda _: 0.0)
    world.ratios |= {(name, WHOLE): 0.5 for name in (LEGS[leg].long_series, LEGS[leg].short_series)}
    gate = ask(world, slo(policy=strict)).gate
    assert (gate.state, f"the {LEGS[leg].name} leg is active" in " ".join(gate.reasons)) == (state, True)


def test_without_a_policy_there_are_the_usual_thresholds(tmp_path: Path) -> None:
    usual, _ = policies(tmp_path, STRICT, LAX)
    assert [(one.left, one.gate) for one in usual.thresholds] == [(0, "frozen"), (0.25, "warn")]
    assert (usual.unfreeze_above, usual.exhausted_within, usual.overrides) == (0.05, 3 * DAY, ())
