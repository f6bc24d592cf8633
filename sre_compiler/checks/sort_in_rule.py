"""A rule sorts its result, which has no order.

`sort` and its like are for tables on dashboards. The series of a rule's result are stored and compared one by one.

Bad:

    expr: sort_desc(queue_depth > 100)

Good:

    expr: queue_depth > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rewriting import laid_bare, rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING
_SORTING = frozenset({"sort", "sort_desc", "sort_by_label", "sort_by_label_desc"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in _SORTING:
            yield Diagnostic(
                "sort-in-rule",
                SEVERITY,
                f"`{call.function}` changes nothing in a rule",
                query.at(call.start, call.start + len(call.function)),
                label="a result has no order",
                help="write what is in its parentheses only",
                fix=rewritten(query, "take it away", *laid_bare(query, call, call.args[0]), safe=True),
            )
