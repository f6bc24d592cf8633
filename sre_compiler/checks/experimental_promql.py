"""An expression needs a feature that a server has only when it is switched on.

Prometheus refuses a rule file with an experimental function unless it was started with the flag for it. Whether it was cannot
be seen from here.

Bad:

    expr: sum(limitk(3, queue_depth)) > 100

Good:

    expr: sum(topk(3, queue_depth)) > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    oldest = min((server.version for server, _ in scope.deployments), default=promql.LATEST)
    is_suspected = any(promql.experimental_uses(query.tree, oldest) for query in scope.queries)
    for query, server in scope.on_servers if is_suspected else ():
        yield from _findings(query, server)


def _findings(query: Query, server: Server) -> Iterator[Diagnostic]:
    for use in promql.experimental_uses(query.tree, server.version):
        yield Diagnostic(
            "experimental-promql",
            SEVERITY,
            f"{use.what} is experimental",
            query.at(use.start, use.end),
            label=f"{server.name} needs --enable-feature={use.flag}",
            help="start the server with this flag, or say it without",
        )
