"""Cases of plain alerts: from the author's `proof`, or from an expression that is plain enough."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.prometheus import plain_alerts
from sre_compiler.backends.prometheus.rule import Rule
from sre_compiler.backends.proofs import histories
from sre_compiler.backends.proofs.case import Assert, Case, checks, inputs, series_of
from sre_compiler.backends.proofs.saying import Said, said
from sre_compiler.program.alerts import Alert
from sre_compiler.program.labels import Labels
from sre_compiler.program.plain_proofs import known
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service
from sre_compiler.promql.evidence.onset import Onset
from sre_compiler.promql.evidence.search import Side
from sre_compiler.promql.evidence.stated import Stated
from sre_compiler.promql.samples import RESERVED
from sre_compiler.units import Duration

_MINUTE = 60_000
_MORE = 3 * _MINUTE
"""How long a case goes on when all that it asks has happened."""


def cases(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[Case]:
    """A firing and a silent case for each alert of which either is known."""
    for alert in deployment.alerts:
        found = known(server, alert)
        rule = plain_alerts.rule(service, server, alert, names)
        if isinstance(found.fires, Side) and found.onset is not None:
            yield _begins(alert, found.fires, found.onset, rule)
        elif found.fires is not None:
            yield _fires(alert, found.fires, rule)
        if found.silent is not None:
            yield _silent(alert, found.silent, rule)


def _silent(alert: Alert, given: Side | Stated, rule: Rule) -> Case:
    end = _calm(alert, given) + _lasting(alert) + _MORE
    series = histories.steady(given, -(-end // _step(given)))
    return _case(alert, "stays silent", _step(given), series, Said(checks([(_firing(rule), end, None)])))


def _fires(alert: Alert, given: Side | Stated, rule: Rule) -> Case:
    """It is silent until the time of `for` is over, and fires when all ranges are full."""
    end = _calm(alert, given) + _lasting(alert) + _MORE
    told: list[Assert] = [(f"count({_firing(rule)})", end, 1)]
    if (lasting := _lasting(alert)) >= _MINUTE:
        told.insert(0, (_firing(rule), lasting - _MINUTE, None))
    more = said(rule, given.results, end)
    series = histories.steady(given, -(-end // _step(given)))
    return _case(alert, "fires", _step(given), series, Said(checks(told) + more.checks, more.alerts))


def _begins(alert: Alert, given: Side, onset: Onset, rule: Rule) -> Case:
    """Series that are silent become such that fire; the alert does so when the time of `for` is over."""
    change = _calm(alert, given) + _MINUTE
    lasting = _lasting(alert)
    told: list[Assert] = [
        (_firing(rule), change + onset.quiet * 1000 + lasting, None),
        (f"count({_firing(rule)})", change + onset.holds * 1000 + lasting, 1),
    ]
    end = change + max(onset.holds * 1000 + lasting, _whole(given.settled * 1000)) + _MORE
    more = said(rule, given.results, end)
    series = histories.changing(given, onset, change // _step(given), (end - change) // _step(given))
    return _case(alert, "fires", _step(given), series, Said(checks(told) + more.checks, more.alerts))


def _case(alert: Alert, name: str, step: int, series: list[tuple[str, str]], told: Said) -> Case:
    """Alerts that read other metrics are shown in one test: promtool evaluates all rules of the file in each."""
    metrics = {one.metric or "" for one in alert.query.selectors} | {one.partition("{")[0] for one, _ in series}
    is_alone = any(not one or one.startswith(RESERVED) for one in metrics)
    title = f"{alert.name} {name}" if is_alone else name
    return Case(title, Duration(step), frozenset(metrics), inputs(series), told.checks, told.alerts)


def _firing(rule: Rule) -> str:
    """How many fire; labels that are templates may have any value."""
    labels = rule["labels"]
    assert isinstance(labels, dict)  # noqa: S101 - our own rules
    plain = {name: value for name, value in labels.items() if "{{" not in value}
    return f"count({series_of('ALERTS', {'alertname': str(rule['alert']), 'alertstate': 'firing', **plain})})"


def _step(given: Side | Stated) -> int:
    """Milliseconds between samples."""
    return _MINUTE if isinstance(given, Stated) else given.step * 1000


def _lasting(alert: Alert) -> int:
    """The time of `for`, as evaluations a minute apart see it."""
    return _whole(alert.lasting.milliseconds) if alert.lasting else 0


def _calm(alert: Alert, given: Side | Stated) -> int:
    """When all ranges are full, and what fired while they were not is over."""
    kept = alert.keep_firing_for.milliseconds if alert.keep_firing_for and given.settled else 0
    return _whole(given.settled * 1000 + kept)


def _whole(milliseconds: int) -> int:
    return -(-milliseconds // _MINUTE) * _MINUTE
