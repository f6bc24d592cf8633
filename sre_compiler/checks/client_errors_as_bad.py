"""An indicator counts every answer of 4xx as an error.

Most of them are mistakes of the client: a crawler that asks for pages that are not there would spend the budget of the service. What
the service itself is to blame for, such as 429, can be named.

Bad:

    sli:
      ratio:
        errors: http_requests_total{job="checkout", code=~"[45].."}
        total: http_requests_total{job="checkout"}

Good:

    sli:
      ratio:
        errors: http_requests_total{job="checkout", code=~"5..|429"}
        total: http_requests_total{job="checkout"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query, Ratio

SEVERITY = Severity.INFO

_CODES = re.compile(r"code|status|status_?code|(?:http|response)_(?:status_?)?code|http_status")
_CLIENT = re.compile(r"(?:^|\||\()(?:4(?:\.[.*+]|\.?[*+]|xx|\[0-9\]|\\d)|\[45\]|\[4-5\])")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for indicator in scope.indicators:
        if isinstance(indicator, Ratio) and not indicator.counts_good:
            yield from _findings(indicator.counted)


def _findings(query: Query) -> Iterator[Diagnostic]:
    for selector in query.selectors:
        for matcher in selector.matchers:
            is_code = matcher.op == "=~" and _CODES.fullmatch(matcher.name) and not query.is_filled_in(matcher)
            if is_code and _CLIENT.search(matcher.value):
                yield Diagnostic(
                    "client-errors-as-bad",
                    SEVERITY,
                    f"`{matcher.name}` holds every 4xx",
                    query.at(matcher.value_start, matcher.end),
                    label="mistakes of clients spend the budget",
                    help="count 5xx, and name those of 4xx that the service is to blame for, such as 429",
                )
