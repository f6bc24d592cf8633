"""The board of all SLOs: which promises are broken, which are next, and where nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.grafana import colours, links
from sre_compiler.backends.grafana.board import Board, Section, Variable
from sre_compiler.backends.grafana.fields import Column, Scale, Style
from sre_compiler.backends.grafana.panels import Panel, Query, rows_height, stat, table, timeseries, value_field
from sre_compiler.backends.grafana.reading import Reading, alternatives, reading
from sre_compiler.backends.prometheus import series
from sre_compiler.program.boards import DETAIL, FLEET
from sre_compiler.program.program import Program


class Fleet:
    """The SLOs that the reader has chosen by team and service, which only `slo_info` and the alerts say of a series."""

    def __init__(self, program: Program) -> None:
        names = program.labels
        self.facts = f'{names.team}=~"$team",{names.service}=~"$service"'
        self.read: Reading = reading(program, "")
        self.chosen: Reading = reading(program, self.facts)
        self.names = names
        self.steps = colours.usual_burn_steps(program)
        self.pages = f"{names.severity}=~{alternatives(colours.severities(program, 'page'))}"

    def of(self, expr: str) -> str:
        """A part of the series of all SLOs: those that are chosen."""
        return f"{expr} and {self.read.on} {self.chosen.select(series.INFO)}"

    def worst(self, expr: str, pick: str = "min") -> str:
        return self.of(self.read.worst(expr, pick))

    def count(self, expr: str) -> str:
        return self.chosen.count(expr)


def build(program: Program) -> Board:
    """One board for all teams."""
    fleet = Fleet(program)
    names = program.labels
    return Board(
        uid=FLEET,
        title="SLO fleet",
        about="All SLOs: which are missed, which are at risk, which burn fast, and which have no data.",
        sections=(
            Section("", tuple(_counts(fleet))),
            Section("", (_rows(fleet, program),)),
            Section("", tuple(_courses(fleet))),
        ),
        variables=(
            Variable("team", "Team", f"label_values(slo_info, {names.team})", many=True),
            Variable(
                "service", "Service", f'label_values(slo_info{{{names.team}=~"$team"}}, {names.service})', many=True
            ),
        ),
        links=links.all_boards(FLEET),
        marks=f'{{{fleet.facts},{fleet.pages},alertstate="firing"}}',
    )


def _counts(fleet: Fleet) -> Iterator[Panel]:
    left = fleet.worst(fleet.read.left)
    yield stat(
        "all",
        "SLOs",
        "How many SLOs there are, of the chosen teams and services.",
        Query(f"count({fleet.chosen.select(series.INFO)})"),
        Scale("none", 0),
    )
    yield stat(
        "missed",
        "Missed",
        "SLOs whose error budget is spent; where there are groups, that of the worst one.",
        Query(fleet.count(f"({left}) <= 0")),
        colours.NONE_IS_GOOD,
    )
    yield stat(
        "risk",
        "At risk",
        f"SLOs with less than {colours.AT_RISK:.0%} of their error budget left.",
        Query(fleet.count(f"(({left}) > 0) < {colours.AT_RISK:g}")),
        colours.RARE_IS_GOOD,
    )
    yield from _urgent(fleet)


def _urgent(fleet: Fleet) -> Iterator[Panel]:
    fast = f"{colours.fast_burn(fleet.steps):g}"
    yield stat(
        "fast",
        "Burning fast",
        f"SLOs that spent their budget more than {fast} times too fast in the last hour.",
        Query(fleet.count(f"({fleet.worst(fleet.read.burn(), 'max')}) > {fast}")),
        colours.NONE_IS_GOOD,
    )
    firing = fleet.chosen.firing(fleet.pages, 'slo_id!=""')
    yield stat(
        "paging",
        "Paging now",
        "SLOs for which somebody is being called.",
        Query(fleet.count(f"count by ({', '.join(fleet.read.keys)}) ({firing})")),
        colours.NONE_IS_GOOD,
    )
    yield stat(
        "silent",
        "No data",
        "SLOs whose indicator returned nothing in the last five minutes. Their budget is not known.",
        Query(
            fleet.count(f"{fleet.chosen.select(series.INFO)} unless {fleet.read.on} {fleet.read.select(series.TOTAL)}")
        ),
        colours.RARE_IS_GOOD,
    )


def _rows(fleet: Fleet, program: Program) -> Panel:
    """A row for each SLO; only the first query has the labels of `slo_info`, so that no column comes twice."""
    read, names = fleet.read, fleet.names
    facts = ", ".join((*read.keys, "slo", names.service, names.team))
    objective = (
        f"max by ({facts}) ({read.select(series.OBJECTIVE)}"
        f" * {read.on} group_left (slo, {names.service}, {names.team}) {fleet.chosen.select(series.INFO)})"
    )
    values = [
        (objective, "Objective", Scale("percentunit", 3)),
        (fleet.worst(read.kept), "Good over the window", Scale("percentunit", 3)),
        (fleet.worst(read.left), "Budget left", colours.BUDGET),
        (fleet.worst(read.lasts), "Budget lasts", colours.LASTS),
        (fleet.worst(read.burn(), "max"), "Burn rate, last hour", colours.burn(fleet.steps)),
        (fleet.worst(read.select(series.COVERAGE)), "Known of the window", Scale("percentunit", 1)),
    ]
    detail = links.board(DETAIL, 'var-service=${__data.fields["Service"]}', 'var-slo_id=${__data.fields["SLO"]}')
    columns = [
        Column("slo_id", "SLO", link=f"{detail}&{links.TIMES}", width=240),
        Column(names.service, "Service", width=120),
        Column(names.team, "Team", width=100),
        *(Column(value_field(index), title, scale) for index, (_, title, scale) in enumerate(values)),
    ]
    return table(
        "slos",
        "SLOs, least budget first",
        "The worst group of each SLO. An empty cell has no data: nothing is known, and nothing is made up.",
        [Query(expr) for expr, _, _ in values],
        columns,
        hidden=["slo"],
        first=("Budget left", False),
        height=rows_height(len(colours.main_objectives(program))),
    )


def _courses(fleet: Fleet) -> Iterator[Panel]:
    left = fleet.worst(fleet.read.left)
    risk = f"{colours.AT_RISK:g}"
    yield timeseries(
        "states",
        "SLOs by budget left",
        "How many SLOs were missed, at risk or fine.",
        [
            Query(fleet.count(f"({left}) <= 0"), "missed"),
            Query(fleet.count(f"(({left}) > 0) < {risk}"), "at risk"),
            Query(fleet.count(f"({left}) >= {risk}"), "fine"),
        ],
        Scale("none", 0, low=0),
        styles=[
            Style("/^missed$/", colours.RED),
            Style("/^at risk$/", colours.ORANGE),
            Style("/^fine$/", colours.GREEN),
        ],
        stacked=True,
        since=colours.COURSE,
    )
    team = fleet.names.team
    facts = f"{fleet.read.on} group_left ({team}) {fleet.chosen.select(series.INFO)}"
    yield timeseries(
        "teams",
        "Least budget left of each team",
        "The SLO of each team that is worst off.",
        [Query(f"min by ({team}) ({fleet.read.worst(fleet.read.left)} * {facts})", f"{{{{{team}}}}}")],
        colours.BUDGET_LINE,
        since=colours.COURSE,
    )
