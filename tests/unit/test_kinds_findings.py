"""What the kinds room finds: its name, where it points, and what it tells people to type."""

from __future__ import annotations

import inspect
from textwrap import indent

import pytest

from sre_compiler import documents, kinds
from sre_compiler.diagnostics import Diagnostic
from sre_compiler.kinds import problems
from tests.spans import covered

Case = tuple[str, str, str, str]

SERVICE = [
    ("team: Payments_Team", "invalid-name", "Payments_Team", "write `payments-team`"),
    ("team: ABCdef", "invalid-name", "ABCdef", "write `abcdef`"),
    ("team: 5", "invalid-name", "5", "write it as in `payments`"),
    ("team: [a]", "wrong-type", "[a]", "write it as in `payments`"),
    ("team:", "empty-value", "", "write a name, for example `payments`, or leave it out"),
    ("tier: 1", "missing-key", "spec", "add `team: payments`"),
    ("{team: a, links: {}, golden_signals: {saturation: {}}}", "missing-key", "saturation", 'add `usage: http_requests_total{job="checkout"}` and `limit: http_requests_total{job="checkout"}`'),
    ("owner: a", "unknown-key", "owner", "write `team`"),
    ("teem: a", "unknown-key", "teem", "write `team`"),
    ("xyz: a", "unknown-key", "xyz", "write `team`, which is missing here, or remove it"),
    ("{team: a, tiers: 1, tier: 1}", "unknown-key", "tiers", "remove it: `tier` is here already"),
    ("{team: a, tier: 10}", "out-of-range", "10", "write it as in `1`"),
    ("{team: a, tier: 1.5}", "out-of-range", "1.5", "write it as in `1`"),
    ('{team: a, tier: "2"}', "wrong-type", '"2"', "write `2`, without quotes"),
    ("{team: a, tier: high}", "wrong-type", "high", "write `1`, without quotes"),
    ("{team: a, environments: []}", "empty-value", "[]", "write at least one entry, for example `[prod]`, or leave it out"),
    ("{team: a, environments: prod}", "wrong-type", "prod", "write it as in `[prod]`"),
    ("{team: a, environments: [b, c, b]}", "duplicate-item", "b", "remove it"),
    ("{team: a, depends_on: [b, {external: b}, {external: b}]}", "duplicate-item", "{external: b}", "remove it"),
    ("{team: a, depends_on: [[b]]}", "wrong-type", "[b]", "write it as in `checkout`"),
    ("{team: a, traffic: 40}", "invalid-rate", "40", "write `40/s`"),
    ("{team: a, traffic: 40 rps}", "invalid-rate", "40 rps", "write `40/s`"),
    ("{team: a, traffic: 100 req/min}", "invalid-rate", "100 req/min", "write `100/m`"),
    ("{team: a, traffic: fast}", "invalid-rate", "fast", "write it as in `40/s`"),
    ("{team: a, traffic: 0/s}", "out-of-range", "0/s", "write it as in `40/s`"),
    ("{team: a, alerts: [{name: A, expr: up, severity: p, summary: s, proof: {fires: [up 0, 'a:b{c = \"d,}\", } 1e-05+0.5', '{\"e.f\", \"g.h\"=\"i\"} NaN', up=0]}}]}", "invalid-value", "up=0", 'write it as in `up{job="checkout"} 0`'),
    ("{team: a, links: {logs: shop}}", "invalid-value", "shop", "write it as in `https://shop.example/path`"),
    ('{team: a, links: {logs: "https://u:p@h/"}}', "inline-secret", "logs", "remove the user and the password from the URL"),
    ("{team: a, links: {Logs!: https://h}}", "invalid-name", "Logs!", "write `logs`"),
    ("{team: a, golden_signals: {saturation: {usage: u}}}", "missing-key", "saturation", 'add `limit: http_requests_total{job="checkout"}`'),
]  # fmt: skip

