"""What an incident was, in a table; and who filled which role."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.incidents.case import Case, people, rows, utc
from sre_compiler.output import markdown
from sre_compiler.program.incidents import FiredAlert, review_due

DETECTED_BY = {
    "slo_alert": "the alert of an SLO",
    "other_alert": "another alert",
    "customer": "a customer",
    "person": "one of us",
}
STATUS = {"draft": "draft", "in_review": "in review", "reviewed": "reviewed", "closed": "closed"}


def table(case: Case) -> str:
    """The facts; the spec that they come from is the place to correct them."""
    source = markdown.code(case.incident.source)
    note = f"What is generated here comes from {source}: correct it there. The sections in between are yours, and are kept."
    return "\n".join((note, "", *rows(("Fact", case.incident.name), _facts(case))))


def _facts(case: Case) -> Iterator[tuple[str, str]]:
    incident, severity = case.incident, case.severity
    titled = f", {markdown.text(severity.title)}" if severity.title != severity.name else ""
    yield "Severity", f"**{severity.name}**{titled}"
    if incident.criteria:
        yield "Because", "; ".join(map(markdown.text, incident.criteria))
    yield "Services", ", ".join(_service(case, name) for name in incident.services)
    yield "Environment", incident.environment
    yield "Detected by", DETECTED_BY.get(incident.detected_by, "")
    if incident.alerts:
        yield "Alerts", ", ".join(_alert(case, one) for one in incident.alerts)
    if incident.links:
        yield "Links", ", ".join(markdown.link(name, url) for name, url in incident.links)
    yield "Review", _review(case)


def _service(case: Case, name: str) -> str:
    team = case.index.teams.get(name)
    return f"{name} (team {team})" if team else name


def _alert(case: Case, alert: FiredAlert) -> str:
    runbook = case.index.runbooks.get(alert.name)
    how = f" as {alert.severity}" if alert.severity else ""
    to_do = f" ({markdown.link('runbook', runbook)})" if runbook else ""
    return f"{markdown.code(alert.name)}{how}{to_do}"


def _review(case: Case) -> str:
    incident, due = case.incident, review_due(case.instants, case.severity)
    parts = [STATUS[incident.status], *([f"held on {incident.held}"] if incident.held else [])]
    within = case.severity.review_within
    if due is not None:
        parts.append(f"{'was ' if incident.is_reviewed else ''}due by {utc(due)[:10]} ({within} after the end)")
    elif within is not None:
        parts.append(f"due within {within} of the end")
    return ", ".join(parts)


def roles(case: Case) -> str:
    """Every role that the severity asks for, and every other one that somebody filled."""
    filled = case.incident.roles
    wanted = case.severity.incident_roles
    names = [*wanted, *(role for role in filled if role not in wanted)]
    if not names:
        return "The severity asks for no roles, and none was filled."
    return "\n".join(rows(("Role", "Who"), ((_role(name), people(filled.get(name, ())) or "nobody") for name in names)))


def _role(name: str) -> str:
    return markdown.text(name.replace("_", " ").replace("-", " "))
