"""Nothing shows that an alert fires when it should, or that it stays silent when it should.

Each alert gets a test with series that fire it and one with series that do not. Both are told from the condition where it is plain
enough: where it looks at each instant or at one range, and compares. Of others only their author knows; and often the reason is
that the condition cannot hold, or cannot fail.

Bad:

    alerts:
      - name: BackupOverdue
        expr: max_over_time(backup_age_seconds{job="db"}[1d:5m]) > 86400
        severity: sev3
        summary: The database was not backed up for a day.

Good:

    alerts:
      - name: BackupOverdue
        expr: max_over_time(backup_age_seconds{job="db"}[1d:5m]) > 86400
        severity: sev3
        summary: The database was not backed up for a day.
        proof:
          fires: ['backup_age_seconds{job="db"} 86401']
          silent: ['backup_age_seconds{job="db"} 86400']
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks import (
    comparison_always_holds,
    comparison_never_holds,
    contradictory_conditions,
    equality_with_rate,
    identical_operands,
    impossible_vector_matching,
    matcher_never_matches,
    quantile_out_of_range,
)
from sre_compiler.checks._comparisons import comparisons
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Place, Severity
from sre_compiler.program.alerts import Alert
from sre_compiler.program.plain_proofs import Sides, is_known
from sre_compiler.promql import samples

SEVERITY = Severity.INFO
_REASONS = (
    comparison_always_holds.check,
    comparison_never_holds.check,
    contradictory_conditions.check,
    equality_with_rate.check,
    identical_operands.check,
    impossible_vector_matching.check,
    matcher_never_matches.check,
    quantile_out_of_range.check,
)
"""What finds why a condition holds always or never: the mistake is one, and they say it better."""


def check(scope: Scope) -> Iterator[Diagnostic]:
    seen: dict[object, Sides] = {}
    for server, deployment in scope.deployments:
        for alert in deployment.alerts:
            sides = is_known(server, alert)
            if not all(sides):
                seen.setdefault(alert.place, sides)
    if seen:
        decided = {one.where.at() for ask in _REASONS for one in ask(scope) if isinstance(one.where, Place)}
        for alert in scope.alerts:
            if alert.place in seen and alert.query.place.at() not in decided:
                yield _finding(alert, seen[alert.place])


def _finding(alert: Alert, sides: Sides) -> Diagnostic:
    missing = tuple(word for word, is_there in zip(("fires", "silent"), sides, strict=True) if not is_there)
    says, label = _WORDS[missing]
    lines = ", ".join(f"`{word}: [{_example(alert, word)}]`" for word in missing)
    return Diagnostic(
        "alert-without-proof",
        SEVERITY,
        f"nothing shows that {alert.name} {says}",
        alert.query.place,
        label=f"no series are known that {label}",
        help=f"write series and their values below `proof:`, such as {lines}",
    )


_WORDS: dict[tuple[str, ...], tuple[str, str]] = {
    ("fires",): ("fires", "fire it"),
    ("silent",): ("can stay silent", "do not fire it"),
    ("fires", "silent"): ("fires, and that it can stay silent", "fire it, and none that do not"),
}


def _example(alert: Alert, word: str) -> str:
    """Series of its own selectors, each with a value at its first bound; silent is only what is compared first."""
    values: dict[str, float] = {}
    for number, one in enumerate(comparisons(alert.query.tree)):
        for node in promql.walk(one.value):
            if isinstance(node, promql.Selector) and one.number is not None:
                away = _AWAY[one.op][word == "silent" and not number]
                values.setdefault(_series(node), one.number + away)
    missing = 0.0 if word == "silent" and not values else 1.0
    values |= {one: missing for one in map(_series, alert.query.selectors) if one not in values}
    return ", ".join(f"'{one} {value:.15g}'" for one, value in (values or {_UNNAMED: missing}).items())


_UNNAMED = "some_metric"
_AWAY = {">": (1, 0), ">=": (0, -1), "<": (-1, 0), "<=": (0, 1), "==": (0, 1), "!=": (1, 0)}
"""How far from a bound a value lies for which the comparison holds, and for which it does not."""


def _series(selector: promql.Selector) -> str:
    labels = samples.labels(selector.matchers) or {}
    pairs = ", ".join(promql.print_matcher(promql.Matcher(name, "=", value)) for name, value in labels.items())
    return f"{selector.metric or _UNNAMED}{{{pairs}}}" if pairs else selector.metric or _UNNAMED
