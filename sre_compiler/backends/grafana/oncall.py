"""The board of those who answer: how often they are called, by what, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.grafana import colours, links
from sre_compiler.backends.grafana.board import Board, Section, Variable
from sre_compiler.backends.grafana.escaping import markdown
from sre_compiler.backends.grafana.fields import Column, Scale
from sre_compiler.backends.grafana.panels import Panel, Query, stat, table, text, timeseries
from sre_compiler.backends.grafana.reading import BEGINNING, DAY, alternatives
from sre_compiler.program.boards import ONCALL
from sre_compiler.program.labels import Labels
from sre_compiler.program.oncall import Layer, OnCallPolicy
from sre_compiler.program.program import Program
from sre_compiler.program.teams import Team

STEP = "1m"
"""How often Prometheus is asked whether an alert began; no group of rules is evaluated more often."""


class Alerts:
    """The alerts of the chosen teams that are answered in one way."""

    def __init__(self, program: Program, response: str) -> None:
        names = program.labels
        severity = alternatives(colours.severities(program, response))
        self.firing = f'ALERTS{{alertstate="firing",{names.severity}=~{severity},{names.team}=~"$team"}}'

    @property
    def began(self) -> str:
        """An alert in the minute in which it began to fire."""
        return f"({self.firing} unless {self.firing} offset {STEP})"

    def begun(self, window: str = "$__range", by: tuple[str, ...] = (), shift: str = "") -> str:
        """How many began within a window."""
        grouped = f"sum by ({', '.join(by)})" if by else "sum"
        return f"{grouped} (count_over_time({self.began}[{window}:{STEP}]{shift}))"


def build(program: Program) -> Board:
    """One board for all teams. Alerts of others count as well, where they carry a severity and a team."""
    names = program.labels
    return Board(
        uid=ONCALL,
        title="On-call load",
        about="How often each team is called, by which alerts, and for how long.",
        sections=(
            Section("", tuple(_counts(program))),
            Section("", tuple(_courses(program, names))),
            Section("", tuple(_sources(program, names))),
        ),
        variables=(Variable("team", "Team", f"label_values(slo_info, {names.team})", many=True),),
        links=links.all_boards(ONCALL),
        since="now-7d",
    )


def _counts(program: Program) -> Iterator[Panel]:
    pages, tickets = Alerts(program, "page"), Alerts(program, "ticket")
    none = "or 0 * count(slo_info)"
    whole = "Over the time that is shown."
    yield stat(
        "pages",
        "Pages",
        f"Alerts that called somebody. {whole}",
        Query(f"{pages.begun()} {none}"),
        colours.RARE_IS_GOOD,
        width=6,
    )
    yield stat(
        "tickets",
        "Tickets",
        f"Alerts that wait for office hours. {whole}",
        Query(f"{tickets.begun()} {none}"),
        Scale("none", 0),
        width=6,
    )
    paging = f"sum (count_over_time((count({pages.firing}) > 0)[$__range:{STEP}])) * 60"
    yield stat(
        "paging",
        "Time with a page firing",
        f"How long at least one page was open. {whole}",
        Query(f"{paging} {none}"),
        Scale("s", 1),
        width=6,
    )
    yield stat(
        "now",
        "Pages firing now",
        "Alerts for which somebody is being called at this moment.",
        Query(f"count({pages.firing}) {none}"),
        colours.NONE_IS_GOOD,
        width=6,
    )


def _courses(program: Program, names: Labels) -> Iterator[Panel]:
    for response, title in (("page", "Pages each day"), ("ticket", "Tickets each day")):
        alerts = Alerts(program, response)
        yield timeseries(
            f"{response}-days",
            title,
            "Alerts that began within a day in UTC, by team; the last one is today.",
            [Query(alerts.begun(DAY, (names.team,), BEGINNING), f"{{{{{names.team}}}}}")],
            Scale("none", 0, low=0),
            bars=True,
            stacked=True,
            step="1d",
        )


def _sources(program: Program, names: Labels) -> Iterator[Panel]:
    labels = (names.team, names.service, "alertname")
    for response, title in (("page", "What pages most"), ("ticket", "What opens most tickets")):
        yield table(
            f"{response}-sources",
            title,
            "How often each alert began over the time that is shown.",
            [Query(f"sort_desc({Alerts(program, response).begun(by=labels)})")],
            [
                Column(names.team, "Team", width=80),
                Column(names.service, "Service", width=110),
                Column("alertname", "Alert"),
                Column("Value", "Times", width=70),
            ],
            width=9,
        )
    yield text("who", "Who answers", "\n".join(_answering(program)), width=6, height=10)


def _answering(program: Program) -> Iterator[str]:
    policies = {one.name: one for one in program.oncall_policies}
    for team in program.teams:
        covers = [f"{markdown(one.team)} answers {markdown(', '.join(one.severities))}" for one in team.covered_by]
        turns = list(_turns(policies[team.oncall])) if team.oncall in policies else []
        yield f"**{markdown(team.title)}**{_members(team)}"
        yield from (f"- {line}" for line in [*turns, *covers])
        yield ""


def _members(team: Team) -> str:
    return f" ({markdown(', '.join(team.members))})" if team.members else ""


def _turns(policy: OnCallPolicy) -> Iterator[str]:
    for schedule in policy.schedules:
        for layer in schedule.layers:
            yield f"{markdown(schedule.name)}: changes hands {_handoff(layer)}, {markdown(layer.timezone or policy.timezone)}"
        if schedule.follows:
            yield f"{markdown(schedule.name)}: {_shifted(schedule.turns, markdown(schedule.follows))}"


def _shifted(turns: int, schedule: str) -> str:
    """Whose turn of another schedule is meant: -1 is whoever had it before."""
    many = "one turn" if abs(turns) == 1 else f"{abs(turns)} turns"
    return f"who had {schedule} {many} before" if turns < 0 else f"who has {schedule} {many} after"


def _handoff(layer: Layer) -> str:
    day = f"{layer.handoff_day} " if layer.handoff_day else ""
    return markdown(f"every {layer.every}, {day}{layer.handoff_at}")
