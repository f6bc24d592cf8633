"""An SLO or an alert of the program in words and numbers: what `explain` prints. Every number comes from `burnrate`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.checks.low_traffic import ERRORS
from sre_compiler.diagnostics import Place
from sre_compiler.program.alerts import Alert
from sre_compiler.program.indicators import counts_events, counts_requests, kind_name
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.program import Program
from sre_compiler.program.runbooks import RUNBOOK_URL, severities_of
from sre_compiler.program.services import Service
from sre_compiler.units import Percent, fraction_text, percent_text, time_text

TOTAL_OUTAGE = Fraction(1)
LineOf = Callable[[Place], str]


def names_of(program: Program) -> list[str]:
    """Everything of the program that can be explained: SLO ids and names of alerts."""
    objectives = [name for one in program.objectives() for name in (one.slo_id, one.burn_alert, one.no_data_alert)]
    alerts = [alert.name for _, _, alert in _plain_alerts(program)]
    return sorted({*objectives, *alerts})


def explain(program: Program, name: str, line_of: LineOf) -> str | None:
    """The text for an SLO id or an alert, a section for each environment; None when nothing has this name.

    `line_of` tells where a place is written, as `file:line`.
    """
    sections = [
        "\n".join([*_objective(one, service, environment, line_of, program.option(ERRORS)), *_runbook(program, one)])
        for service in program.services
        for environment, deployment in service.deployments.items()
        for one in deployment.objectives
        if name in (one.slo_id, one.burn_alert, one.no_data_alert)
    ]
    sections += [
        "\n".join([*_alert(a, s, e), _own_runbook(program, s, a)])
        for s, e, a in _plain_alerts(program)
        if a.name == name
    ]
    return "\n\n".join(sections) + "\n" if sections else None


def _plain_alerts(program: Program) -> Iterator[tuple[Service, str, Alert]]:
    for service in program.services:
        for environment, deployment in service.deployments.items():
            for alert in deployment.alerts:
                yield service, environment, alert


def _objective(one: Objective, service: Service, environment: str, line_of: LineOf, enough: int) -> Iterator[str]:
    yield f"{one.slo_id} in {environment} ({kind_name(one.indicator)}, team {one.team})"
    if one.description:
        yield f"  {one.description}"
    noun = "events" if counts_events(one.indicator) else "minutes"
    groups = f", for each {', '.join(one.group_by)}" if one.group_by else ""
    stated = f"{line_of(one.objective_place)}; window: {line_of(one.window_place)}"
    yield f"  Objective: {Percent(one.objective)} of {noun} are good over {one.window}{groups} ({stated})."
    yield f"  Error budget: {percent_text(Fraction(one.budget))}{_budget(one, service)}."
    yield f"  A total outage spends all of it in {time_text(burnrate.time_to_exhaust(one.objective, one.window, TOTAL_OUTAGE))}."
    yield ""
    yield from _table(_rows(one, service))
    yield ""
    yield from (f"  {line}" for line in _few_errors(one, service, enough))
    if one.min_errors > 1:
        yield f"  {_enough_errors(one, service)}"
    yield f"  Burn alert: {one.burn_alert}. {_no_data(one)}"


def _budget(one: Objective, service: Service) -> str:
    minutes = f", {time_text(burnrate.budget_time(one.objective, one.window))} of total outage"
    if service.traffic is None or not counts_events(one.indicator):
        return minutes
    events = burnrate.budget_events(one.objective, one.window, service.traffic.per_second)
    return f"{minutes}, {int(events):,} bad events at {service.traffic}"


def _rows(one: Objective, service: Service) -> Iterator[tuple[str, ...]]:
    yield ("leg", "severity", "fires above", "a total outage after", "budget spent", "then lasts", "resets after")
    for leg in one.legs:
        yield _leg(one, leg, service)


def _leg(one: Objective, leg: PolicyLeg, service: Service) -> tuple[str, ...]:
    objective, factor = one.objective, leg.leg.factor
    spent = burnrate.share_of_factor(factor, one.window, leg.leg.long)
    theta = burnrate.threshold(objective, factor)
    severity = "left out" if leg.left_out else leg.severity or "not emitted"
    return (
        f"{leg.leg.long}/{leg.leg.short}",
        severity,
        f"{percent_text(theta)} ({fraction_text(factor, digits=4)}x)",
        time_text(_detected(one, leg, service)),
        percent_text(spent),
        time_text(burnrate.time_to_exhaust(objective, one.window, theta)),
        time_text(burnrate.time_to_reset(leg.leg, objective, TOTAL_OUTAGE)),
    )


def _detected(one: Objective, leg: PolicyLeg, service: Service) -> Fraction | None:
    """Until both the threshold and, where `min_errors` asks for it, the number of errors is reached."""
    seconds = burnrate.time_to_detect(leg.leg, one.objective, TOTAL_OUTAGE)
    if seconds is None or one.min_errors <= 1 or service.traffic is None:
        return seconds
    errors = burnrate.time_to_errors(one.min_errors, service.traffic.per_second, TOTAL_OUTAGE)
    return seconds if errors is None else max(seconds, errors)


def _few_errors(one: Objective, service: Service, enough: int) -> Iterator[str]:
    """How many errors the fastest leg needs, how often they come together by chance, and what enough of them would change."""
    leg = next(iter(one.alerting_legs), None)
    if leg is None or service.traffic is None or not counts_requests(one.indicator):
        return
    rate = service.traffic.per_second
    needed = max(burnrate.errors_needed(leg.leg, one.objective, rate), one.min_errors)
    yield (
        f"At {service.traffic} the {leg.name} leg needs {needed:,} error{'s' * (needed > 1)};"
        f" while half the budget is spent, that {_chance(one, leg, rate, one.min_errors)}."
    )
    if needed < enough:
        seconds = burnrate.time_to_errors(enough, rate, TOTAL_OUTAGE)
        fewer = _chance(one, leg, rate, enough)
        yield f"With `min_errors: {enough}` it {fewer}, and a total outage has them after {time_text(seconds)}."


def _chance(one: Objective, leg: PolicyLeg, per_second: Fraction, errors: int) -> str:
    alarms = burnrate.false_alarms_a_month(leg.leg, one.objective, per_second, errors)
    return f"happens by chance {alarms:.2g} times a month" if alarms >= 0.01 else "hardly ever happens by chance"


def _enough_errors(one: Objective, service: Service) -> str:
    """What `min_errors` costs: the time until there are that many."""
    wanted = f"A leg also needs {one.min_errors} bad events in its long window"
    if service.traffic is None:
        return f"{wanted}; `traffic` on the service would tell how long that takes."
    seconds = burnrate.time_to_errors(one.min_errors, service.traffic.per_second, TOTAL_OUTAGE)
    return f"{wanted}: at {service.traffic} a total outage has them after {time_text(seconds)}."


def _no_data(one: Objective) -> str:
    match one.no_data.then:
        case "bad":
            return "A minute without data counts as bad."
        case "ignore":
            return "Missing data is ignored."
        case "alert" if one.no_data.severity is None:
            return "Missing data alerts nobody here."
        case _:
            return f"Without data for {one.no_data.after}: {one.no_data_alert}, {one.no_data.severity}."


def _alert(alert: Alert, service: Service, environment: str) -> Iterator[str]:
    yield f"{alert.name} in {environment} (alert of {service.name}, team {service.team})"
    lasting = f" for {alert.lasting}" if alert.lasting else ""
    yield f"  Severity {alert.severity}. Fires while this has been true{lasting}:"
    yield from (f"    {line}" for line in alert.query.text.strip().splitlines())
    if alert.runbook is not None and alert.runbook.impact:
        yield f"  Impact: {alert.runbook.impact}"


def _runbook(program: Program, one: Objective) -> Iterator[str]:
    if severities_of(one):
        yield _page(program, one.service, one.burn_alert, one.runbook_url)


def _own_runbook(program: Program, service: Service, alert: Alert) -> str:
    own = dict(alert.annotations).get(RUNBOOK_URL)
    if own is not None:
        return f"  Runbook: {own}, of its own."
    return _page(program, service.name, alert.name, alert.runbook_url)


def _page(program: Program, service: str, alert: str, url: str) -> str:
    """Where the page is in the output, and where alerts say that it is."""
    linked = f", which alerts call {url}" if url else "; no alert links to it, since the project has no `runbooks.url`"
    return f"  Runbook: runbooks/{program.project.runbook_path(service, alert)}{linked}."


def _table(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as their longest cell."""
    cells: Sequence[tuple[str, ...]] = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {line}".rstrip()
