"""The board of one SLO, chosen by the reader: is it met, how much budget is left, how fast does it go, how long will it last?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from sre_compiler.backends.grafana import colours, links
from sre_compiler.backends.grafana.board import Board, Section, Variable
from sre_compiler.backends.grafana.colours import OF_RESPONSE, main_objectives
from sre_compiler.backends.grafana.fields import Column, Scale, Step, Style
from sre_compiler.backends.grafana.panels import Panel, Query, stat, table, timeline, timeseries
from sre_compiler.backends.grafana.reading import Reading, alternatives, reading
from sre_compiler.backends.prometheus import series
from sre_compiler.program.boards import ALERTS_PANEL, DETAIL
from sre_compiler.program.program import Program
from sre_compiler.units import Duration, fraction_text

MOST_LINES = 24
"""Factors that are drawn; those of rarer policies stand on the boards of their services."""
_THIS = 'slo_id="$slo_id"'


def build(program: Program) -> Board:
    """One board for all SLOs, whatever their windows and policies."""
    read = reading(program, _THIS)
    objectives = main_objectives(program)
    groups = sorted({label for one in objectives for label in one.group_by})
    first = objectives[0] if objectives else None
    name = program.labels.service
    sections = [
        Section("", tuple(_answers(read, colours.usual_burn_steps(program)))),
        Section("", (_facts(read, program), *_amounts(read))),
        Section("Error budget", tuple(_budget(read, sorted({one.window for one in objectives})))),
        Section("Burn rate and alerts", tuple(_burning(read, program))),
        Section("Indicator", tuple(_indicator(read))),
        *([Section("Groups", tuple(_groups(read, groups)))] if groups else []),
    ]
    return Board(
        uid=DETAIL,
        title="SLO detail",
        about="One SLO: whether it is met, how much of its error budget is left, how fast it is spent, and which alerts fire.",
        sections=tuple(sections),
        variables=(
            Variable("service", "Service", f"label_values(slo_info, {name})", chosen=first.service if first else ""),
            Variable(
                "slo_id",
                "SLO",
                f'label_values(slo_info{{{name}="$service"}}, slo_id)',
                chosen=first.slo_id if first else "",
            ),
        ),
        links=(*links.of_chosen_service(program), *links.all_boards(DETAIL)),
        marks=f'{{{_THIS},alertstate="firing"}}',
    )


def _answers(read: Reading, steps: tuple[Step, ...]) -> Iterator[Panel]:
    """The first row: the four questions, and the alerts."""
    yield from _promise(read)
    yield from _course(read, steps)


def _promise(read: Reading) -> Iterator[Panel]:
    yield stat(
        "objective",
        "Objective",
        "The share of events that has to be good over the SLO's window.",
        Query(read.worst(read.select(series.OBJECTIVE))),
        colours.RATIO,
        plain="blue",
    )
    yield stat(
        "kept",
        "Good over the window",
        "The share of events that was good over the SLO's whole window; of the worst group where there are groups.",
        Query(read.worst(read.kept)),
        colours.RATIO,
    )
    yield stat(
        "left",
        "Error budget left",
        "The share of the error budget that is left; below zero it is overspent. Of the worst group where there are groups.",
        Query(read.worst(read.left)),
        colours.BUDGET,
    )


def _course(read: Reading, steps: tuple[Step, ...]) -> Iterator[Panel]:
    yield stat(
        "burn",
        "Burn rate, last hour",
        "How many times too fast the budget was spent in the last hour: at 1 it lasts exactly for the window."
        " Without events there is no rate.",
        Query(read.worst(read.burn(), "max")),
        colours.burn(steps),
    )
    yield stat(
        "lasts",
        "Budget lasts",
        "When the budget is spent if the last hour goes on.",
        Query(read.worst(read.lasts)),
        colours.LASTS,
    )
    yield stat(
        "firing",
        "Alerts firing",
        "Alerts of this SLO that fire now.",
        Query(read.count(read.firing())),
        colours.NONE_IS_GOOD,
    )


def _facts(read: Reading, program: Program) -> Panel:
    names = program.labels
    columns = [
        Column("title", "Title"),
        Column("slo_id", "SLO", width=220),
        Column("objective", "Objective", width=90),
        Column("window", "Window", width=80),
        Column("sli", "Indicator"),
        Column(names.team, "Team"),
        Column("tier", "Tier", width=60),
    ]
    hidden = ["Value", "__name__", names.service, "slo", "legs", "instance", "job"]
    return table(
        "facts",
        "What is promised",
        "What the specs say of this SLO.",
        [Query(read.select(series.INFO))],
        columns,
        hidden=hidden,
        width=12,
        height=4,
    )


def _amounts(read: Reading) -> Iterator[Panel]:
    yield stat(
        "time",
        "Budget left as outage",
        "How long everything may fail before the budget is spent; below zero, by how much it is overspent.",
        Query(read.worst(read.seconds_left)),
        Scale("s", 1, (Step(None, colours.RED), Step(0, "text"))),
    )
    yield stat(
        "known",
        "Known of the window",
        "How much of the window was measured. What fell into a hole of collection is not guessed.",
        Query(read.worst(read.select(series.COVERAGE))),
        Scale("percentunit", 1, (Step(None, colours.ORANGE), Step(0.95, "text"))),
    )
    yield stat(
        "events",
        "Events per second",
        "All events of the last five minutes, of all groups. An indicator of minutes counts 1 for each group.",
        Query(f"sum by ({', '.join(read.keys)}) ({read.select(series.TOTAL)})"),
        Scale("short", 2),
    )


def _budget(read: Reading, windows: list[Duration]) -> Iterator[Panel]:
    yield timeseries(
        "budget",
        "Error budget left",
        "The share of the budget that is left, of the worst group where there are groups. Below the line it is overspent.",
        [Query(read.worst(read.left), "left")],
        colours.BUDGET_LINE,
        width=16,
        since=colours.COURSE,
    )
    yield timeseries(
        "days",
        "Budget spent each day",
        "The share of the whole budget that the bad events of a day in UTC have spent; the last one is today.",
        [Query(read.spent(window), "spent") for window in windows],
        Scale("percentunit", 1),
        styles=[Style("spent", colours.ORANGE)],
        width=8,
        bars=True,
        since=colours.COURSE,
        step="1d",
    )


def _burning(read: Reading, program: Program) -> Iterator[Panel]:
    windows = sorted({window for one in program.objectives() for window in one.windows})
    burning = [Query(read.worst(read.recorded_burn(window), "max"), str(window)) for window in windows]
    yield timeseries(
        "burns",
        "Burn rate by window",
        "How many times too fast the budget is spent, over each window that alerts look at; dashed, where they fire.",
        [*burning, *_factors(read, program)],
        colours.burn(()),
        styles=[Style(f"/^{response} /", colour, dashed=True) for response, colour in OF_RESPONSE.items()],
        height=10,
    )
    yield firing(read, program, height=10)


def firing(read: Reading, program: Program, *, width: int = 12, height: int = 8, known: bool = True) -> Panel:
    """A band for each severity; where no SLO is `known`, nothing tells whether alerts are evaluated."""
    zero = f"0 * max({read.select(series.INFO)})" if known else "vector(0)"
    label = program.labels.severity
    queries = [
        Query(f"max({read.firing(f'{label}={alternatives([one.name])}')}) or {zero}", one.name)
        for one in program.severities
    ]
    words = {one.name: colours.firing(one.response) for one in program.severities}
    about = "Which severities fired when. A gap means that the alerts were not evaluated."
    return timeline(ALERTS_PANEL, "Alerts by severity", about, queries, words, width=width, height=height)


def _factors(read: Reading, program: Program) -> Iterator[Query]:
    """A line at each factor of the SLO's legs, which `slo_info` names."""
    used = Counter((leg.leg, str(leg.severity)) for one in main_objectives(program) for leg in one.alerting_legs)
    responses = {one.name: one.response for one in program.severities}
    lines: Counter[tuple[Fraction, str, str]] = Counter()
    for (leg, severity), times in used.items():
        lines[leg.factor, str(leg.long), responses[severity]] += times
    for factor, name, response in sorted(sorted(lines, key=lambda line: (-lines[line], line))[:MOST_LINES]):
        fact = f'legs=~"(.* )?{series.leg_fact(name, factor).replace(".", "[.]")}( .*)?"'
        known = f"max by ({', '.join(read.keys)}) ({read.select(series.INFO, fact)})"
        yield Query(f"{fraction_text(factor)} * {known}", f"{response} at {fraction_text(factor, digits=4)} ({name})")