SLO = [
    ("objective: 99.9", "invalid-percentage", "99.9", "write `99.9%`"),
    ("objective: 0.999", "invalid-percentage", "0.999", "write `99.9%`"),
    ('objective: "99,9 %"', "invalid-percentage", '"99,9 %"', "write `99.9%`"),
    ("objective: high", "invalid-percentage", "high", "write it as in `99.9%`"),
    ("objective: 100%", "out-of-range", "100%", "write it as in `99.9%`"),
    ("target: 99%", "unknown-key", "target", "write `objective`"),
    ("Objective: 99%", "unknown-key", "Objective", "write `objective`"),
    ("title: A", "missing-key", "{name: s, sli: i, title: A}", "add `objective: 99.9%`"),
    ("objective: 9%, errorQuery: up", "unknown-key", "errorQuery", "write it as `errors` below `sli.ratio`"),
    ("objective: 9%, min_errors: 5", "unknown-key", "min_errors", "write it as `min_errors` below `alerting`"),
    ("objective: 9%, burnRatePolicy: a", "unknown-key", "burnRatePolicy", "write `burn_rate_policy`"),
    ("objective: 9%, page_alert: {}", "unknown-key", "page_alert", "write `alerting`"),
    ("objective: 9%, title: It works, mostly", "unknown-key", "mostly", "if it belongs to the text before it, put that text in quotes: inside `{…}` a comma ends it"),
    ('objective: 9%, title: " "', "empty-value", '" "', "write a text, for example `…`, or leave it out"),
    ("objective: 9%, title: true", "wrong-type", "true", 'put it in quotes: `"true"`'),
    ("objective: 9%, window: 5", "invalid-duration", "5", "write `5m` or `5s`"),
    ("objective: 9%, window: 0.3", "invalid-duration", "0.3", "write `300ms`"),
    ("objective: 9%, window: 1.5h", "invalid-duration", "1.5h", "write `1h30m`"),
    ("objective: 9%, window: 90 min", "invalid-duration", "90 min", "write `1h30m`"),
    ("objective: 9%, window: 1 month", "invalid-duration", "1 month", "write `30d`"),
    ("objective: 9%, window: -5m", "invalid-duration", "-5m", "write it as in `1h30m`"),
    ("objective: 9%, window: 0s", "out-of-range", "0s", "write it as in `5m`"),
    ("objective: 9%, window: 293y", "out-of-range", "293y", "write it as in `5m`"),
    ("objective: 9%, group_by: [le]", "reserved-label", "le", "use another name"),
    ("objective: 9%, group_by: [__name__]", "reserved-label", "__name__", "use another name"),
    ("objective: 9%, group_by: [a-b]", "invalid-name", "a-b", "write `a_b`"),
    ("objective: 9%, no_data: ingore", "invalid-value", "ingore", "write `ignore`"),
    ("objective: 9%, no_data: [alert]", "wrong-type", "[alert]", "write it as in `alert`"),
    ("objective: 9%, alerting: page", "invalid-value", "page", "write `none`"),
    ("objective: 9%, alerting: {legs: [1d, 6h, 24h]}", "duplicate-item", "24h", "remove it"),
    ("objective: 9%, id: old", "invalid-name", "old", "write it as in `checkout/availability`"),
    ("objective: 9%, alert: Old-Alert", "invalid-name", "Old-Alert", "write `Old_Alert`"),
    ("objective: 9%, in: {Prod: {objective: 9%}}", "invalid-name", "Prod", "write `prod`"),
    ("objective: 9%, in: {prod: 9%}", "wrong-type", "9%", "write it as in `{objective: 99.9%}`"),
]  # fmt: skip

SLI = [
    ("{ratio: {errors: a, total: b}, probe: {up: a}}", "exclusive-keys", "probe", "keep one of `ratio`, `probe`"),
    ("{params: {a: b}}", "exclusive-keys", "spec", "add `ratio`, `latency`, `probe`, `threshold` or `freshness`"),
    ("{ratio: {total: b}}", "exclusive-keys", "ratio", "add `errors` or `good`"),
    ("{params: {window: 5m}, probe: {up: a}}", "invalid-name", "window", "use another name"),
    ("{params: {a-b: 5m}, probe: {up: a}}", "invalid-name", "a-b", "write `a_b`"),
    ('{threshold: {value: a, bad_above: "5.5"}}', "wrong-type", '"5.5"', "write `5.5`, without quotes"),
    ("{latency: {metric: a, below: 5ms}}", "unknown-key", "metric", "write `histogram`"),
    ('{latency: {histogram: a, below: 5ms, native: "true"}}', "wrong-type", '"true"', "write `true` or `false`, without quotes"),
    ("{latency: {histogram: a, below: 5ms, buckets: [1, 2, 1.0]}}", "duplicate-item", "1.0", "remove it"),
    ("{latency: {histogram: a, below: 5ms, buckets: [0]}}", "out-of-range", "0", "write it as in `1`"),
    ("{probe: {up: a, quorum: 0%}}", "out-of-range", "0%", "write it as in `5%`"),
    ("{probe: {up: a, quorum: 0.5}}", "invalid-percentage", "0.5", "write `50%`"),
]  # fmt: skip

