"""The handbook's part about severities: what each means, and who does what by when."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.oncall import roles
from sre_compiler.output.markdown import Markdown, code, joined, table, text
from sre_compiler.program.program import Program
from sre_compiler.program.responses import Response, responses
from sre_compiler.program.severities import NOT_EMITTED, Severity
from sre_compiler.units import Duration

_DAY = Duration.parse("1d")
ASSUMED = "†"
"""Marks what no spec says."""
NOTE = f"{ASSUMED} Not in the specs: this is what is usual."


def overview(program: Program) -> Iterator[str]:
    """All severities in one table, the worst first."""
    found = responses(program.severities)
    head = ("severity", "an alert of it", "answered within", "news every", "roles", "review within")
    yield from table([head, *(_row(one, found[one.name]) for one in program.severities)])
    if any(one.assumed for one in found.values()):
        yield ""
        yield NOTE
    yield from elsewhere(program)


def elsewhere(program: Program) -> Iterator[str]:
    """What alerts of an environment count as, where that is something else."""
    for environment, severities in program.project.environment_severities.items():
        parts = [
            Markdown(f"{code(name)} is not sent" if meant == NOT_EMITTED else f"{code(name)} counts as {code(meant)}")
            for name, meant in severities.items()
            if meant != name
        ]
        if parts:
            yield ""
            yield f"In the environment {code(environment)}, {joined(parts)}."


def _row(one: Severity, response: Response) -> tuple[Markdown, ...]:
    return (
        Markdown(f"[{code(one.name)} {text(one.title)}](#{anchor(one)})"),
        text(_RESPONSES[one.response]),
        marked(within(one, response), "ack_within", response),
        marked(str(response.updates_every or ""), "updates_every", response),
        marked(", ".join(map(roles.title, response.incident_roles)), "incident_roles", response),
        marked(str(response.review_within or ""), "review_within", response),
    )


_RESPONSES = {"page": "calls somebody", "ticket": "is a task for the team", "log": "is written down"}


def within(one: Severity, response: Response) -> str:
    """How soon somebody has answered; where the office has hours, less than a day is counted in those."""
    in_hours = one.coverage == "office" and response.ack_within < _DAY
    return f"{response.ack_within} of office hours" if in_hours else f"{response.ack_within}"


def marked(value: str, field: str, response: Response) -> Markdown:
    """What a field of the response says, with a sign where no spec does."""
    return Markdown(f"{text(value)}&nbsp;{ASSUMED}" if field in response.assumed else text(value))


def anchor(one: Severity) -> str:
    """Where the section is; the names of headings are made differently by every renderer."""
    return f"severity-{one.name}"


def section(program: Program, one: Severity) -> Iterator[str]:
    """What a severity means, and who does what by when."""
    response = responses(program.severities)[one.name]
    yield f'### <a id="{anchor(one)}"></a>{code(one.name)} {text(one.title)}'
    yield ""
    if one.criteria:
        yield "One of these is enough:"
        yield ""
        yield from (f"- {text(criterion)}" for criterion in one.criteria)
        yield ""
    if one.also:
        yield f"Alerts of others with the severity {joined([code(word) for word in one.also])} mean the same."
        yield ""
    yield from table([("when", "who", "does what"), *_duties(one, response)])


def _duties(one: Severity, response: Response) -> Iterator[tuple[Markdown, ...]]:
    by = marked(f"within {within(one, response)}", "ack_within", response)
    if one.response == "page":
        yield by, text("whoever is on call"), text("answers the page; until then the escalation of the team goes on")
        yield (
            text("then"),
            text("whoever answered"),
            text("opens the runbook of the alert, and begins an incident if it is one"),
        )
    elif one.response == "ticket":
        yield by, text("the team"), text("takes the task, or says when it will be done")
    else:
        yield by, text("the team"), text("looks at what was written down, and removes alerts that helped nobody")
    for role in response.incident_roles:
        about = roles.does(role) or "has the part that your team gives to this role"
        yield marked("in an incident", "incident_roles", response), text(roles.title(role)), text(about)
    yield from _news(one, response)


def _news(one: Severity, response: Response) -> Iterator[tuple[Markdown, ...]]:
    whoever = "whoever answered" if one.response == "page" else "whoever has the task"
    if response.updates_every is not None:
        who = " and ".join(map(roles.title, roles.speakers(response.incident_roles))) or whoever
        news = "says what is known, what is being done, and when the next news come; also when there are none"
        yield marked(f"every {response.updates_every}", "updates_every", response), text(who), text(news)
    if response.review_within is not None:
        who = " and ".join(map(roles.title, roles.leaders(response.incident_roles))) or whoever
        review = "holds the review: what happened, what contributed, what is done about it; nobody is blamed"
        yield marked(f"within {response.review_within} of the end", "review_within", response), text(who), text(review)
