"""A ratio counts as errors what is a success by its labels, or as good what is an error.

The indicator would stand on its head: a service that works spends its budget at once, and an outage refills it.

Bad:

    sli:
      ratio:
        errors: http_requests_total{code!~"5.."}
        total: http_requests_total

Good:

    sli:
      ratio:
        errors: http_requests_total{code=~"5.."}
        total: http_requests_total
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._matchers import sides
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Ratio

SEVERITY = Severity.WARNING
_STATUS = frozenset(
    {"code", "status", "status_code", "http_code", "http_status", "response_code", "http_response_status_code"}
)
_OUTCOME = frozenset({"result", "outcome", "status", "state", "success", "grpc_code", "code"})
_CLASSES = re.compile(r"\^?\(?([1-5])(?:[0-9]{2}|xx|\.\.|\.[*+]|\\d.*|\[0-9\].*)\)?\$?|\[([1-5-]+)\].*")
_SUCCESS = frozenset({"success", "successful", "succeeded", "ok", "true"})
_FAILURE = frozenset({"error", "errors", "failure", "failed", "fail", "false"})


def check(scope: Scope) -> Iterator[Diagnostic]:
    for ratio in scope.indicators:
        both = sides(ratio) if isinstance(ratio, Ratio) else None
        if isinstance(ratio, Ratio) and both is not None:
            for matcher in both[0].matchers:
                if [one.name for one in both[0].matchers].count(matcher.name) == 1:
                    yield from _findings(ratio, matcher)


def _findings(ratio: Ratio, matcher: promql.Matcher) -> Iterator[Diagnostic]:
    is_success = _means_success(matcher)
    if is_success is not None and is_success == (matcher.op.startswith("=") != ratio.counts_good):
        counted = "good" if ratio.counts_good else "errors"
        yield Diagnostic(
            "inverted-ratio",
            SEVERITY,
            f"`{counted}` counts what is {'an error' if ratio.counts_good else 'a success'} by its labels",
            ratio.counted.at(matcher.start, matcher.end),
            label="selects the other ones",
            help=f"turn the condition round, or call it `{'errors' if ratio.counts_good else 'good'}`",
        )


def _means_success(matcher: promql.Matcher) -> bool | None:
    """Whether the values that the matcher names are successes; None where that is not certain."""
    values = matcher.value.split("|")
    if matcher.name in _OUTCOME:
        for words, meaning in ((_SUCCESS, True), (_FAILURE, False)):
            if all(value.lower() in words for value in values):
                return meaning
    found = [_CLASSES.fullmatch(value) for value in values] if matcher.name in _STATUS else [None]
    classes = {digit for one in found if one is not None for digit in one.group(1) or one.group(2)}
    if None in found or "-" in classes:
        return None
    return True if classes <= set("123") else False if classes <= set("45") else None
