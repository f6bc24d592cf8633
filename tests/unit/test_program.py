"""What a program makes of its specs: identities, severities, defaults, environments, and what is said of missing data."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler import pipeline
from sre_compiler.diagnostics import Severity
from sre_compiler.program import Program
from sre_compiler.program.objectives import Objective

SPECS = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Project
metadata: {{name: test}}
spec:
  environments: {{prod: {{}}, staging: {{severities: {staging}}}, lab: {{}}}}
  prometheus:
    - {{name: p, environment: prod, version: "2.42", scrape_interval: 30s, retention: 90d}}
    - {{name: s, environment: staging, version: "2.42", scrape_interval: 30s, retention: 90d}}
    - {{name: l, environment: lab, version: "2.42", scrape_interval: 30s, retention: 90d}}
  defaults: {defaults}
---
apiVersion: sre-compile.dev/v1alpha1
kind: Severities
metadata: {{name: default}}
spec:
  severities:
    - {{name: s1, rank: 1, response: page, coverage: always}}
    - {{name: s2, rank: 2, response: page, coverage: always}}
    - {{name: s3, rank: 3, response: ticket, coverage: office}}
---
apiVersion: sre-compile.dev/v1alpha1
kind: BurnRatePolicy
metadata: {{name: standard}}
spec:
  legs:
    - {{factor: 3, long: 1d, short: 2h, severity: s2}}
    - {{factor: 6, long: 1h, short: 5m, severity: s1}}
  no_data: {no_data}
  tiers: {tiers}
---
apiVersion: sre-compile.dev/v1alpha1
kind: Team
metadata: {{name: shop}}
spec:
  members: [ana]
  receivers: [{{name: mail, email: {{to: shop@test.example}}}}]
  notify: {{s1: [mail], s2: [mail], s3: [mail]}}
---
apiVersion: sre-compile.dev/v1alpha1
kind: People
metadata: {{name: everyone}}
spec:
  people: [{{name: ana, email: ana@test.example, timezone: Europe/Berlin}}]
---
apiVersion: sre-compile.dev/v1alpha1
kind: SLI
metadata: {{name: http}}
spec:
  params: {{job: $service}}
  ratio:
    errors: errors_total{{job="$job"}}
    total: requests_total{{job="$job"}}
---
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {{name: web-shop}}
spec:
  team: shop
  tier: 1
{service}
"""
ONE_SLO = "  slos: [{name: page-load, objective: 99%, sli: http}]"


def program(
    folder: Path,
    service: str = ONE_SLO,
    *,
    staging: str = "{}",
    tiers: str = "{}",
    defaults: str = "[{window: 30d}]",
    no_data: str = "{after: 10m, severity: s3}",
) -> Program:
    """The program of these specs, which are right."""
    text = SPECS.format(service=service, staging=staging, tiers=tiers, defaults=defaults, no_data=no_data)
    folder.joinpath("specs.yaml").write_text(text, encoding="utf-8")
    compiled = pipeline.compile_specs(str(folder))
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


def in_environment(found: Program, environment: str) -> tuple[Objective, ...]:
    return found.services[0].deployments[environment].objectives


def only(found: Program, environment: str = "prod") -> Objective:
    [objective] = in_environment(found, environment)
    return objective


def slo(keys: str) -> str:
    return f"  slos: [{{name: page-load, objective: 99%, sli: http, {keys}}}]"


@pytest.mark.parametrize(
    ("keys", "slo_id", "burn", "no_data"),
    [
        ("title: T", "web-shop/page-load", "WebShopPageLoadBudgetBurn", "WebShopPageLoadNoData"),
        ("revision: 1", "web-shop/page-load", "WebShopPageLoadBudgetBurn", "WebShopPageLoadNoData"),
        ("revision: 2", "web-shop/page-load@2", "WebShopPageLoadBudgetBurn", "WebShopPageLoadNoData"),
        ("id: web/load", "web/load", "WebShopPageLoadBudgetBurn", "WebShopPageLoadNoData"),
        ("id: web/load, revision: 3", "web/load@3", "WebShopPageLoadBudgetBurn", "WebShopPageLoadNoData"),
        ("alert: Old_Name", "web-shop/page-load", "Old_Name", "WebShopPageLoadNoData"),
    ],
)
def test_identity(keys: str, slo_id: str, burn: str, no_data: str, tmp_path: Path) -> None:
    found = only(program(tmp_path, slo(keys)))
    assert (found.slo_id, found.burn_alert, found.no_data_alert) == (slo_id, burn, no_data)


