"""What to look at: queries with links to each Prometheus, boards, logs, and what the service needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal
from urllib.parse import quote_plus

from msgspec import Struct

from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.events import events
from sre_compiler.backends.prometheus.plain_alerts import condition
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.runbooks.neighbours import Linked
from sre_compiler.backends.runbooks.render import render
from sre_compiler.output.markdown import Markdown, code, fence, joined, link, text
from sre_compiler.program.alerts import Alert
from sre_compiler.program.objectives import BRICK
from sre_compiler.program.program import Program
from sre_compiler.program.runbooks import Runbook
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Service


class Question(Struct, frozen=True):
    """What a query tells, the query, and where it is shown: in the list, below it, or not again."""

    about: str
    query: str
    shown: Literal["line", "lines", "above"] = "line"


def verify(program: Program, service: Service, runbook: Runbook, linked: Linked) -> Markdown:
    """The block `verify`."""
    asked = _asked(program, runbook)
    return render(
        "verify",
        queries=[_short(question, servers) for question, servers in asked.items() if question.shown != "lines"],
        raws=[_raw(question, servers) for question, servers in asked.items() if question.shown == "lines"],
        links=joined([link(name.replace("_", " ").capitalize(), url) for name, url in _links(service, runbook)]),
        service=service.title,
        dependencies=linked.dependencies,
        others=joined([page for about, page in linked.own.items() if about != runbook.identity]),
    )


def _asked(program: Program, runbook: Runbook) -> dict[Question, list[Server]]:
    """Each question once, with the servers that can answer it."""
    found: dict[Question, list[Server]] = {}
    for server in program.servers:
        objective, alert = runbook.objectives.get(server.environment), runbook.alerts.get(server.environment)
        if objective is not None:
            questions = _of_slo(Frame(objective, server))
        else:
            questions = iter(() if alert is None else (_of_alert(alert, server),))
        for question in questions:
            found.setdefault(question, []).append(server)
    return found


def _of_slo(frame: Frame) -> Iterator[Question]:
    one = frame.objective
    windows = dict.fromkeys((BRICK, *(leg.leg.long for leg in one.alerting_legs[:1])))
    for window in windows:
        yield Question(f"Share that is bad, last {window}", frame.select(series.window_ratio(window)))
    yield Question("Budget left", f"{frame.select(series.BUDGET_REMAINING)}")
    if one.group_by:
        window = next(reversed(windows))
        worst = f"topk(10, {frame.select(series.window_ratio(window))})"
        yield Question(f"Worst {', '.join(one.group_by)}, last {window}", worst)
    yield Question("How much of the period is known", frame.select(series.COVERAGE))
    raw = events(frame, BRICK)
    yield Question("Bad, from the raw series", raw.bad, "lines")
    yield Question("All, from the raw series; if this is empty there is nothing to measure", raw.total, "lines")


def _of_alert(alert: Alert, server: Server) -> Question:
    query = condition(server, alert)
    return Question("Its condition", query, "above" if query == alert.query.text.strip() else "lines")


def _short(question: Question, servers: Sequence[Server]) -> Markdown:
    if question.shown == "above":
        return Markdown(f"{text(question.about)}: {_where(question, servers)}")
    return Markdown(f"{text(question.about)}: {code(question.query)} ({_where(question, servers)})")


def _raw(question: Question, servers: Sequence[Server]) -> tuple[Markdown, Markdown]:
    about = Markdown(f"{text(question.about)} ({_where(question, servers)})")
    return about, fence(question.query, "promql")


def _where(question: Question, servers: Sequence[Server]) -> Markdown:
    """The servers, as links to the query where it is known where people open them."""
    expr = quote_plus(question.query)
    return joined([link(server.name, _address(server, expr)) for server in servers])


def _address(server: Server, expr: str) -> str:
    """Where people see the graph of an escaped query; "" for a server whose address is not known."""
    if not server.url:
        return ""
    page, tab = ("query", "graph") if server.version >= (3, 0) else ("graph", "0")
    return f"{server.url.rstrip('/')}/{page}?g0.expr={expr}&g0.tab={tab}&g0.range_input=6h"


def _links(service: Service, runbook: Runbook) -> Iterator[tuple[str, str]]:
    boards = [one.dashboard_url for one in runbook.objectives.values()]
    boards += [one.dashboard_url for one in runbook.alerts.values()]
    if boards[0]:
        yield "dashboard", boards[0]
    yield from service.links