OTHERS = {
    "BurnRatePolicy": [
        ("{legs: [{budget: 2%, factor: 9, long: 1h, short: 5m, severity: a}]}", "exclusive-keys", "factor", "keep one of `budget`, `factor`"),
        ("{legs: [{factor: 9, long: 1h, short: 60m, severity: a}]}", "out-of-range", "60m", "write a shorter one, usually a twelfth of `long`"),
        ("{legs: [{factor: 9, long: 1h, short: 5m, severity: a}, {factor: 1, long: 60m, short: 5m, severity: b}]}", "duplicate-item", "60m", "rename or remove one of them"),
        ("{legs: [{factor: 9, long: 1h, short: 5m, severity: a}], tiers: {one: {a: b}}}", "out-of-range", "one", "write it as in `1`"),
    ],
    "Calendar": [
        ("{timezone: CET, hours: [{days: [mon], from: 09:00, to: 24:00}]}", "unknown-zone", "CET", "write `Europe/Berlin`"),
        ("{timezone: berlin, hours: [{days: [mon], from: 09:00, to: 17:30}]}", "unknown-zone", "berlin", "write `Europe/Berlin`"),
        ("{timezone: Europe/Berln, hours: [{days: [mon], from: 09:00, to: 17:30}]}", "unknown-zone", "Europe/Berln", "write `Europe/Berlin`"),
        ("{timezone: Mars, hours: [{days: [mon], from: 09:00, to: 17:30}]}", "unknown-zone", "Mars", "write it as in `Europe/Berlin`"),
        ("{timezone: UTC, hours: [{days: [monday], from: 09:00, to: 17:30}]}", "invalid-value", "monday", "write `mon`"),
        ("{timezone: UTC, hours: [{days: [mon], from: 9:00, to: 17:30}]}", "invalid-time", "9:00", 'write `"09:00"`'),
        ("{timezone: UTC, hours: [{days: [mon], from: 09:00, to: 5pm}]}", "invalid-time", "5pm", 'write `"17:00"`'),
        ("{timezone: UTC, hours: [{days: [mon], from: 24:00, to: 05:00}]}", "invalid-time", "24:00", 'write it as in `"09:00"`'),
        ("{timezone: UTC, hours: [{days: [mon], from: 09:00, to: 09:00}]}", "out-of-range", "09:00", 'for a whole day write `from: "00:00"` and `to: "24:00"`'),
        ("{timezone: UTC, hours: [{days: [mon], from: 09:00, to: 17:30}], holidays: {subdivision: BE}}", "missing-key", "holidays", "add `country: DE`"),
        ("{timezone: UTC, hours: [{days: [mon], from: 09:00, to: 17:30}], holidays: {extra: [24.12.2026]}}", "invalid-date", "24.12.2026", 'write `"2026-12-24"`'),
        ("{timezone: UTC, hours: [{days: [mon], from: 09:00, to: 17:30}], holidays: {extra: [2026-02-30]}}", "invalid-date", "2026-02-30", 'write it as in `"2026-01-05"`'),
        ("{timezone: UTC, hours: [{days: [mon], from: 09:00, to: 17:30}], holidays: {country: Germany}}", "invalid-value", "Germany", "write it as in `DE`"),
    ],
    "People": [
        ("{people: [{name: a}, {name: b}, {name: a}]}", "duplicate-item", "a", "rename or remove one of them"),
        ("{people: [{name: a, email: b}]}", "invalid-value", "b", "write it as in `ana@shop.example`"),
    ],
    "Severities": [
        ("{severities: [{name: none, rank: 1, response: page, coverage: always}]}", "invalid-name", "none", "use another name"),
        ("{severities: [{name: a, rank: 1, response: page, coverage: always, also: [a]}]}", "duplicate-item", "a", "rename or remove one of them"),
        ("{severities: [{name: a, rank: 1, response: page, coverage: always}, {name: b, rank: 1, response: log, coverage: office}]}", "duplicate-item", "1", "rename or remove one of them"),
        ("{severities: [{name: a, rank: 0, response: page, coverage: always}]}", "out-of-range", "0", "write it as in `1`"),
        ("{severities: [{name: a, rank: 1, class: page, coverage: always}]}", "unknown-key", "class", "write `response`"),
    ],
    "Team": [
        ('{members: [a], receivers: [{name: b, slack: {channel: "#c", api_url: "https://h"}}]}', "inline-secret", "api_url", "put it into a file and write `api_url_file: …`, the file's name"),
        ("{members: [a], receivers: [{name: b, pagerduty: {routing_key: c}}]}", "inline-secret", "routing_key", "put it into a file and write `routing_key_file: …`, the file's name"),
        ("{members: [a], receivers: [{name: b}]}", "exclusive-keys", "{name: b}", "add `pagerduty`, `opsgenie`, `victorops`, `incidentio`, `pushover`, `slack`, `msteams`, `discord`, `telegram`, `webex`, `rocketchat`, `mattermost`, `jira`, `sns`, `webhook` or `email`"),
        ("{members: [a], notify: {sev1: [{receiver: b, when: offhours}]}}", "invalid-value", "offhours", "write `off_hours`"),
        ("{members: [a], notify: {sev1: []}}", "empty-value", "[]", "write at least one entry, for example `[pager]`, or leave it out"),
    ],
    "OnCallPolicy": [
        ("{timezone: UTC, schedules: [{name: a}], escalation: [{call: [{team: b}], ack_within: 5m}]}", "exclusive-keys", "{name: a}", "add `layers` or `follows`"),
        ("{timezone: UTC, schedules: [{name: a, follows: {schedule: b, turns: 0}}], escalation: [{call: [{team: b}], ack_within: 5m}]}", "out-of-range", "0", "write it as in `-1`"),
        ("{timezone: UTC, schedules: [{name: a, follows: {schedule: b, turns: 1}, overrides: [{person: c, from: 2026-02-02T09:00, to: 2026-02-01T09:00}]}], escalation: [{call: [{team: b}], ack_within: 5m}]}", "out-of-range", "2026-02-01T09:00", "exchange `from` and `to`, or correct one of them"),
        ("{timezone: UTC, schedules: [{name: a, follows: {schedule: b, turns: 1}, overrides: [{person: c, from: 2026-02-02, to: 2026-02-03T09:00}]}], escalation: [{call: [{team: b}], ack_within: 5m}]}", "invalid-date", "2026-02-02", 'write `"2026-02-02T09:00"`'),
        ("{timezone: UTC, schedules: [{name: a, layers: [{name: b, every: 1w, handoff: {at: 09:00}, starts: 2026-01-05, rosters: [{people: [c]}, {people: [d]}]}]}], escalation: [{call: [{team: b}], ack_within: 5m}]}", "missing-key", "{people: [d]}", 'add `from: "2026-09-21"`'),
        ("{timezone: UTC, schedules: [{name: a, layers: [{name: b, every: 1w, handoff: {at: 09:00}, starts: 2026-01-05, rosters: [{people: [c]}, {from: 2026-01-05, people: [d]}]}]}], escalation: [{call: [{team: b}], ack_within: 5m}]}", "out-of-range", "2026-01-05", "put rosters in the order of their dates"),
    ],
    "Incident": [
        ("{severity: sev1, services: [a], times: {detected: 2026-03-14T09:20}}", "time-without-zone", "2026-03-14T09:20", 'write `"2026-03-14T09:20Z"` if it is UTC, or add `timezone: Europe/Berlin` to the `spec`'),
    ],
    "Project": [
        ("{environments: {prod: {}}, prometheus: [{name: a, environment: prod, version: 2.41, scrape_interval: 30s, retention: 15d}]}", "out-of-range", "2.41", "use 2.42 or later"),
        ("{environments: {prod: {}}, prometheus: [{name: a, environment: prod, version: latest, scrape_interval: 30s, retention: 15d}]}", "invalid-value", "latest", 'write it as in `"2.42"`'),
        ("{environments: {prod: }, prometheus: [{name: a, environment: prod, version: 2.50, scrape_interval: 30s, retention: 15d}]}", "empty-value", "", "write a mapping, for example `{}`, or leave it out"),
        ('{environments: {prod: {}}, prometheus: [{name: a, environment: prod, version: 2.50, scrape_interval: 30s, retention: 15d}], runbooks: {url: "https://h/{team}"}}', "invalid-value", '"https://h/{team}"', "write it as in `https://runbooks.shop.example/{service}/{alert}`"),
        ("{environments: {prod: {}}, prometheus: [{name: a, environment: prod, version: 2.50, scrape_interval: 30s, retention: 15d}], labels: {team: b, service: b}}", "duplicate-item", "b", "rename or remove one of them"),
    ],
}  # fmt: skip

