"""A rule sorts its result, which has no order.

`sort` and its like are for tables on dashboards. The series of a rule's result are stored and compared one by one.

Bad:

    expr: sort_desc(queue_depth > 100)

Good:

    expr: queue_depth > 100
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import Query

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
                fix=Fix("take it away", tuple(_around(query, call)), changes=True),
            )


def _around(query: Query, call: promql.Call) -> Iterator[Edit]:
    """What stands before the series and after them; the parentheses stay within a larger expression."""
    series = call.args[0]
    is_all = promql.unwrapped(query.tree) is call
    opened = query.text.index("(", call.start) + 1
    yield Edit(query.at(call.start, opened), "" if is_all else "(", "say")
    yield Edit(query.at(series.end, call.end), "" if is_all else ")", "say")
