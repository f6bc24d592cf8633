"""The PromQL that people wrote: the queries of indicators and alerts, and the servers that run them."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.program.indicators import Query, queries
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server
from sre_compiler.promql import Matcher


def of_indicators(program: Program) -> Iterator[Query]:
    for indicator in program.indicators():
        yield from queries(indicator)


def of_alerts(program: Program) -> Iterator[Query]:
    for alert in program.alerts():
        yield alert.query


def everywhere(program: Program) -> Iterator[Query]:
    yield from of_indicators(program)
    yield from of_alerts(program)


def on_servers(program: Program) -> Iterator[tuple[Query, Server]]:
    for server in program.servers:
        for service in program.services:
            deployment = service.deployments.get(server.environment)
            for objective in deployment.objectives if deployment else ():
                yield from ((query, server) for query in queries(objective.indicator))
            for alert in deployment.alerts if deployment else ():
                yield alert.query, server


def is_filled_in(query: Query, matcher: Matcher) -> bool:
    """Whether a parameter stands in the value: another use may give it a pattern."""
    return any(matcher.value_start <= cut[0] < matcher.end for cut in query.filled.cuts)