@pytest.mark.parametrize(
    ("service", "line"),
    [
        ("{name: a, objective: 99%, sli: http}\n    - {name: b, id: web-shop/a, objective: 99%, sli: http}", "id"),
        ("{name: a, objective: 99%, sli: http}\n    - {name: b, alert: webshopABUDGETburn, objective: 99%, sli: http}", "alert"),
        ("{name: a, alert: Same, objective: 99%, sli: http}\n    - {name: b, alert: SAME, objective: 99%, sli: http}", "alert"),
        ("{name: a-b, objective: 99%, sli: http}\n    - {name: b, alert: WebShopABNoData, objective: 99%, sli: http}", "alert"),
    ],
)  # fmt: skip
def test_names_are_unique_whatever_their_case(service: str, line: str, tmp_path: Path) -> None:
    values = {"staging": "{}", "tiers": "{}", "defaults": "[{window: 30d}]", "no_data": "{}"}
    text = SPECS.format(service=f"  slos:\n    - {service}", **values)
    tmp_path.joinpath("specs.yaml").write_text(text, encoding="utf-8")
    found = pipeline.compile_specs(str(tmp_path)).diagnostics
    [finding] = [one for one in found if one.severity is Severity.ERROR]
    assert finding.name == "duplicate-name"
    last = text.rstrip("\n").splitlines()
    where = finding.where
    assert where is not None
    assert (where.line, where.column) == (len(last), last[-1].index(f"{line}: ") + len(line) + 3)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("tiers", "staging", "own", "prod", "in_staging"),
    [
        ("{}", "{}", "{}", ["s1", "s2"], ["s1", "s2"]),
        ("{1: {s1: s3}}", "{}", "{}", ["s3", "s2"], ["s3", "s2"]),
        ("{2: {s1: s3}}", "{}", "{}", ["s1", "s2"], ["s1", "s2"]),
        ("{1: {s1: s2, s2: s1}}", "{}", "{}", ["s2", "s1"], ["s2", "s1"]),
        ("{1: {s1: s2, s2: s3}}", "{}", "{}", ["s2", "s3"], ["s2", "s3"]),
        ("{}", "{s1: s2, s2: s3}", "{}", ["s1", "s2"], ["s2", "s3"]),
        ("{1: {s1: s2}}", "{s2: s3}", "{}", ["s2", "s2"], ["s3", "s3"]),
        ("{1: {s1: s2}}", "{s1: s3}", "{}", ["s2", "s2"], ["s2", "s2"]),
        ("{1: {s1: s2}}", "{s2: s3}", "{s3: s1}", ["s2", "s2"], ["s1", "s1"]),
        ("{}", "{s1: s3}", "{s1: s2}", ["s2", "s2"], ["s3", "s2"]),
        ("{}", "{s1: none}", "{}", ["s1", "s2"], [None, "s2"]),
        ("{1: {s1: none}}", "{}", "{s2: none}", [None, None], [None, None]),
    ],
)
def test_severity_maps_apply_in_order_and_each_at_once(  # noqa: PLR0917 - one for each map
    tiers: str, staging: str, own: str, prod: list[str | None], in_staging: list[str | None], tmp_path: Path
) -> None:
    found = program(tmp_path, slo(f"alerting: {{severities: {own}}}"), tiers=tiers, staging=staging)
    assert [leg.severity for leg in only(found).legs] == prod
    assert [leg.severity for leg in only(found, "staging").legs] == in_staging


@pytest.mark.parametrize(
    ("alerting", "legs", "emitted", "min_errors"),
    [
        ("{}", ["1h", "1d"], ["1h", "1d"], 1),
        ("none", ["1h", "1d"], [], 1),
        ("{legs: [1d]}", ["1h", "1d"], ["1d"], 1),
        ("{legs: [24h, 60m]}", ["1h", "1d"], ["1h", "1d"], 1),
        ("{min_errors: 7}", ["1h", "1d"], ["1h", "1d"], 7),
        ("{severities: {s1: none}}", ["1h", "1d"], ["1d"], 1),
    ],
)
def test_legs_are_recorded_even_where_they_do_not_alert(
    alerting: str, legs: list[str], emitted: list[str], min_errors: int, tmp_path: Path
) -> None:
    found = only(program(tmp_path, slo(f"alerting: {alerting}")))
    assert [leg.name for leg in found.legs] == legs
    assert [leg.name for leg in found.alerting_legs] == emitted
    assert found.min_errors == min_errors


def test_an_slo_that_alerts_nobody_says_nothing_of_missing_data_either(tmp_path: Path) -> None:
    assert only(program(tmp_path, slo("alerting: none"))).no_data.severity is None


