"""The board of one service, to which its alerts and runbooks lead: its SLOs, its alerts, its golden signals."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.grafana import colours, links, signals
from sre_compiler.backends.grafana.board import Board, Link, Section
from sre_compiler.backends.grafana.colours import OF_RESPONSE
from sre_compiler.backends.grafana.detail import firing
from sre_compiler.backends.grafana.escaping import literal, markdown, title, url
from sre_compiler.backends.grafana.fields import Column, Scale, Step, Style
from sre_compiler.backends.grafana.panels import (
    Panel,
    Query,
    lines_height,
    rows_height,
    table,
    text,
    timeseries,
    value_field,
)
from sre_compiler.backends.grafana.reading import Reading, alternatives, reading
from sre_compiler.backends.prometheus import series
from sre_compiler.program.boards import ALERTS_PANEL, DETAIL, burn_panel, service_uid
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from sre_compiler.program.services import Deployment, Service

_LONGEST_TAG = 50
_LONGEST_TITLE = 80
"""Grafana keeps no longer tags, and no titles of more than 189 characters."""
_MOST = 24
"""The height from which the lists of a very large service scroll."""


def build(program: Program, service: Service) -> Board:
    """Fixed: nothing but the data source is left to choose. Its numbers are those of the first environment that it runs in."""
    deployment = colours.main_deployment(program, service)
    own = reading(program, f"{program.labels.service}={literal(service.name)}")
    slos = deployment.objectives
    about = list(_about(service, deployment))
    height = min(max(rows_height(len(slos)), lines_height(about)), _MOST)
    first = [text("about", "Alerts and runbooks", "\n".join(about), width=8, height=height)]
    if slos:
        first.insert(0, _rows(program, service, slos, height))
    golden = tuple(signals.panels(signals.of_service(service)))
    return Board(
        uid=service_uid(service.name),
        title=_title(service),
        about=title(service.description),
        sections=(
            Section("", tuple(first)),
            Section("", (_alerts(program, own, silent=not slos),)),
            *(Section(title(one.shown_title), tuple(_slo(program, one))) for one in slos),
            *([Section("Golden signals", golden)] if golden else []),
        ),
        tags=tuple(tag for tag in (f"service:{service.name}", f"team:{service.team}") if len(tag) <= _LONGEST_TAG),
        links=(
            *links.all_boards(DETAIL),
            Link("SLO detail", links.board(DETAIL, f"var-service={service.name}")),
            *links.of_service(service),
        ),
        marks=f'{{{own.matchers},alertstate="firing"}}',
    )


def _title(service: Service) -> str:
    """With the name where the title does not tell it: Grafana refuses two boards of one title in a folder."""
    name = f" ({service.name})" if service.title.casefold().replace(" ", "-") != service.name else ""
    return title(f"Service: {service.title[:_LONGEST_TITLE]}{name}")


def _rows(program: Program, service: Service, slos: tuple[Objective, ...], height: int) -> Panel:
    """A row for each SLO, by name; the first query names them, so that one without data is there as well."""
    read = reading(program, f"slo_id=~{alternatives(one.slo_id for one in slos)}")
    steps = colours.burn_steps(program, slos[0])
    values = [
        (read.worst(read.select(series.OBJECTIVE)), "Objective", Scale("percentunit", 3)),
        (read.worst(read.kept), "Good", Scale("percentunit", 3)),
        (read.worst(read.left), "Budget left", colours.BUDGET),
        (read.worst(read.lasts), "Lasts", colours.LASTS),
        (read.worst(read.burn(), "max"), "Burn, 1h", colours.burn(steps)),
    ]
    detail = links.board(DETAIL, f"var-service={service.name}", 'var-slo_id=${__data.fields["SLO"]}')
    columns = [
        Column("slo_id", "SLO", link=f"{detail}&{links.TIMES}", width=240),
        *(Column(value_field(index), heading, scale) for index, (_, heading, scale) in enumerate(values)),
    ]
    return table(
        "slos",
        "SLOs",
        "The worst group of each SLO. An empty cell has no data.",
        [Query(expr) for expr, _, _ in values],
        columns,
        first=("Budget left", False),
        width=16,
        height=height,
    )


def _alerts(program: Program, own: Reading, *, silent: bool) -> Panel:
    panel = firing(own, program, width=24, height=6, known=not silent)
    assert panel.slug == ALERTS_PANEL  # noqa: S101 - alerts lead to it by this name
    return panel


def _slo(program: Program, objective: Objective) -> Iterator[Panel]:
    read = reading(program, f"slo_id={literal(objective.slo_id)}")
    groups = " ".join(f"{{{{{label}}}}}" for label in objective.group_by)
    name = objective.name
    yield timeseries(
        f"budget:{name}",
        "Error budget left",
        markdown(objective.description) or "The share of the budget that is left.",
        [Query(read.left, groups or "left")],
        colours.BUDGET_LINE,
        width=8,
        since=colours.COURSE,
    )
    windows = sorted({leg.leg.long for leg in objective.alerting_legs} or {max(objective.windows)})
    yield timeseries(
        burn_panel(name),
        "Burn rate",
        "How many times too fast the budget is spent over the windows of the alerts, by the worst group; dashed, where they fire.",
        [Query(read.worst(read.recorded_burn(window), "max"), str(window)) for window in windows],
        colours.burn(_lines(program, objective)),
        width=8,
    )
    yield timeseries(
        f"events:{name}",
        "Events and bad events",
        "Per second, of all groups. An indicator of minutes counts 1 for each group and each bad group.",
        [Query(f"sum({read.select(series.TOTAL)})", "all"), Query(f"sum({read.select(series.BAD)})", "bad")],
        Scale("short"),
        styles=[Style("/^all$/", colours.BLUE), Style("/^bad$/", colours.RED)],
        width=8,
    )


def _lines(program: Program, objective: Objective) -> tuple[Step, ...]:
    """A line at each factor, in the colour of how its alert is answered."""
    responses = {one.name: one.response for one in program.severities}
    steps = {float(leg.leg.factor): OF_RESPONSE[responses[str(leg.severity)]] for leg in objective.alerting_legs}
    return (Step(None, "transparent"), *(Step(value, steps[value]) for value in sorted(steps)))


def _about(service: Service, deployment: Deployment) -> Iterator[str]:
    """What to open next: the runbook of each alert, and the boards of what the service needs."""
    for name, runbook in _runbooks(deployment):
        yield f"- [{markdown(name)}]({url(runbook)})" if runbook else f"- {markdown(name)}"
    yield ""
    yield f"Team **{markdown(service.team)}**" + (f", tier {service.tier}" if service.tier is not None else "")
    needed = [f"[{markdown(one)}]({links.to_service(one)})" for one in service.depends_on]
    needed += [markdown(one) for one in service.external_dependencies]
    if needed:
        yield ""
        yield f"Needs {', '.join(needed)}"


def _runbooks(deployment: Deployment) -> Iterator[tuple[str, str]]:
    for one in deployment.objectives:
        if one.alerting_legs:
            yield one.burn_alert, one.runbook_url
        if one.no_data.alert_severity is not None:
            yield one.no_data_alert, one.runbook_url
    for alert in deployment.alerts:
        yield alert.name, alert.runbook_url or dict(alert.annotations).get("runbook_url", "")
