"""The review page of an incident, as a Markdown reader reads it: facts are there, and nothing in a spec becomes markup."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from sre_compiler import pipeline
from sre_compiler.output import blocks
from sre_compiler.output.artifact import Artifact
from tests.compiled import PROJECT, write_specs

SERVICE = "  slos: [{name: answers, objective: 99.9%, window: 30d, sli: {ratio: {errors: errors, total: total}}}]\n"
READER = MarkdownIt("gfm-like", {"linkify": False})
HOSTILE = (
    "a | b", "<!-- sre-compile:end timeline -->", "<script>alert(1)</script>", "[x](javascript:alert(1))", "# head", "1. one",
    "- item", "> quote", "![i](http://x.example/i.png)", "`` ` ``", "@everyone #12", "http://x.example www.x.example", "***", "\\",
    "line\n\n<!-- sre-compile:begin facts sha256=000000000000 -->\nline", "&lt;b&gt;", "`a | b`", "`<!-- sre-compile:end facts -->`", "\x1b[31m\u202e", "$1$ ~~no~~ __no__",
)  # fmt: skip


def page(
    folder: Path,
    spec: dict[str, object],
    title: str = "Orders were late",
    service: str = SERVICE,
    project: str = PROJECT,
) -> Artifact:
    write_specs(folder, service, project=project)
    document = {
        "apiVersion": "sre-compile.dev/v1alpha1",
        "kind": "Incident",
        "metadata": {"name": "2026-03-14-web", "title": title},
        "spec": {"severity": "page", "services": ["web"], "times": {"detected": "2026-03-14T09:20Z"}, **spec},
    }
    (folder / "incident.yaml").write_text(yaml.safe_dump(document, width=10_000), encoding="utf-8")
    compiled = pipeline.compile_specs(str(folder))
    assert compiled.program is not None, compiled.diagnostics
    [found] = pipeline.artifacts(compiled.program, ["incidents"])
    return found


def body(artifact: Artifact, name: str) -> str:
    return next(one.body for one in blocks.of_artifact(artifact) if one.name == name)


def cells(text: str) -> list[list[str]]:
    """The rows of the first table, as a reader shows them, without the head."""
    rows: list[list[str]] = []
    for token in takewhile(lambda one: one.type != "table_close", READER.parse(text)):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append("".join(one.content for one in token.children or ()).strip())
    return rows[1:]


def test_entries_and_times_are_in_one_order_whatever_their_clock(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        {
            "timezone": "Europe/Berlin",
            "times": {
                "impact_start": "2026-03-29T01:30",
                "detected": "2026-03-29T03:10",
                "mitigated": "2026-03-29T02:00Z",
            },
            "timeline": [
                {"at": "2026-03-29T03:30", "event": "Rolled back.", "by": "ana"},
                {"at": "2026-03-29T01:05Z", "event": "A customer calls."},
            ],
        },
    )
    assert [row[:2] for row in cells(body(found, "timeline"))] == [
        ["2026-03-29 00:30", "The impact begins."],
        ["2026-03-29 01:05", "A customer calls."],
        ["2026-03-29 01:10", "It is detected."],
        ["2026-03-29 01:30", "Rolled back."],
        ["2026-03-29 02:00", "Users are fine again."],
    ]
    assert [row[:2] for row in cells(body(found, "times"))] == [
        ["Time to detect", "40m"],
        ["Time to acknowledge", "not known"],
        ["Time to mitigate", "1h30m"],
        ["Time to recover", "not known"],
    ]


def test_roles_are_those_that_are_asked_for_and_those_that_were_filled(tmp_path: Path) -> None:
    scale = "coverage: always, ack_within: 5m, incident: {roles: [commander]}"
    project = PROJECT.replace("response: page, coverage: always", f"response: page, {scale}")
    found = page(tmp_path, {"roles": {"driver": ["ana", "bo"]}}, project=project)
    assert cells(body(found, "roles")) == [["commander", "nobody"], ["driver", "ana, bo"]]


@pytest.mark.parametrize(("answered", "said"), [("09:26", "kept"), ("09:27", "**missed**")])
def test_a_promise_is_kept_until_its_last_minute(tmp_path: Path, answered: str, said: str) -> None:
    project = PROJECT.replace("response: page, coverage: always", "response: page, coverage: always, ack_within: 5m")
    times = {"detected": "2026-03-14T09:20Z", "paged": "2026-03-14T09:21Z", "acknowledged": f"2026-03-14T{answered}Z"}
    found = page(tmp_path, {"times": times}, project=project)
    assert f"an answer within 5m, was {said}." in body(found, "times")


@pytest.mark.parametrize(("where", "stated"), [("test", "99% over 30d"), ("prod", "99.9% over 30d")])
def test_the_budget_is_that_of_the_environment(tmp_path: Path, where: str, stated: str) -> None:
    main = '    - {name: main, environment: prod, version: "2.42", scrape_interval: %s, retention: 40d}\n'
    other = main.replace("main", "other").replace("prod", "test").replace("%s", "30s")
    project = PROJECT.replace("prod: {}", "prod: {}, test: {}").replace(main, main + other)
    service = f"  environments: [prod, test]\n{SERVICE.replace('sli:', 'in: {test: {objective: 99%}}, sli:')}"
    found = page(tmp_path, {"environment": where, "slos": ["web/answers"]}, project=project, service=service)
    assert cells(body(found, "budget"))[0][1] == stated


def test_the_share_of_the_budget_is_a_time(tmp_path: Path) -> None:
    found = page(tmp_path, {"slos": [{"slo": "web/answers", "budget_spent": "50%"}, "old/gone"]})
    assert cells(body(found, "budget")) == [
        ["web/answers", "99.9% over 30d", "43m12s of total outage", "50%", "21m36s"],
        ["old/gone", "not in the specs any more", "—", "not known", "—"],
    ]


def test_what_follows_from_the_budget_is_said(tmp_path: Path) -> None:
    policy = {
        "apiVersion": "sre-compile.dev/v1alpha1",
        "kind": "ErrorBudgetPolicy",
        "metadata": {"name": "strict"},
        "spec": {
            "thresholds": [
                {"left": "0%", "gate": "frozen", "then": "Nothing is *deployed*."},
                {"left": "50%", "then": "Talk."},
            ]
        },
    }
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(policy), encoding="utf-8")
    shown = body(page(tmp_path, {"slos": ["web/answers"]}), "budget")
    assert "- at 50% left: Talk.\n- at 0% left: Nothing is \\*deployed\\*.\n" in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_spec_is_markup(text: str, tmp_path: Path) -> None:
    visible = {"event": text, "detail": text, "action": text, "ticket": text, "impact": text}
    spec: dict[str, object] = {
        "criteria": [text],
        "summary": text,
        "impact": text,
        "timeline": [{"at": "2026-03-14T09:20Z", "event": visible["event"]}],
        "contributing_factors": [{"factor": "a-factor", "detail": text}],
        "actions": [{"action": text, "kind": "prevent", "ticket": text}],
    }
    wild, plain = page(tmp_path / "a", spec, title=text), page(tmp_path / "b", {**_plain(spec)}, title="plain")
    assert shape(wild.text) == shape(plain.text)


def _plain(data: object) -> object:
    """The same data with another text in every place where the hostile one stands."""
    if isinstance(data, dict):
        return {key: value if key in {"at", "kind", "factor"} else _plain(value) for key, value in data.items()}
    return [_plain(one) for one in data] if isinstance(data, list) else "plain"


def shape(text: str) -> list[str]:
    """What a page is built of, but for its words, comments that nobody sees, and the number of its paragraphs."""
    found = [(token.type, token.content if token.type == "html_block" else "") for token in READER.parse(text)]
    inline = [one.type for token in READER.parse(text) for one in token.children or ()]
    markers = [content.split(" sha256")[0] for kind, content in found if kind == "html_block"]
    blocks_ = [kind for kind, _ in found if not kind.startswith(("paragraph", "inline", "html_block"))]
    return [*markers, *blocks_, *(kind for kind in inline if kind in {"link_open", "image", "html_block"})]