HEADS = [
    ("apiVersion: v1\nkind: People\nmetadata: {name: x}\nspec: {people: [{name: a}]}", "unknown-api-version", "v1", "write `sre-compile.dev/v1alpha1`"),
    ("apiVersion: sre-compile.dev/v1alpha1\nkind: Servic\nmetadata: {name: x}\nspec: 5", "unknown-kind", "Servic", "write `Service`"),
    ("apiVersion: sre-compile.dev/v1alpha1\nkind: Scenario\nmetadata: {name: x}\nspec: 5", "unknown-kind", "Scenario", "move the file out of the specs: a command is given it"),
    ("apiVersion: sre-compile.dev/v1alpha1\nkind: Pod\nmetadata: {name: x}\nspec: 5", "unknown-kind", "Pod", "use one of " + ", ".join(kinds.KINDS)),
    ("apiVersion: sre-compile.dev/v1alpha1\nmetadata: {name: x}\nspec: 5", "missing-key", "apiVersion: sre-compile.dev/v1alpha1", "add `kind: Service`"),
    ("apiVersion: sre-compile.dev/v1alpha1\nkind: [Service]\nmetadata: {name: x}\nspec: 5", "wrong-type", "[Service]", "write it as in `Service`"),
    ("apiVersion: sre-compile.dev/v1alpha1\nkind: People\nmetadata: {name: x, labels: {slo: a}}\nspec: {people: [{name: a}]}", "reserved-label", "slo", "use another name"),
]  # fmt: skip


