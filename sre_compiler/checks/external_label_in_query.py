"""A query selects by an external label of its server, which its series do not have.

External labels are put on what a server sends to others. Its own series are without them, so that the rule, which the server
evaluates itself, selects nothing.

Bad:

    # prometheus: [{name: eu1, …, external_labels: {cluster: eu1}}]
    expr: up{job="checkout", cluster="eu1"} == 0

Good:

    # prometheus: [{name: eu1, …, external_labels: {cluster: eu1}}]
    expr: up{job="checkout"} == 0
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten, with_its_comma
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.program.servers import Server

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    lacking = {server.name: _names(server) for server, _ in scope.deployments}
    for query, server in scope.on_servers if any(lacking.values()) else ():
        names = lacking[server.name]
        for selector in query.selectors if names else ():
            for matcher in selector.matchers:
                if matcher.name in names and matcher.op == "=" and matcher.value:
                    yield _finding(query, matcher, server)


def _names(server: Server) -> frozenset[str]:
    """The labels that its series lack; where `labels_on: series` is said, they have them."""
    return frozenset(name for name, _ in server.external_labels) if not server.identity else frozenset()


def _finding(query: Query, matcher: promql.Matcher, server: Server) -> Diagnostic:
    return Diagnostic(
        "external-label-in-query",
        SEVERITY,
        f"the series of {server.name} have no label `{matcher.name}`",
        query.at(matcher.start, matcher.end),
        label="is put on what the server sends, not on what it stores",
        help="remove the matcher; where the series have the label after all, say `labels_on: series` at the server",
        related=(Related(server.place.at("external_labels"), "an external label"),),
        fix=rewritten(query, "remove the matcher", (*with_its_comma(query.text, matcher), "")),
    )
