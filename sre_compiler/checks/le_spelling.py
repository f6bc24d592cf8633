r"""A bucket of a whole number is matched in one of its two spellings only.

Prometheus 3 stores the bound 1 as `le="1.0"`, and before it most programs exposed `le="1"`. A matcher with one spelling selects
nothing on the other side of that upgrade.

Bad:

    expr: rate(http_request_duration_seconds_bucket{le="1"}[5m]) < 1

Good:

    expr: rate(http_request_duration_seconds_bucket{le=~"1|1\\.0"}[5m]) < 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.WARNING
_WHOLE = re.compile(r"([0-9]+)(\.0)?")
_NORMALISING = (3, 0)


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, matcher in scope.matchers:
        if matcher.name == "le" and matcher.op in {"=", "!="}:
            whole = _WHOLE.fullmatch(matcher.value)
            if whole is not None:
                yield _finding(query, matcher, whole.group(1), nothing=not whole.group(2) and _is_modern(scope, query))


def _is_modern(scope: Scope, query: Query) -> bool:
    """Whether a server that runs the query stores bounds in one spelling."""
    return any(server.version >= _NORMALISING for one, server in scope.on_servers if one.place == query.place)


def _finding(query: Query, matcher: promql.Matcher, number: str, *, nothing: bool) -> Diagnostic:
    both = f'le{"=~" if matcher.op == "=" else "!~"}"{number}|{number}\\\\.0"'
    where = query.at(matcher.start, matcher.end)
    return Diagnostic(
        "le-spelling",
        Severity.ERROR if nothing else SEVERITY,
        f'`le="{matcher.value}"` is one of two spellings of this bucket',
        where,
        label=f"Prometheus 3 stores `{number}.0`"
        + (": nothing is selected" if nothing else ", older ones mostly `" + number + "`"),
        help=f"write `{both}`",
        fix=Fix(f"write `{both}`", (Edit(where, both, "say"),), changes=True),
    )
