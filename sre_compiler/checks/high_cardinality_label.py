"""A result is grouped by a label that has a value for each user, request or address by its name.

Every value is a series of its own, stored by the server, and an alert of its own that somebody gets. With a label that grows
with traffic both have no bound.

Bad:

    expr: sum by (user_id) (rate(login_failures_total[5m])) > 1

Good:

    expr: sum by (job) (rate(login_failures_total[5m])) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.kinds import option

SEVERITY = Severity.INFO
LABELS = option.labels(
    "labels",
    (
        "user_id",
        "userid",
        "user_email",
        "email",
        "session_id",
        "sessionid",
        "session",
        "request_id",
        "requestid",
        "trace_id",
        "traceid",
        "span_id",
        "spanid",
        "client_ip",
        "clientip",
        "remote_addr",
        "remote_ip",
        "source_ip",
        "uuid",
        "guid",
        "transaction_id",
        "order_id",
        "message_id",
        "correlation_id",
    ),
    "Labels that have a value for each user, request or address.",
)


def check(scope: Scope) -> Iterator[Diagnostic]:
    without_bound = {*scope.setting.option(LABELS)}
    for objective, *_ in scope.by_slo:
        for index, name in enumerate(objective.group_by):
            if name in without_bound:
                yield _finding(name, objective.place.at("group_by", index))
    for query, node in scope.aggregations:
        for label in node.grouping.labels if node.grouping is not None and not node.grouping.without else ():
            if label.name in without_bound and label.name in (query.labels.possible or ()):
                yield _finding(label.name, query.at(label.start, label.end))


def _finding(name: str, where: Place) -> Diagnostic:
    return Diagnostic(
        "high-cardinality-label",
        SEVERITY,
        f"`{name}` has a value for each user, request or address by its name",
        where,
        label="every value is a series, and an alert",
        help="group by something that there are few of, and look for the single one in logs or traces",
    )