def document(kind: str, spec: str) -> str:
    head = f"apiVersion: sre-compile.dev/v1alpha1\nkind: {kind}\nmetadata: {{name: x}}\nspec:\n"
    return head + indent(spec, "  ")


def findings(text: str) -> list[Diagnostic]:
    read, found = documents.parse(text.encode(), "case.yaml")
    for one in read:
        found += kinds.read(one)[1]
    return documents.locate(found, lambda _: text.encode())


CASES: list[Case] = [
    *HEADS,
    *((document("Service", spec), *rest) for spec, *rest in SERVICE),
    *((document("Service", f"{{team: a, slos: [{{name: s, sli: i, {slo}}}]}}"), *rest) for slo, *rest in SLO),
    *((document("SLI", spec), *rest) for spec, *rest in SLI),
    *((document(kind, spec), *rest) for kind, cases in OTHERS.items() for spec, *rest in cases),
]


@pytest.mark.parametrize(("text", "name", "where", "help_"), CASES, ids=[f"{case[1]}-{case[2]}" for case in CASES])
def test_finding(text: str, name: str, where: str, help_: str) -> None:
    assert [(one.name, covered(text, one.where), one.help) for one in findings(text)] == [(name, where, help_)]


def test_every_finding_has_a_case_and_a_page() -> None:
    pages = {
        name.replace("_", "-"): inspect.getdoc(function) or ""
        for name, function in inspect.getmembers(problems, inspect.isfunction)
        if function.__module__ == problems.__name__ and not name.startswith("_")
    }
    assert pages.keys() == {case[1] for case in CASES}
    for name, page in pages.items():
        first, *rest = page.split("\n\n")
        assert first.endswith("."), name
        assert rest.index("Bad:") < rest.index("Good:") == len(rest) - 2, name


def test_a_repeated_item_shows_the_first_one() -> None:
    text = document("People", "people: [{name: a}, {name: b}, {name: b}]")
    [finding] = findings(text)
    [first] = finding.related
    assert (covered(text, first.where), first.where.column) == ("b", text.splitlines()[-1].index("b") + 1)


def test_all_mistakes_of_a_document_are_found_in_one_run() -> None:
    text = document("Service", "team: A\ntier: x\nslos:\n  - {name: s, objective: 5, sli: {ratio: {}}}\n  - {nam: s}")
    found = [(one.name, one.where.line) for one in findings(text)]
    assert sorted(found) == [
        ("invalid-name", 5),
        ("invalid-percentage", 8),
        ("missing-key", 8),
        ("missing-key", 9),
        ("unknown-key", 9),
        ("wrong-type", 6),
    ]


def test_a_broken_document_is_left_to_the_findings_about_its_text() -> None:
    assert [one.name for one in findings("kind: People\nkind: Peopl\n")] == ["duplicate-key"]


def test_a_document_has_two_hundred_findings_at_most() -> None:
    assert len(findings(document("Service", "team: a\n" + "".join(f"zz{i}: 1\n" for i in range(300))))) == 200
