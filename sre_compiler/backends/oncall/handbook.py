"""The handbook: for whoever is on call for the first time, and for everybody at three in the morning."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.oncall import roles, severities, teams, ways
from sre_compiler.output.markdown import Markdown, code, joined, text
from sre_compiler.program.program import Program
from sre_compiler.program.responses import responses
from sre_compiler.program.severities import Severity


def handbook(program: Program) -> str:
    """The whole page."""
    return "\n".join(_lines(program)).rstrip("\n") + "\n"


def _lines(program: Program) -> Iterator[str]:
    yield "<!-- generated from specs — do not edit -->"
    yield ""
    yield f"# On call at {text(program.project.title)}"
    yield ""
    yield "Who answers for what, how soon, and what happens if nobody does."
    yield ""
    yield "- [If you are paged](#paged)"
    yield "- [Severities](#severities)"
    links = [Markdown(f"[{text(team.title)}](#{ways.anchor(team)})") for team in program.teams]
    yield f"- [Teams](#teams): {joined(links)}"
    yield ""
    yield from _paged(program)
    yield '## <a id="severities"></a>Severities'
    yield ""
    yield "If two of them could be meant, take the worse one, and do not argue about it while something is broken."
    yield ""
    yield from severities.overview(program)
    for severity in program.severities:
        yield ""
        yield from severities.section(program, severity)
    yield ""
    yield '## <a id="teams"></a>Teams'
    for team in program.teams:
        yield ""
        yield from teams.section(program, team)
    yield from _unowned(program)


def _unowned(program: Program) -> Iterator[str]:
    """Who gets what nobody asked for."""
    declared = program.project.spec.alertmanager
    if declared is not None and declared.fallback is not None:
        team = next(one for one in program.teams if one.name == declared.fallback)
        yield ""
        yield f"Alerts that no team owns go to [{text(team.title)}](#{ways.anchor(team)})."
    elif declared is not None and declared.base is None:
        yield ""
        yield "Alerts that no team owns go to all teams."


def _paged(program: Program) -> Iterator[str]:
    pages = [one for one in program.severities if one.response == "page"]
    yield '## <a id="paged"></a>If you are paged'
    yield ""
    yield f"1. Answer the page{_within(program, pages)}. That says that you are on it, not that you know what is wrong."
    yield "2. Open the runbook: the alert links to it, and to its dashboard."
    yield "3. Is it an incident? See the [severities](#severities). It is one, too, if a second team is needed, if customers notice, or"
    yield "   if an hour of work did not solve it."
    yield f"4. {_lead(program, pages)}"
    yield "5. Call for help early. To call the next step of your [team](#teams) yourself is always right."
    yield "6. When your turn ends while something is open, tell whoever takes over, and wait until they have said that they are on it."
    yield "7. When the page is over, slower alerts of the same SLO may come one after the other: they were silent while it fired, and still"
    yield "   count the outage. It is the same one, unless its budget goes on burning."
    yield ""


def _within(program: Program, pages: list[Severity]) -> str:
    found = responses(program.severities)
    times = [f"{found[one.name].ack_within} for {code(one.name)}" for one in pages]
    return f" within {', '.join(times)}" if times else ""


def _lead(program: Program, pages: list[Severity]) -> str:
    found = responses(program.severities)
    leader = next((role for one in pages for role in roles.leaders(found[one.name].incident_roles)), None)
    if leader is None:
        return "If it is one, you lead until somebody takes over: say so."
    return f"If it is one, you are the {text(roles.title(leader))} until somebody takes over: say so, and fill the other roles."
