"""An expression looks back further than a server remembers.

Of what is older than its retention a server has nothing: a range is cut off in silence, and what is compared with it or counted
in it is too small. With an `offset` beyond it the result is empty, and an alert on it is silent for good.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 15d}]
    expr: sum(rate(orders_total[1h])) < 0.5 * sum(rate(orders_total[1h] offset 4w))

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]
    expr: sum(rate(orders_total[1h])) < 0.5 * sum(rate(orders_total[1h] offset 4w))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.program.servers import Server
from sre_compiler.units import Duration

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    shortest = min((server.retention.milliseconds for server, _ in scope.deployments), default=0)
    looks = {id(query): [one for one in _looks_back(query) if one[1] > shortest] for query in scope.queries}
    for query, server in scope.on_servers if any(looks.values()) else ():
        for node, back in looks[id(query)]:
            if back > server.retention.milliseconds:
                yield _finding(query, node, Duration(back), server)


def _looks_back(query: Query) -> Iterator[tuple[promql.Expr, int]]:
    """Every part that reads samples of the past, and how many milliseconds back."""
    for node in query.reads:
        length = None if isinstance(node, promql.Selector) else node.duration
        if length is not None or node.offset is not None:
            yield node, _milliseconds(length) + _milliseconds(node.offset)


def _milliseconds(part: promql.Expr | None) -> int:
    return round(part.value * 1000) if isinstance(part, promql.Number) else 0


def _finding(query: Query, node: promql.Expr, back: Duration, server: Server) -> Diagnostic:
    return Diagnostic(
        "range-beyond-retention",
        SEVERITY,
        f"an expression looks back {back}, further than {server.name} remembers",
        query.at(node.start, node.end),
        label=f"{server.name} keeps {server.retention}",
        help=f"look back {server.retention} at most, or raise the retention of {server.name}",
        related=(Related(server.place.at("retention"), "the retention of the server"),),
    )
