"""Runbooks of whole projects: what stands in them, where they are, and that hostile specs reach nothing beyond their place."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from markdown_it import MarkdownIt

from sre_compiler import pipeline, promql
from sre_compiler.output import blocks
from tests.compiled import PROJECT, write_specs
from tests.consumers import example

READER = MarkdownIt("commonmark").enable("table")
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
SLO = """\
  slos:
    - name: latency
      objective: 99%
      window: 30d
      sli: {ratio: {errors: errors_total, total: requests_total}}
"""
ALERT = "  alerts:\n    - {name: Full, expr: disk > 1, severity: page, summary: Full."


def pages(folder: Path, service: str, project: str = PROJECT) -> dict[str, str]:
    """The text of each page by its path."""
    compiled = pipeline.compile_specs(str(write_specs(folder / "specs", service, project=project)))
    assert compiled.program is not None, compiled.diagnostics
    return {one.path: one.text for one in pipeline.artifacts(compiled.program, ["runbooks"])}


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """The pages of the example."""
    return {one.path: one.text for one in pipeline.artifacts(example.program(), ["runbooks"])}


def read(page: str) -> str:
    """As a reader of Markdown shows it, without the front matter."""
    return READER.render(FRONT.sub("", page))


def links(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall('href="([^"]*)"', read(page))]


def test_an_slo_has_one_page_for_all_its_alerts_and_a_plain_alert_has_its_own(tmp_path: Path) -> None:
    assert pages(tmp_path, f"{SLO}{ALERT}}}\n").keys() == {
        "runbooks/web/WebLatencyBudgetBurn.md",
        "runbooks/web/Full.md",
    }


@pytest.mark.parametrize(
    "service",
    [
        SLO + "      alerting: none\n",
        SLO + "      alerting: {severities: {page: none, ticket: none}}\n      no_data: ignore\n",
        ALERT + ', annotations: {runbook_url: "https://wiki.test.example/full"}}\n',
    ],
)
def test_what_alerts_nobody_or_has_its_runbook_elsewhere_has_no_page(tmp_path: Path, service: str) -> None:
    assert pages(tmp_path, service) == {}


def test_an_alert_links_to_its_own_address_if_it_has_one(tmp_path: Path) -> None:
    own = ALERT + ', annotations: {runbook_url: "https://wiki.test.example/full"}}\n'
    compiled = pipeline.compile_specs(str(write_specs(tmp_path, SLO + own)))
    assert compiled.program is not None
    texts = [one.text for one in pipeline.artifacts(compiled.program, ["prometheus"]) if "/rules/" in one.path]
    found = {url for text in texts for url in re.findall("runbook_url: (.*)", text)}
    assert found == {"https://wiki.test.example/full", "https://runbooks.test.example/web/WebLatencyBudgetBurn"}


def test_the_layout_is_the_projects(tmp_path: Path) -> None:
    project = PROJECT.replace("  runbooks: {", '  runbooks: {path: "teams/{service}-pages/on-{alert}.md", ')
    assert pages(tmp_path, SLO, project).keys() == {"runbooks/teams/web-pages/on-WebLatencyBudgetBurn.md"}


@pytest.mark.parametrize(
    "path", ["../{alert}.md", "/{alert}.md", "a/../{alert}.md", "./{alert}.md", "{service}.md", "{alert}", "{alert}.html",
             "{service}{alert}.md", "{alert}/x.md", "a//{alert}.md", ".git/{alert}.md", "{team}/{alert}.md", "a\\n/{alert}.md"]
)  # fmt: skip
def test_a_layout_stays_in_its_folder_and_tells_alerts_apart(tmp_path: Path, path: str) -> None:
    project = PROJECT.replace("  runbooks: {", f'  runbooks: {{path: "{path}", ')
    found = pipeline.compile_specs(str(write_specs(tmp_path, SLO, project=project))).diagnostics
    assert [one.name for one in found] == ["invalid-value"]


def test_links_between_pages_lead_to_pages(shown: dict[str, str]) -> None:
    found = 0
    for path, page in shown.items():
        near = [link for link in links(page) if not link.startswith("https://")]
        found += len(near)
        for link in near:
            assert (Path("/") / path).parent.joinpath(link).resolve().relative_to("/").as_posix() in shown
    assert found > 50


def test_queries_are_promql_over_series_that_are_there(shown: dict[str, str]) -> None:
    recorded = {rule["record"] for group in example.groups().values() for rule in group["rules"] if "record" in rule}
    asked = 0
    for page in shown.values():
        for link in links(page):
            if "prometheus" not in link:
                continue
            tree = promql.parse(parse_qs(urlsplit(link).query)["g0.expr"][0])
            names = {
                node.name for node in promql.walk(tree) if isinstance(node, promql.Selector) and ":" in str(node.name)
            }
            assert names <= recorded
            asked += len(names)
    assert asked > 50


def test_numbers_and_labels_are_those_of_the_rules(shown: dict[str, str]) -> None:
    page = shown["runbooks/checkout/CheckoutAvailabilityBudgetBurn.md"]
    assert "| `1h` | `sev1` Critical | 1.44% (14.4 times the budget) | 1h and 5m | 2% | 2d2h |" in page
    assert "slo_id=checkout/availability env=prod cluster=eu1\n" in page
    rules = [rule for group in example.groups().values() for rule in group["rules"] if "alert" in rule]
    told = {rule["alert"] for rule in rules}
    assert {name for text in shown.values() for name in re.findall("- Alerts: (.*)", text) for name in re.findall("`(.*?)`", name)} | {
        path.rpartition("/")[2].removesuffix(".md") for path in shown
    } == told  # fmt: skip


@pytest.mark.parametrize(("version", "address"), [("2.42", "/graph?g0.expr="), ("3.0", "/query?g0.expr=")])
def test_a_query_is_shown_where_its_server_shows_graphs(tmp_path: Path, version: str, address: str) -> None:
    server = f'version: "{version}", url: "https://p.test.example"'
    [page] = pages(tmp_path, SLO, PROJECT.replace('version: "2.42"', server)).values()
    found = [link for link in links(page) if "p.test.example" in link]
    assert len(found) > 3
    assert {link.startswith(f"https://p.test.example{address}") for link in found} == {True}


@pytest.mark.parametrize(
    ("own", "headings"),
    [("", ["`prod`, `test`"]), ("      in: {test: {objective: 95%}}\n", ["`prod`", "`test`"])],
)
def test_environments_in_which_all_is_the_same_stand_together(tmp_path: Path, own: str, headings: list[str]) -> None:
    main = '    - {name: main, environment: prod, version: "2.42", scrape_interval: %s, retention: 40d}\n'
    other = main.replace("main", "other").replace("prod", "test").replace("%s", "30s")
    project = PROJECT.replace("prod: {}", "prod: {}, test: {}").replace(main, main + other)
    [page] = pages(tmp_path, f"  environments: [prod, test]\n{SLO}{own}", project).values()
    assert re.findall("## When it fires in (.*)", page) == headings


def test_a_plain_alert_is_silenced_by_its_name(tmp_path: Path) -> None:
    [page] = pages(tmp_path, f"{ALERT}}}\n").values()
    [command] = re.findall("^amtool silence add .*", page, re.MULTILINE)
    assert command.endswith(" alertname=Full")


def test_what_holds_for_some_slos_only_is_said_of_those(shown: dict[str, str]) -> None:
    grouped = (
        shown["runbooks/stock/StockReplicaLagBudgetBurn.md"] + shown["runbooks/stock/StockImportFreshnessBudgetBurn.md"]
    )
    assert re.search(r"- Worst supplier, last \w+: `topk\(10, ", grouped)
    counted = {path: re.findall("Each leg also needs ([0-9]+) bad events", page) for path, page in shown.items()}
    assert counted["runbooks/checkout/CheckoutLatencyBudgetBurn.md"] == ["5", "5"]
    assert counted["runbooks/checkout/CheckoutAvailabilityBudgetBurn.md"] == []


def test_a_page_does_not_name_itself_among_the_others(shown: dict[str, str]) -> None:
    for path, page in shown.items():
        others = re.findall("^Other runbooks of .*", page, re.MULTILINE)
        assert not any(f"({path.rpartition('/')[2]})" in line for line in others)


def escalation(folder: Path, more: str) -> str:
    """That block of an alert whose severity says this besides."""
    project = PROJECT.replace("response: page, coverage: always", f"response: page, coverage: always{more}")
    [page] = pages(folder, f"{ALERT}}}\n", project).values()
    found = blocks.read(page)
    assert not isinstance(found, blocks.Broken)
    return found[-1].body


def test_what_a_severity_does_not_say_is_usual_and_marked(tmp_path: Path) -> None:
    some = escalation(tmp_path / "some", ", updates_every: 1h, incident: {roles: [lead]}")
    every = escalation(
        tmp_path / "all", ", ack_within: 9m, updates_every: 1h, review_within: 2d, incident: {roles: [lead]}"
    )
    assert "| page, at any hour, within 5m&nbsp;† |" in some
    assert "| lead; news every 1h; review within 3d&nbsp;† |" in some
    assert "\n† Not in the specs" in some
    assert "| page, at any hour, within 9m |" in every
    assert "| lead; news every 1h; review within 2d |" in every
    assert "†" not in every


def test_a_page_is_quiet_in_its_layout(shown: dict[str, str]) -> None:
    for page in shown.values():
        assert "\n\n\n" not in page
        assert not re.search(r"[ \t]+$", page, re.MULTILINE)
        assert page.endswith("_\n")


EVIL = "<script>x</script> --> <!-- sre-compile:end summary --> | ](javascript:x) `` {{ 7*7 }} ![a](http://e) \u202e"
EVIL_YAML = "'" + EVIL.replace("'", "''").replace("\u202e", "") + "'"
HOSTILE_SERVICE = f"""\
  links: {{docs: 'https://h/")<script>|`'}}
  slos:
    - name: latency
      title: {EVIL_YAML}
      description: {EVIL_YAML}
      objective: 99%
      window: 30d
      sli: {{ratio: {{errors: 'e{{a="{EVIL.replace(chr(0x202E), "")}"}}', total: 'e'}}}}
  alerts:
    - name: Full
      expr: 'e{{a="{EVIL.replace(chr(0x202E), "")}"}} > 1'
      severity: page
      summary: {EVIL_YAML}
      description: {EVIL_YAML}
      runbook: {{impact: {EVIL_YAML}, steps: [{EVIL_YAML}, "a\\n# b\\n<!-- sre-compile:begin x sha256=0123456789ab -->"]}}
