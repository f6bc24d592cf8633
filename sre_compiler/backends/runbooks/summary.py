"""What an alert means in numbers: the objective, the budget, and when each leg fires."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.prometheus.wording import about, events_of, numbers_of, percent
from sre_compiler.backends.runbooks.render import render
from sre_compiler.burnrate import Leg
from sre_compiler.output.markdown import Markdown, code, fence, joined, link, text
from sre_compiler.program.alerts import Alert
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.program.program import Program
from sre_compiler.program.runbooks import Runbook
from sre_compiler.program.services import Service
from sre_compiler.program.severities import Severity
from sre_compiler.units import Percent

_ACTION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_VALUE = re.compile(r"\$(?:labels\.)?(\w+)")


class Section(Struct, frozen=True):
    """What an SLO asks and when it alerts, in one environment."""

    objective: str
    legs: list[LegRow]
    more: list[Markdown]


class LegRow(Struct, frozen=True):
    """A row of the table of legs."""

    name: Markdown
    severity: Markdown
    threshold: str
    factor: str
    windows: str
    share: str
    exhausted: str


class Condition(Struct, frozen=True):
    """How grave a plain alert is, and how long its condition lasts first, in one environment."""

    severity: Markdown
    lasting: Markdown


Found = TypeVar("Found", Section, Condition)


def summary(program: Program, service: Service, runbook: Runbook) -> Markdown:
    """The block `summary`."""
    owner = next(team for team in program.teams if team.name == service.team)
    common: dict[str, object] = {
        "owner": Markdown(f"{text(owner.title)} ({code(owner.name)})"),
        "service": Markdown(f"{text(service.title)} ({code(service.name)}{_tier(service)})"),
    }
    severities = {one.name: one for one in program.severities}
    if runbook.objectives:
        return _of_slo(service, runbook, severities, common)
    return _of_alert(runbook, severities, common)


def steps(runbook: Runbook) -> Markdown:
    """The block `steps`: what the author of an alert knows of it; "" where that is nothing."""
    known = next((one.runbook for one in runbook.alerts.values()), None)
    if known is None:
        return Markdown("")
    return render("steps", impact=known.impact, steps=known.steps)


def _tier(service: Service) -> str:
    return "" if service.tier is None else f", tier {service.tier}"


def _of_slo(
    service: Service, runbook: Runbook, severities: Mapping[str, Severity], common: Mapping[str, object]
) -> Markdown:
    one = next(iter(runbook.objectives.values()))
    sections = _merged({name: _section(service, found, severities) for name, found in runbook.objectives.items()})
    return render(
        "summary",
        title=one.shown_title,
        description=one.description,
        alerts=joined([code(name) for name in _names(runbook)]),
        dashboard=link("Dashboard", one.dashboard_url) if one.dashboard_url else "",
        sections=sections,
        **common,
    )


def _names(runbook: Runbook) -> list[str]:
    """The alerts that the page is about."""
    found = [one.burn_alert for one in runbook.objectives.values() if one.alerting_legs]
    found += [one.no_data_alert for one in runbook.objectives.values() if one.no_data.alert_severity is not None]
    return list(dict.fromkeys(found))


def _merged(sections: Mapping[str, Found]) -> list[tuple[Markdown, Found]]:
    """Environments in which everything is the same stand together."""
    merged: list[tuple[list[Markdown], Found]] = []
    for name, section in sections.items():
        same = next((names for names, other in merged if other == section), None)
        if same is None:
            merged.append(([code(name)], section))
        else:
            same.append(code(name))
    return [(joined(names), section) for names, section in merged]


def _section(service: Service, one: Objective, severities: Mapping[str, Severity]) -> Section:
    return Section(
        objective=_objective(service, one),
        legs=[_leg(one, leg, severities) for leg in one.alerting_legs],
        more=[*_more(one, severities)],
    )


def _objective(service: Service, one: Objective) -> str:
    groups = f", for each {', '.join(one.group_by)} by itself" if one.group_by else ""
    spent = about(burnrate.budget_time(one.objective, one.window))
    return (
        f"{Percent(one.objective)} of {events_of(one)} are to be good over {one.window}{groups}. The error budget is"
        f" {percent(Fraction(one.budget))}: {spent} of total outage{_events(service, one)}."
    )


def _events(service: Service, one: Objective) -> str:
    if service.traffic is None or events_of(one) != "events":
        return ""
    bad = burnrate.budget_events(one.objective, one.window, service.traffic.per_second)
    return f", or {int(bad):,} bad events at {service.traffic}"


def _leg(one: Objective, leg: PolicyLeg, severities: Mapping[str, Severity]) -> LegRow:
    numbers = numbers_of(leg.leg, one.objective, one.window)
    return LegRow(
        name=code(leg.name),
        severity=_named(severities[str(leg.severity)]),
        threshold=numbers.threshold,
        factor=numbers.factor,
        windows=f"{leg.leg.long} and {leg.leg.short}",
        share=numbers.share,
        exhausted=numbers.exhausted,
    )


def _more(one: Objective, severities: Mapping[str, Severity]) -> Iterator[Markdown]:
    if one.alerting_legs:
        fastest = one.alerting_legs[0]
        soon = _soon(fastest.leg, one.objective)
        if soon:
            yield Markdown(f"In a total outage {code(fastest.name)} fires within {soon}.")
    if one.min_errors > 1:
        yield text(f"Each leg also needs {one.min_errors} bad events in its longer window.")
    severity = one.no_data.alert_severity
    if severity is not None:
        yield Markdown(
            f"{code(one.no_data_alert)} ({_named(severities[severity])}) fires when nothing has been measured for"
            f" {one.no_data.after}: how much budget is left is unknown, and the other alerts cannot fire meanwhile."
        )


@lru_cache(maxsize=1024)
def _soon(leg: Leg, objective: Decimal) -> str:
    """How long a total outage lasts until the leg fires; "" where it never does."""
    outage = burnrate.time_to_detect(leg, objective, Fraction(1))
    return "" if outage is None else about(max(outage, Fraction(60)))


def _named(severity: Severity) -> Markdown:
    return Markdown(f"{code(severity.name)} {text(severity.title)}")


def _of_alert(runbook: Runbook, severities: Mapping[str, Severity], common: Mapping[str, object]) -> Markdown:
    one = next(iter(runbook.alerts.values()))
    sections = _merged({name: _told(found, severities) for name, found in runbook.alerts.items()})
    sentences = [template for name, template in one.annotations if name in ("summary", "description")]
    return render(
        "alert",
        title=runbook.alert,
        description=joined([_filled(template) for template in sentences], "\n\n"),
        sections=sections,
        conditions=[fence(one.query.text.strip(), "promql")],
        **common,
    )


def _told(alert: Alert, severities: Mapping[str, Severity]) -> Condition:
    lasting = Markdown(f" for {alert.lasting}" if alert.lasting is not None else "")
    return Condition(_named(severities[alert.severity]), lasting)


def _filled(template: str) -> Markdown:
    """A sentence of an alert, with what its values are called in their places."""
    return text(_ACTION.sub(lambda action: f"({' '.join(_VALUE.findall(action[0])) or '…'})", template))