@pytest.mark.parametrize(
    ("policy", "default", "own", "expected"),
    [
        ("{after: 20m, severity: s2}", "", "", ("alert", "20m", "s2")),
        ("{}", "", "", ("alert", "10m", None)),
        ("{severity: s3}", "", "", ("alert", "10m", "s3")),
        ("{}", "", "no_data: {severity: s1}", ("alert", "10m", "s1")),
        ("{severity: s3}", "no_data: ignore", "", ("ignore", "10m", "s3")),
        ("{severity: s3}", "no_data: ignore", "no_data: alert", ("alert", "10m", "s3")),
        ("{severity: s3}", "no_data: {after: 1h}", "", ("alert", "1h", "s3")),
        ("{severity: s3}", "no_data: {after: 1h}", "no_data: {severity: s1}", ("alert", "10m", "s1")),
        ("{severity: s3}", "", "no_data: {then: ignore, after: 2h}", ("ignore", "2h", "s3")),
    ],
)
def test_missing_data(
    policy: str, default: str, own: str, expected: tuple[str, str, str | None], tmp_path: Path
) -> None:
    found = only(program(tmp_path, slo(own), no_data=policy, defaults=f"[{{window: 30d, {default}}}]")).no_data
    assert (found.then, str(found.after), found.severity) == expected


@pytest.mark.parametrize(
    ("defaults", "window"),
    [
        ("[{window: 30d}]", "30d"),
        ("[{window: 30d}, {window: 28d}]", "28d"),
        ("[{window: 30d}, {where: {tier: 1}, window: 7d}]", "7d"),
        ("[{where: {tier: 1}, window: 7d}, {window: 30d}]", "30d"),
        ("[{window: 30d}, {where: {tier: 2}, window: 7d}]", "30d"),
        ("[{window: 30d}, {where: {team: shop}, window: 7d}]", "7d"),
        ("[{window: 30d}, {where: {team: shop, tier: 1}, window: 7d}]", "7d"),
        ("[{window: 30d}, {where: {team: shop, tier: 2}, window: 7d}]", "30d"),
        ("[{window: 30d}, {where: {tier: 1}, no_data: ignore}]", "30d"),
    ],
)
def test_the_last_default_that_matches_wins_key_by_key(defaults: str, window: str, tmp_path: Path) -> None:
    assert str(only(program(tmp_path, defaults=defaults)).window) == window


def test_an_slo_says_more_than_defaults(tmp_path: Path) -> None:
    assert str(only(program(tmp_path, slo("window: 7d"))).window) == "7d"


@pytest.mark.parametrize(
    ("own", "default", "expected"),
    [
        ("", "", ["prod", "staging", "lab"]),
        ("[lab, prod]", "", ["prod", "lab"]),
        ("", "environments: [staging]", ["staging"]),
        ("[prod]", "environments: [staging]", ["prod"]),
    ],
)
def test_environments_are_those_of_the_service_else_the_defaults_else_all(
    own: str, default: str, expected: list[str], tmp_path: Path
) -> None:
    service = f"  environments: {own}\n{ONE_SLO}" if own else ONE_SLO
    found = program(tmp_path, service, defaults=f"[{{window: 30d, {default}}}]")
    assert [*found.services[0].deployments] == expected


def test_an_objective_differs_in_an_environment(tmp_path: Path) -> None:
    found = program(tmp_path, slo("in: {staging: {objective: 95%}}"))
    assert {name: str(only(found, name).objective) for name in ("prod", "staging", "lab")} == {
        "prod": "0.99",
        "staging": "0.95",
        "lab": "0.99",
    }


def test_a_plain_alert_has_the_severity_of_its_environment(tmp_path: Path) -> None:
    service = "  alerts:\n" + "".join(
        f"    - {{name: A{severity}, expr: up == 0, severity: {severity}, summary: A.}}\n"
        for severity in ("s1", "s2", "s3")
    )
    found = program(tmp_path, service, staging="{s1: s2, s2: none}").services[0].deployments
    assert [(alert.name, alert.severity) for alert in found["prod"].alerts] == [
        ("As1", "s1"),
        ("As2", "s2"),
        ("As3", "s3"),
    ]
    assert [(alert.name, alert.severity) for alert in found["staging"].alerts] == [("As1", "s2"), ("As3", "s3")]


@pytest.mark.parametrize(
    ("sli", "job"),
    [("http", "web-shop"), ("{use: http}", "web-shop"), ("{use: http, with: {job: other-$service}}", "other-web-shop")],
)
def test_a_template_is_filled_in_for_its_service(sli: str, job: str, tmp_path: Path) -> None:
    found = only(program(tmp_path, f"  slos: [{{name: a, objective: 99%, sli: {sli}}}]"))
    assert found.indicator.total.text == f'requests_total{{job="{job}"}}'  # type: ignore[union-attr]
