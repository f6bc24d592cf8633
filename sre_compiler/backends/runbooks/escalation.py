"""Who is told, who is called when nobody answers, and how to silence an alert while somebody works on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from shlex import quote

from msgspec import Struct, field

from sre_compiler.backends.oncall import roles
from sre_compiler.backends.oncall.severities import NOTE, marked
from sre_compiler.backends.runbooks.render import render
from sre_compiler.output.markdown import Markdown, code, fence, joined, text
from sre_compiler.program.oncall import Step
from sre_compiler.program.program import Program
from sre_compiler.program.responses import Response, responses
from sre_compiler.program.runbooks import Runbook
from sre_compiler.program.servers import Server
from sre_compiler.program.severities import Severity
from sre_compiler.program.teams import Notification, Receiver, Team, answering
from sre_compiler.runbooks.sections import PAGED

_BARE = re.compile(r"[A-Za-z0-9_./@:-]+")
_WHEN = {"always": "", "office": " in office hours", "off_hours": " outside of office hours"}


class Escalations(Struct, frozen=True):
    """Writes the block `escalation`; what is the same for the same team and severities is worked out once for all services."""

    program: Program
    known: dict[tuple[str, tuple[str, ...]], dict[str, object]] = field(default_factory=dict)

    def block(self, team: str, runbook: Runbook) -> Markdown:
        """The block of a runbook of this team."""
        key = team, runbook.severities
        if key not in self.known:
            self.known[key] = _answers(self.program, *key)
        silence = fence("\n".join(_silences(self.program, runbook)), "sh")
        return render("escalation", **self.known[key], silence=silence)


class Answer(Struct, frozen=True):
    """What an alert of a severity asks for, and who is told; a row of a table."""

    name: Markdown
    answer: Markdown
    told: Markdown
    incident: Markdown


class Route(Struct, frozen=True):
    """Who is called, one after the other."""

    about: Markdown
    steps: list[Markdown]


def _answers(program: Program, team: str, names: Collection[str]) -> dict[str, object]:
    """All but how to silence an alert."""
    teams = {one.name: one for one in program.teams}
    severities = [one for one in program.severities if one.name in names]
    told = {one.name: answering(teams, teams[team], one.name) for one in severities}
    pages = [one for one in severities if one.response == "page"]
    answers = responses(program.severities)
    called = {one.name: one for severity in pages for one in told[severity.name]}
    return {
        "paged": _paged(pages),
        "severities": [_severity(one, answers[one.name], told[one.name]) for one in severities],
        "note": Markdown(NOTE) if any(answers[one.name].assumed for one in severities) else "",
        "routes": [_route(program, one) for one in called.values() if one.oncall is not None],
    }


def _paged(pages: list[Severity]) -> Markdown:
    """What `lint` goes by."""
    if not pages:
        return Markdown("Nobody is paged for it.")
    return Markdown(f"{PAGED}{joined([code(one.name) for one in pages])}.")


def _severity(severity: Severity, response: Response, told: tuple[Team, ...]) -> Answer:
    return Answer(
        name=Markdown(f"{code(severity.name)} {text(severity.title)}"),
        answer=_answer(severity, response),
        told=joined([_told(team, severity) for team in told], "; "),
        incident=_incident(response),
    )


def _answer(severity: Severity, response: Response) -> Markdown:
    hours = "at any hour" if severity.coverage == "always" else "in office hours"
    within = marked(f"within {response.ack_within}", "ack_within", response)
    return joined([text(severity.response), text(hours), within])


def _told(team: Team, severity: Severity) -> Markdown:
    ways = joined([_way(team, way) for way in team.notify.get(severity.name, ())])
    return Markdown(f"{text(team.title)}: {ways}" if ways else text(team.title))


def _way(team: Team, way: Notification) -> Markdown:
    receiver = next((one for one in team.receivers if one.name == way.receiver), None)
    return Markdown(f"{code(way.receiver)}{_kind(receiver)}{_WHEN[way.when]}")


def _kind(receiver: Receiver | None) -> Markdown:
    if receiver is None:
        return Markdown("")
    slack = receiver.spec.slack
    return Markdown(f" ({text(slack.channel if slack is not None else receiver.kind)})")


def _incident(response: Response) -> Markdown:
    parts = {"incident_roles": ", ".join(map(roles.title, response.incident_roles))}
    if response.updates_every is not None:
        parts["updates_every"] = f"news every {response.updates_every}"
    if response.review_within is not None:
        parts["review_within"] = f"review within {response.review_within}"
    return joined([marked(part, field, response) for field, part in parts.items() if part], "; ")


def _route(program: Program, team: Team) -> Route:
    policy = next(one for one in program.oncall_policies if one.name == team.oncall)
    about = Markdown(f"A page calls, by the policy {code(policy.name)}")
    return Route(about, [_step(step) for step in policy.escalation])


def _step(step: Step) -> Markdown:
    whom = joined([Markdown(f"the {noun} {code(name)}") for noun, name in step.call], " and ")
    return Markdown(f"{whom}, and waits {step.ack_within} for an answer")


def _silences(program: Program, runbook: Runbook) -> Iterator[str]:
    """A command for each place where the alert can come from."""
    environments = {*runbook.objectives, *runbook.alerts}
    about = dict.fromkeys(f"slo_id={_value(one.slo_id)}" for one in runbook.objectives.values())
    about |= dict.fromkeys(f"alertname={_value(runbook.alert)}" for _ in runbook.alerts)
    places = (_place(program, server) for server in program.servers if server.environment in environments)
    for place in dict.fromkeys(places):
        yield " ".join(("amtool silence add --duration=1h --comment='who, and why'", *map(quote, (*about, *place))))


def _place(program: Program, server: Server) -> tuple[str, ...]:
    labels = dict(server.external_labels)
    return tuple(f"{name}={_value(labels[name])}" for name in program.project.identity_labels if name in labels)


def _value(value: str) -> str:
    """A label's value as Alertmanager reads it in a matcher, whichever of its two parsers does."""
    if _BARE.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
