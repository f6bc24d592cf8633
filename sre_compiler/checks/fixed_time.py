"""`@` makes a rule look at one moment for ever.

With a timestamp the result is the same at every evaluation, until the samples of that moment are deleted. `@ start()` and `@ end()`
are the time of the evaluation in a rule, and change nothing.

Bad:

    expr: sum(rate(orders_total[1h])) < 0.5 * sum(rate(orders_total[1h] @ 1767225600))

Good:

    expr: sum(rate(orders_total[1h])) < 0.5 * sum(rate(orders_total[1h] offset 1w))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.queries:
        for node in query.reads:
            at = node.at
            if at is not None:
                is_now = at.text.endswith(")")
                start = len(query.text[: at.start].rstrip())
                yield Diagnostic(
                    "fixed-time",
                    SEVERITY,
                    "`@` changes nothing in a rule" if is_now else "`@` holds the rule to one moment",
                    query.at(at.start, at.end),
                    label="is the time of the evaluation anyway" if is_now else "is the same at every evaluation",
                    help="remove it; `offset` looks back from now",
                    fix=rewritten(query, "remove it", (start, at.end, ""), safe=True) if is_now else None,
                )