"""
HOSTILE_PROJECT = (
    PROJECT.replace("scrape_interval: %s", f"scrape_interval: 30s, external_labels: {{env: {EVIL_YAML}}}, url: 'https://p/)\"'")
    .replace("  grafana:", "  identity_labels: [env]\n  grafana:")
    .replace("title: Page", f"title: {EVIL_YAML}")
    .replace("metadata: {name: shop}\nspec:\n  members", f"metadata: {{name: shop, title: {EVIL_YAML}}}\nspec:\n  members")
    .replace("email: {to: shop@test.example}", f"slack: {{channel: {EVIL_YAML}, api_url_file: k}}")
)  # fmt: skip
ALLOWED = {"h1", "h2", "p", "ul", "ol", "li", "a", "code", "pre", "em", "table", "thead", "tbody", "tr", "th", "td"}


def test_hostile_specs_reach_nothing_beyond_their_place(tmp_path: Path) -> None:
    found = pages(tmp_path, HOSTILE_SERVICE, HOSTILE_PROJECT)
    assert len(found) == 2
    for page in found.values():
        parts = blocks.read(page)
        assert not isinstance(parts, blocks.Broken)
        assert [one.name for one in parts if one.name != "steps"] == ["summary", "verify", "escalation"]
        assert all(one.digest == one.recorded for one in parts)
        shown = re.sub(r"<!-- sre-compile:[a-z0-9= ]* -->\n", "", read(page))
        assert set(re.findall(r"</?([a-zA-Z!][\w-]*)", shown)) <= ALLOWED
        assert all(
            re.fullmatch(r'<a href="[^"<>]*">|<code class="language-\w+">|<\w+>', tag)
            for tag in re.findall("<[a-z].*?>", shown)
        )
        assert all(re.match(r"https://|[A-Za-z0-9/.]+\.md$", link) for link in links(page))
        assert html.unescape(shown).count("<script>x</script>") >= 5
