"""A range holds fewer than four scrapes, so that a lost one leaves a hole in the result.

`rate` needs two samples in its range. With four scrapes in a range one can be late and another be lost; with two the result
comes and goes, and an alert on it flaps or never fires.

Bad:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]
    expr: rate(http_requests_total{code="500"}[1m]) > 1

Good:

    # prometheus: [{name: eu1, environment: prod, version: "2.42", scrape_interval: 30s, retention: 40d}]
    expr: rate(http_requests_total{code="500"}[2m]) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.checks._words import counted
from sre_compiler.diagnostics import Diagnostic, Fix, Related, Severity
from sre_compiler.kinds import option
from sre_compiler.program.indicators import Query
from sre_compiler.program.servers import Server
from sre_compiler.units import Duration

SEVERITY = Severity.WARNING
SCRAPES = option.count("scrapes", 4, "How many scrapes a range has to hold.", least=2, most=100)
_PER_SECOND = frozenset({"rate", "irate", "deriv"})
"""What is compared with the others is as large over a longer range as the range is long."""
_OF_TWO_SAMPLES = frozenset({"rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    scrapes = scope.setting.option(SCRAPES)
    for query, server in scope.on_servers:
        for call in query.calls:
            if call.function in _OF_TWO_SAMPLES:
                yield from _findings(query, server, call, scrapes)


def _findings(query: Query, server: Server, call: promql.Call, scrapes: int) -> Iterator[Diagnostic]:
    taken = promql.unwrapped(call.args[0])
    if not isinstance(taken, promql.Range) or not isinstance(taken.duration, promql.Number):
        return
    least = Duration(scrapes * server.scrape_interval.milliseconds)
    if taken.duration.value * 1000 < least.milliseconds:
        yield Diagnostic(
            "range-too-short",
            SEVERITY,
            f"a range of {taken.duration.text} holds fewer than {counted(scrapes)} scrapes",
            query.at(taken.duration.start, taken.duration.end),
            label=f"{server.name} scrapes every {server.scrape_interval}",
            help=f"use `[{least}]` or more",
            fix=_fix(query, taken.duration, str(least)) if call.function in _PER_SECOND else None,
            related=(Related(server.place.at("scrape_interval"), "the interval of the server"),),
        )


def _fix(query: Query, length: promql.Number, least: str) -> Fix | None:
    return rewritten(query, f"write `{least}`", (length.start, length.end, least))
