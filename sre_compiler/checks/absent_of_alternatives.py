"""`absent` is asked about several series at once, and says nothing while one of them is left.

`absent(up{job=~"api|web"})` returns something only if there is neither. When one of the two is gone, the alert is silent.

Bad:

    expr: absent(up{job=~"api|web"})

Good:

    expr: absent(up{job="api"}) or absent(up{job="web"})
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_NAMES = re.compile(r"[\w-]+(\|[\w-]+)+", re.ASCII)
_TELLING = frozenset({"job", "service", "instance", "app", "cluster", "region", "zone"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function in {"absent", "absent_over_time"}:
            for selector in promql.selectors(call.args[0]):
                for matcher in selector.matchers:
                    if matcher.op == "=~" and matcher.name in _TELLING and _NAMES.fullmatch(matcher.value):
                        yield _finding(query, call, matcher)


def _finding(query: Query, call: promql.Call, matcher: promql.Matcher) -> Diagnostic:
    return Diagnostic(
        "absent-of-alternatives",
        SEVERITY,
        f"`{call.function}` says nothing while one of several is left",
        query.at(matcher.start, matcher.end),
        label="asks about all of them together",
        help=f"ask about each, joined by `or`: `{call.function}(…)` with `{matcher.name}=`",
    )
