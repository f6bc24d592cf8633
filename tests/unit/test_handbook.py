"""The handbook says what the routes, the escalation and the scale do, and shows text of specs as it is."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from sre_compiler import kinds, pipeline, rotas, routing
from sre_compiler.backends.oncall import mermaid
from sre_compiler.backends.oncall.handbook import handbook
from sre_compiler.program import Program
from sre_compiler.program.responses import responses
from sre_compiler.program.severities import Severity, Timing
from sre_compiler.units import Duration
from tests.programs import ROOT
from tests.rota_cases import NOWHERE
from tests.unit.test_markdown import HOSTILE

READER = MarkdownIt("commonmark").enable("table")
OFFICE, NIGHT, HOLIDAY = "2026-06-16T14:30Z", "2026-06-16T03:00Z", "2026-12-25T14:30Z"
TITLE = re.compile(r'### <a id="team-([a-z-]+)"></a>')
ROW = re.compile(r"^\| `(sev[0-9])` \| (.*) \| (.*) \|$", re.MULTILINE)


@cache
def example() -> Program:
    program = pipeline.compile_specs(str(ROOT / "specs")).program
    assert program is not None
    return program


def sections() -> dict[str, str]:
    """The text about each team, by its name."""
    _, *parts = TITLE.split(handbook(example()))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def sent(team: str, severity: str, when: str) -> set[str]:
    """The ways by which Alertmanager tells of an alert."""
    configuration = routing.configuration(example())
    instant = rotas.instant(when, "UTC")
    labels = {"alertname": "A", "team": team, "severity": severity, "env": "prod", "cluster": "eu1"}
    told = set()
    for one in routing.destinations(configuration, labels):
        if routing.is_sent(configuration, one.route, instant):
            receiver = next(each for each in configuration.receivers if each.name == one.receiver)
            told |= {each.way.name for each in receiver.integrations}
    return told


@pytest.mark.parametrize("team", ["platform", "shop", "supply"])
def test_who_is_told_is_who_the_routes_tell(team: str) -> None:
    rows = {severity: (office, other) for severity, office, other in ROW.findall(sections()[team])}
    assert set(rows) == {"sev1", "sev2", "sev3", "sev4"}
    for severity, (office, other) in rows.items():
        if office.startswith("answered by"):
            assert office == other == "answered by [Platform](#team-platform)"
            assert sent(team, severity, NIGHT) == sent("platform", severity, NIGHT)
            continue
        assert set(re.findall("`([a-z]+)`", office)) == sent(team, severity, OFFICE)
        for closed in (NIGHT, HOLIDAY):
            assert set(re.findall("`([a-z]+)`", other)) == sent(team, severity, closed)


def test_every_link_within_the_page_leads_somewhere() -> None:
    page = handbook(example())
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", page)) == set(re.findall('<a id="([a-z0-9-]+)">', page))


LINE = re.compile(
    r"flowchart TD"
    r'|  (?P<node>[a-z]+[0-9]*)(?:\["[^"\[\]]+"\]|\(\["[^"\[\]]+"\]\))(?: --> (?P<first>step1))?'
    r'|  (?P<source>step[0-9]+) -- "[^"]+" --> (?P<target>[a-z]+[0-9]*)'
)


@pytest.mark.parametrize("name", ["platform", "shop"])
def test_the_diagram_of_an_escalation_is_whole(name: str) -> None:
    policy = next(one for one in example().oncall_policies if one.name == name)
    lines = [*mermaid.escalation(policy)]
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found)
    nodes = {one["node"] for one in found if one and one["node"]}
    arrows = {(one["source"], one["target"]) for one in found if one and one["source"]}
    assert nodes == {"alert", "answered", "nobody", *(f"step{i + 1}" for i in range(len(policy.escalation)))}
    assert {name for arrow in arrows for name in arrow} == nodes - {"alert"}
    ends = [line for line in lines if line.startswith("  nobody[")]
    total = sum(step.ack_within.milliseconds for step in policy.escalation)
    assert ends == [f'  nobody["after {Duration(total)}: nobody else is called"]']


@given(st.text())
def test_a_label_is_only_text_to_mermaid(value: str) -> None:
    shown = mermaid.label(value)
    assert re.fullmatch(r"(?:[\w ,.:()/-]|#[0-9]+;)*", shown)
    read = re.sub("#([0-9]+);", lambda match: chr(int(match[1])), shown)
    assert read == " ".join(value.split())


def severity(name: str, rank: int, response: str, **stated: object) -> Severity:
    empty = {"ack_within": None, "updates_every": None, "incident_roles": (), "review_within": None}
    return Severity(
        name=name, rank=rank, title=name, response=response, coverage="always", also=(), criteria=(), place=NOWHERE,
        timing=Timing(None, None, None), **(empty | stated),  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_stated_wins_and_the_rest_is_usual() -> None:
    scale = (
        severity("a", 1, "ticket"),
        severity("b", 2, "page", ack_within=Duration.parse("7m"), incident_roles=("commander",)),
        severity("c", 3, "page"),
        severity("d", 4, "log", review_within=Duration.parse("1d")),
    )
    found = responses(scale)
    told = {name: (str(one.ack_within), str(one.updates_every), str(one.review_within)) for name, one in found.items()}
    assert told == {
        "a": ("4h", "1d", "None"),
        "b": ("7m", "20m", "3d"),
        "c": ("15m", "30m", "7d"),
        "d": ("7d", "None", "1d"),
    }
    assert found["b"].incident_roles == ("commander",)
    assert found["c"].incident_roles == ("commander", "scribe")
    assert {name: sorted(one.assumed) for name, one in found.items()} == {
        "a": ["ack_within", "updates_every"],
        "b": ["review_within", "updates_every"],
        "c": ["ack_within", "incident_roles", "review_within", "updates_every"],
        "d": ["ack_within"],
    }


@pytest.mark.parametrize("field", ["ack_within", "updates_every", "review_within"])
def test_editors_tell_what_is_usual(field: str) -> None:
    scale = (severity("a", 1, "page"), severity("b", 2, "page"), severity("c", 3, "ticket"), severity("d", 4, "log"))
    usual = [str(value) for one in responses(scale).values() if (value := getattr(one, field)) is not None]
    about = kinds.Severity.model_fields[field].description or ""
    assert re.findall("[0-9]+[mhd]", about) == usual


def test_what_no_spec_says_is_marked() -> None:
    page = handbook(example())
    assert "| 4h of office hours&nbsp;† |" in page
    assert "| within 5m | whoever is on call |" in page
    everything = tuple(
        replace(one, updates_every=Duration.parse("1h"), ack_within=Duration.parse("1h"))
        for one in example().severities
    )
    assert "†" not in handbook(replace(example(), severities=everything))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    program = example()
    teams = tuple(replace(one, title=text or "x", description=text) for one in program.teams)
    severities = tuple(
        replace(one, title=text or "x", criteria=(text or "x",), also=(text or "x",)) for one in program.severities
    )
    people = tuple(replace(one, email=text or None, handles=((text, text),)) for one in program.people)
    page = READER.render(handbook(replace(program, teams=teams, severities=severities, people=people)))
    plain = READER.render(handbook(program))
    assert elements(page) == elements(plain)
    assert not re.search(r"<(script|img)|href=\"(?!#|[a-z]+\.ics)", page)


def elements(page: str) -> list[str]:
    """What makes up a page, but for code and emphasis, of which texts may have more."""
    return re.findall("<(h[1-6]|table|tr|td|ul|ol|li|pre|a)\b", page)
