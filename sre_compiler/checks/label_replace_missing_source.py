"""`label_replace` reads a label that its series cannot have.

The regular expression is matched with the value of that label, which is empty on every series; it does not match, and nothing is
replaced.

Bad:

    expr: label_replace(sum by (job) (up), "host", "$1", "instance", "(.+):[0-9]+") == 0

Good:

    expr: sum by (job, host) (label_replace(up, "host", "$1", "instance", "(.+):[0-9]+")) == 0
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.indicators import Query
from sre_compiler.promql.labels import Reason
from sre_compiler.promql.regex import matches_empty

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function == "label_replace":
            source, regex = call.args[3], call.args[4]
            if isinstance(source, promql.String) and isinstance(regex, promql.String) and source.value:
                reason = query.flow[id(call.args[0])].absence(source.value)
                if reason is not None and source.value != "__name__" and not matches_empty(regex.value):
                    yield _finding(query, source, reason)


def _finding(query: Query, source: promql.String, reason: Reason) -> Diagnostic:
    return Diagnostic(
        "label-replace-missing-source",
        SEVERITY,
        f"`label_replace` reads the label `{source.value}`, which is not there",
        query.at(source.start, source.end),
        label="is always empty: nothing is replaced",
        help=f"keep `{source.value}` inside, or replace before aggregating",
        related=(Related(query.at(reason.start, reason.end), reason.words),),
    )
