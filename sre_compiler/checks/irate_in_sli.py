"""An indicator counts with `irate`, which looks at the last two samples of its range only.

What happened between the other samples is not counted at all: most errors of the window are forgotten, and one between the last
two samples stands for an hour.

Bad:

    sli:
      ratio:
        errors: sum(irate(http_requests_total{code=~"5.."}[$window]))
        total: sum(irate(http_requests_total[$window]))

Good:

    sli:
      ratio:
        errors: sum(rate(http_requests_total{code=~"5.."}[$window]))
        total: sum(rate(http_requests_total[$window]))
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity

SEVERITY = Severity.ERROR


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query in scope.indicator_queries:
        for node in query.calls:
            if node.function == "irate":
                where = query.at(node.start, node.start + len("irate"))
                yield Diagnostic(
                    "irate-in-sli",
                    SEVERITY,
                    "an indicator cannot count with `irate`",
                    where,
                    label="looks at two samples and forgets the others",
                    help="use `rate`",
                    fix=Fix("use `rate`", (Edit(where, "rate", "say"),), changes=True),
                )
