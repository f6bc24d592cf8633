"""A page fires on a single sample, because it has no `for`.

One lost scrape, one restart, one slow minute is enough to wake somebody, and is over before he is at the keyboard. What looks back
over ten minutes or more waits by itself, and a time that comes near does not come and go; they are not found.

Bad:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        severity: sev1
        summary: Queue {{ $labels.queue }} is full.

Good:

    alerts:
      - name: QueueFull
        expr: sum by (queue) (queue_depth) > 100
        for: 5m
        severity: sev1
        summary: Queue {{ $labels.queue }} is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from sre_compiler import promql
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.kinds import option

SEVERITY = Severity.WARNING
RANGE = option.duration("range", "10m", "The range over which one sample changes little.", least="1m", most="1d")
_CLOCKS = frozenset({"time", "timestamp"})
_COUNTDOWN = re.compile(r".*(?:_ttl_|expir|_timestamp).*")


def check(scope: Scope) -> Iterator[Diagnostic]:
    steady = float(scope.setting.option(RANGE).in_seconds)
    for alert in scope.pages:
        noisy = None if alert.lasting and alert.lasting.milliseconds else _noisy(alert.query.tree, steady)
        if noisy is not None:
            wait = Edit(alert.place.at("for"), "5m", "write" if alert.lasting else "add")
            yield Diagnostic(
                "page-without-for",
                SEVERITY,
                f"`{alert.name}` pages somebody after a single evaluation",
                alert.query.at(noisy.start, noisy.end),
                label="one sample is enough",
                help="say how long it has to last, such as `for: 5m`",
                fix=Fix("wait for five minutes", (wait,), safe=False, changes=True),
            )


def _noisy(tree: promql.Expr, steady: float) -> promql.Expr | None:
    """The first part that a single sample changes; the right side of `and` and `unless` only narrows the left one."""
    waiting = [tree]
    found = None
    while waiting:
        node = waiting.pop()
        if isinstance(node, promql.Call) and node.function in _CLOCKS:
            return None
        if isinstance(node, promql.Selector | promql.Range) and _changes(node, steady):
            found = found or node
        elif isinstance(node, promql.Binary) and node.op in {"and", "unless"}:
            waiting.append(node.left)
        elif not isinstance(node, promql.Range) and not (
            isinstance(node, promql.Subquery) and _seconds(node) >= steady
        ):
            waiting.extend(reversed(node.operands))
    return found


def _changes(node: promql.Selector | promql.Range, steady: float) -> bool:
    """Whether a single sample counts: in an instant or a short range, of something else than a time that comes near."""
    if isinstance(node, promql.Range):
        return _seconds(node) < steady
    return _COUNTDOWN.fullmatch(node.metric or "") is None


def _seconds(node: promql.Range | promql.Subquery) -> float:
    """The length of a range; one that is worked out counts as long."""
    duration = promql.unwrapped(node.duration)
    return duration.value if isinstance(duration, promql.Number) else inf
