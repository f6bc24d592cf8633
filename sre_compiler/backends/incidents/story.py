"""What happened, in order; how long each part took; what made it possible; and what is done about it."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import rotas
from sre_compiler.backends.incidents.case import Case, lasting, people, rows, utc
from sre_compiler.output import markdown
from sre_compiler.program.incidents import DURATIONS, Action, durations_of

BEGAN = {
    "impact_start": "The impact begins.",
    "detected": "It is detected.",
    "paged": "The first person is paged.",
    "acknowledged": "The page is answered.",
    "mitigated": "Users are fine again.",
    "resolved": "It is resolved.",
}


def summary(case: Case) -> str:
    """What happened and who was affected, as the spec says."""
    said = [markdown.paragraphs(case.incident.summary) if case.incident.summary else "No summary yet."]
    impact = markdown.paragraphs(case.incident.impact) if case.incident.impact else "nobody has said yet."
    return "\n\n".join((*said, f"**Impact:** {impact}"))


def durations(case: Case) -> str:
    """How long it took to detect, to acknowledge, to mitigate and to recover."""
    found = durations_of(case.instants)
    lines = ((f"Time to {name}", _long(found.get(name)), _from_to(name)) for name in DURATIONS)
    return "\n".join((*rows(("Duration", "Length", "From, to"), lines), *_promise(case, found.get("acknowledge"))))


def _long(seconds: int | None) -> str:
    return "not known" if seconds is None else lasting(seconds)


def _from_to(name: str) -> str:
    begin, end = DURATIONS[name]
    return f"{begin.replace('_', ' ')}, {end}"


def _promise(case: Case, acknowledged: int | None) -> Iterator[str]:
    """What the severity promises, where somebody was paged."""
    promised = case.severity.ack_within
    if promised is not None and acknowledged is not None:
        kept = "kept" if acknowledged * 1_000 <= promised.milliseconds else "**missed**"
        yield ""
        yield f"The promise of {case.severity.name}, an answer within {promised}, was {kept}."


def timeline(case: Case) -> str:
    """The entries and the times of the incident in one order; of one minute the times come first."""
    incident = case.incident
    known = [(at, f"**{BEGAN[moment]}**", "", "") for moment, at in case.instants.items()]
    told = [
        (rotas.instant(one.at, incident.timezone), markdown.text(one.event), one.by, one.link)
        for one in incident.timeline
    ]
    entries = sorted([*known, *told], key=lambda entry: entry[0])
    lines = (
        (utc(at), event, by or " ", markdown.link("link", link) if link else " ") for at, event, by, link in entries
    )
    return "\n".join(rows(("UTC", "Event", "By", "Evidence"), lines))


def factors(case: Case) -> str:
    """The contributing factors, and how many other incidents have each."""
    incident = case.incident
    if not incident.factors:
        return "None yet. There are always several; look for what made it possible, and for what made it last."
    lines = [f"- **{name}**{_detail(detail)}{_again(case, name)}" for name, detail in incident.factors]
    return "\n".join(lines)


def _detail(detail: str) -> str:
    return f": {markdown.text(detail)}" if detail else ""


def _again(case: Case, factor: str) -> str:
    others = [one for one in case.index.factors[factor] if one != case.incident.name]
    return f" (also in {people(others)})" if others else ""


def actions(case: Case) -> str:
    """What is to be done, and what was."""
    if not case.incident.actions:
        return "None yet."
    head = ("Action", "Kind", "Owner", "Due", "Ticket", "Done")
    return "\n".join(rows(head, map(_action, case.incident.actions)))


def _action(one: Action) -> tuple[str, ...]:
    owner = markdown.text(one.owner) if one.owner else f"team {markdown.text(one.team)}" if one.team else "**nobody**"
    return markdown.text(one.action), one.kind, owner, one.due or "**no day**", _ticket(one.ticket), one.done


def _ticket(ticket: str) -> str:
    """Its number, linked where it is an address."""
    is_address = len(ticket.split()) == 1
    return markdown.link(ticket.rstrip("/").rpartition("/")[2], ticket) if is_address else markdown.text(ticket)
