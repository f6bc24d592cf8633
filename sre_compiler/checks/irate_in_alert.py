"""An alert compares `irate`, which looks at the last two samples of its range only.

It jumps from scrape to scrape: one quiet interval resolves the alert and starts its `for` again.

Bad:

    expr: sum(irate(http_errors_total[5m])) > 1

Good:

    expr: sum(rate(http_errors_total[5m])) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.alert_queries:
        for call in query.calls:
            if call.function == "irate":
                yield Diagnostic(
                    "irate-in-alert",
                    SEVERITY,
                    "an alert stands on the last two samples",
                    query.at(call.start, call.start + len(call.function)),
                    label="jumps from scrape to scrape",
                    help="use `rate`",
                    fix=rewritten(query, "use `rate`", (call.start, call.start + len(call.function), "rate")),
                )