def _indicator(read: Reading) -> Iterator[Panel]:
    yield timeseries(
        "indicator",
        "Good events against the objective",
        "The share of good events over five minutes and over an hour, of the worst group; dashed, the objective.",
        [
            Query(read.worst(f"1 - {read.select('slo:sli_error:ratio_rate5m')}"), "5m"),
            Query(read.worst(f"1 - {read.errors('1h')}"), "1h"),
            Query(read.worst(read.select(series.OBJECTIVE)), "objective"),
        ],
        Scale("percentunit", high=1, least=None),
        styles=[Style("/^objective$/", colours.ORANGE, dashed=True)],
    )
    total, bad = (f"sum({read.select(name)})" for name in (series.TOTAL, series.BAD))
    yield timeseries(
        "traffic",
        "Events and bad events",
        "Per second, of all groups. An indicator of minutes counts 1 for each group and each bad group.",
        [Query(total, "all"), Query(bad, "bad")],
        Scale("short"),
        styles=[Style("/^all$/", colours.BLUE), Style("/^bad$/", colours.RED)],
    )


def _groups(read: Reading, groups: list[str]) -> Iterator[Panel]:
    """What the worst is made of; an SLO without groups is a single line."""
    names = " ".join(f"{{{{{label}}}}}" for label in groups)
    yield timeseries(
        "group-budget",
        "Error budget left by group",
        "Each group has a budget of its own.",
        [Query(read.left, f"left {names}")],
        colours.BUDGET_LINE,
        since=colours.COURSE,
    )
    yield timeseries(
        "group-bad",
        "Bad events by group",
        "Which groups the errors come from, per second.",
        [Query(read.select(series.BAD), f"bad {names}")],
        Scale("short"),
        stacked=True,
    )
