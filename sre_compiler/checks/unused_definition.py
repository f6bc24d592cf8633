"""Something is defined that nothing uses.

It is read, translated and reviewed for nothing, and who changes it believes that he has changed something.

Bad:

    kind: SLI
    metadata: {name: http-latency}     # no SLO names it

Good:

    kind: Service
    spec:
      slos:
        - {name: latency, objective: 99%, sli: http-latency}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._severity_maps import severity_maps
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.program import Outline

SEVERITY = Severity.INFO


def check_project(project: Outline) -> Iterator[Diagnostic]:
    used = set(_used(project)) if project.services else None
    for noun, name, place, user in _defined(project) if used is not None else ():
        if used is not None and (noun, name) not in used:
            yield Diagnostic(
                "unused-definition",
                SEVERITY,
                f"nothing uses the {noun} `{name}`",
                place,
                label=f"{user} names it",
                help="use it, or remove it",
            )


def _defined(project: Outline) -> Iterator[tuple[str, str, Place, str]]:
    """Noun, name, place, and who would have to use it."""
    for sli in project.slis:
        yield "SLI", sli.name, sli.place.at("metadata", "name"), "no SLO"
    for policy in project.burn_rate_policies:
        yield "burn-rate policy", policy.name, policy.place.parent.at("metadata", "name"), "no SLO"
    for budget_policy in project.error_budget_policies:
        where = budget_policy.place.at("metadata", "name")
        yield "error budget policy", budget_policy.name, where, "no SLO"
    for calendar in project.calendars:
        yield "calendar", calendar.name, calendar.place.at("metadata", "name"), "no team"
    for rota in project.oncall_policies:
        yield "on-call policy", rota.name, rota.place.at("metadata", "name"), "no team"
    for person in project.people:
        yield "person", person.name, person.place.at("name"), "no team or schedule"
    for severity in project.severities:
        yield "severity", severity.name, severity.place.at("name"), "no policy, map or alert"


def _used(project: Outline) -> Iterator[tuple[str, str]]:
    """Nouns with the names that something uses."""
    for service in project.services:
        yield from (("severity", name) for name in service.severities)
        for slo in service.slos:
            yield "SLI", slo.template
            yield "burn-rate policy", slo.policy
            yield "error budget policy", slo.error_budget_policy
    for team in project.teams:
        yield "calendar", team.calendar or ""
        yield "on-call policy", team.oncall or ""
        yield from (("person", name) for name in team.members)
    yield from (("severity", name) for name in _severities(project))
    yield from (("person", name) for name in _on_call(project))


def _severities(project: Outline) -> Iterator[str]:
    for policy in project.burn_rate_policies:
        yield from (leg.severity for leg in policy.legs)
        yield policy.no_data_severity or ""
    for mapping, _ in severity_maps(project):
        yield from mapping
        yield from mapping.values()


def _on_call(project: Outline) -> Iterator[str]:
    for policy in project.oncall_policies:
        for schedule in policy.schedules:
            yield from (override.person for override in schedule.overrides)
            yield from (name for layer in schedule.layers for roster in layer.rosters for name in roster.people)
        yield from (name for step in policy.escalation for kind, name in step.call if kind == "person")
