"""Every annotation of the example, rendered by a real promtool; live numbers; and spec text that looks like a template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.compiled import rule_files, write_specs
from tests.consumers import example
from tests.programs import Program
from tests.promtool_case import Case, Labels, Values

Rule = dict[str, Any]

LABEL = re.compile(r"\$labels\.([a-zA-Z_]\w*)")
VALUE = 'a"b\\c%d'
"""The value of every label that a rule's expression would have; it must not break the queries it is put into."""

SLO = """\
  slos:
    - name: availability
      objective: 99.9%
      window: 30d
      title: {TITLE}
      description: {TITLE}
      sli: {ratio: {errors: 'http_requests_total{code="500"}', total: http_requests_total}}
"""


def forced(rule: Rule, value: str) -> Rule:
    """The rule with an expression that is always true, and has the labels that the annotations look at."""
    names = sorted({name for text in rule["annotations"].values() for name in LABEL.findall(text)})
    expr = "vector(1)"
    for name in names:
        expr = f'label_replace({expr}, "{name}", `{value}`, "", "")'
    return {"alert": rule["alert"], "expr": expr, "labels": rule["labels"], "annotations": rule["annotations"]}


def rendered(
    rules: Iterable[Rule], promtool: Program, series: dict[str, Values], value: str = VALUE
) -> list[tuple[Rule, Labels]]:
    """Each alerting rule with the annotations that promtool makes of it, where there are these series and no others."""
    alerting = {(rule["alert"], rule["labels"].get("leg", "")): rule for rule in rules if "alert" in rule}
    groups = {"groups": [{"name": "all", "rules": [forced(rule, value) for rule in alerting.values()]}]}
    case = Case([yaml.safe_dump(groups, allow_unicode=True)], series)
    found = case.alerts(sorted({(alert, "1m") for alert, _ in alerting}), promtool)
    annotations = {
        (alert.labels["alertname"], alert.labels.get("leg", "")): alert.annotations
        for alerts in found.values()
        for alert in alerts
    }
    assert annotations.keys() == alerting.keys() != set()
    return [(rule, annotations[key]) for key, rule in alerting.items()]


def rules_of(folder: Path, slo: str) -> list[Rule]:
    files = rule_files(write_specs(folder, slo)).values()
    return [rule for text in files for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("value", [VALUE, ""], ids=["labels", "no labels"])
@pytest.mark.parametrize("environment", example.servers())
def test_the_example_renders_without_data(environment: str, promtool: Program, value: str) -> None:
    server = example.servers()[environment]
    rules = [rule for (one, _), group in example.groups().items() if one == server for rule in group["rules"]]
    for rule, shown in rendered(rules, promtool, {}, value):
        assert shown.keys() == rule["annotations"].keys()
        for name, template in rule["annotations"].items():
            text = shown[name]
            assert not re.search(r"<error|<no value>|<nil>|\{\{|\}\}|%!|NaN", text), text
            assert text.count("unknown") == template.count("with query"), text
            assert value in text or "{{ $labels." not in template, text
            assert "()" not in text, text
            assert " )" not in text or not rule["alert"].endswith("NoData"), text


@pytest.mark.parametrize("group", ["", VALUE], ids=["whole", "grouped"])
def test_live_numbers(tmp_path: Path, promtool: Program, group: str) -> None:
    labels = f'{{slo_id="web/availability",route={json.dumps(group)}}}'
    values = {"slo:error_budget_remaining:ratio": 0.4, "slo:sli_coverage:ratio_period": 0.75}
    ratios = {f"slo:sli_error:ratio_rate{window}": n / 100 for n, window in enumerate(["1h", "6h", "1d", "3d"], 11)}
    series: dict[str, Values] = {f"{name}{labels}": [value] * 9 for name, value in (values | ratios).items()}
    beside = [name.replace("web", "other") for name in series]
    beside += [name.replace(json.dumps(group), '"!"') for name in series if group]
    series |= dict.fromkeys(beside, [0.99] * 9)
    slo = SLO.replace("{TITLE}", "Web") + ("      group_by: [route]\n" if group else "")
    descriptions = {
        rule["labels"].get("leg", ""): shown["description"]
        for rule, shown in rendered(rules_of(tmp_path, slo), promtool, series)
    }
    assert descriptions.pop("").endswith("Known of the last 30d: 75%.")
    endings = {leg: text[text.index("Bad over") :] for leg, text in descriptions.items()}
    assert endings == {
        "1h": "Bad over 1h: 11%. Budget left: 40%.",
        "6h": "Bad over 6h: 12%. Budget left: 40%.",
        "1d": "Bad over 1d: 13%. Budget left: 40%.",
        "3d": "Bad over 3d: 14%. Budget left: 40%.",
    }


@pytest.mark.parametrize(
    "text",
    [
        "{{ $value }} of {{ $labels.route }}",
        "an open {{ and a closed }}",
        "{{{ three }}} {{- trimmed -}} {{/* gone */}}",
        "\"double\" 'single' `back` \\slash \\n",
        "100% of %d, %s and $labels",
        "it ends in {",
    ],
)
@pytest.mark.parametrize("grouped", [False, True], ids=["whole", "grouped"])
def test_text_of_a_spec_appears_as_it_is(tmp_path: Path, promtool: Program, text: str, grouped: bool) -> None:
    slo = SLO.replace("{TITLE}", json.dumps(text)) + ("      group_by: [route]\n" if grouped else "")
    group = f" (route {VALUE})" if grouped else ""
    for rule, shown in rendered(rules_of(tmp_path, slo), promtool, {}):
        assert "<error" not in "".join(shown.values())
        if "leg" in rule["labels"]:
            assert shown["summary"].startswith(f"{text}{group} burns its error budget")
            assert shown["description"].startswith(f"{text} More than ")
        else:
            assert shown["summary"].startswith(text)
            assert shown["summary"].endswith(" has no data")
