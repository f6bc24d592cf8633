"""Cases of plain alerts: from the author's `proof`, or from an expression that is plain enough."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.prometheus import plain_alerts
from sre_compiler.backends.prometheus.rule import Rule
from sre_compiler.backends.proofs import histories
from sre_compiler.backends.proofs.case import Assert, Case, checks, inputs, series_of
from sre_compiler.backends.proofs.contents import Content
from sre_compiler.backends.proofs.saying import Said, said
from sre_compiler.program.alerts import Alert
from sre_compiler.program.labels import Labels
from sre_compiler.program.plain_proofs import known
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service
from sre_compiler.promql.evidence.courses import EVALUATION, LONG, SPARSE
from sre_compiler.promql.evidence.onset import Onset
from sre_compiler.promql.evidence.search import Side
from sre_compiler.promql.evidence.stated import Stated
from sre_compiler.promql.samples import RESERVED
from sre_compiler.units import Duration

_MINUTE, _HALF_HOUR, _LONG = EVALUATION * 1000, SPARSE * 1000, LONG * 1000
_MORE = 3
"""How many evaluations a case goes on when all that it asks has happened."""


def contents(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[Content]:
    """A firing and a silent case for each alert of which either is known; those that take long have a file of their own."""
    found = list(_cases(service, server, deployment, names))
    for file, every in (("alerts", _MINUTE), ("alerts-long", _HALF_HOUR)):
        yield Content(file, ("alerts",), Duration(every), [case for evaluated, case in found if evaluated == every])


def _cases(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[tuple[int, Case]]:
    """Each with the milliseconds between its evaluations."""
    for alert in deployment.alerts:
        found = known(server, alert)
        rule = plain_alerts.rule(service, server, alert, names)
        if found.fires is not None:
            every = _every(alert, found.fires)
            if isinstance(found.fires, Side) and found.onset is not None and every == _MINUTE:
                yield every, _begins(alert, found.fires, found.onset, rule)
            else:
                yield every, _fires(alert, found.fires, rule)
        if found.silent is not None:
            yield _every(alert, found.silent), _silent(alert, found.silent, rule)


def _every(alert: Alert, given: Side | Stated) -> int:
    return _MINUTE if _calm(alert, given, _MINUTE) + _lasting(alert, _MINUTE) <= _LONG else _HALF_HOUR


def _silent(alert: Alert, given: Side | Stated, rule: Rule) -> Case:
    end = _end(alert, given)
    series = histories.steady(given, -(-end // _step(given)))
    return _case(alert, "stays silent", _step(given), series, Said(checks([(_firing(rule), end, None)])))


def _fires(alert: Alert, given: Side | Stated, rule: Rule) -> Case:
    """It is silent until the time of `for` is over, and fires when all ranges are full."""
    end, every = _end(alert, given), _every(alert, given)
    told: list[Assert] = [(f"count({_firing(rule)})", end, 1)]
    if (lasting := _lasting(alert, every)) > every:
        told.insert(0, (_firing(rule), lasting - every, None))
    more = said(rule, given.results, end)
    series = histories.steady(given, -(-end // _step(given)))
    return _case(alert, "fires", _step(given), series, Said(checks(told) + more.checks, more.alerts))


def _end(alert: Alert, given: Side | Stated) -> int:
    every = _every(alert, given)
    return _calm(alert, given, every) + _lasting(alert, every) + _MORE * every


def _begins(alert: Alert, given: Side, onset: Onset, rule: Rule) -> Case:
    """Series that are silent become such that fire; the alert does so when the time of `for` is over."""
    change = _calm(alert, given, _MINUTE) + _MINUTE
    lasting = _lasting(alert, _MINUTE)
    told: list[Assert] = [
        (_firing(rule), change + onset.quiet * 1000 + lasting, None),
        (f"count({_firing(rule)})", change + onset.holds * 1000 + lasting, 1),
    ]
    end = change + max(onset.holds * 1000 + lasting, _whole(given.settled * 1000, _MINUTE)) + _MORE * _MINUTE
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


def _lasting(alert: Alert, every: int) -> int:
    """The time of `for`, as evaluations that are `every` so many milliseconds see it."""
    return _whole(alert.lasting.milliseconds, every) if alert.lasting else 0


def _calm(alert: Alert, given: Side | Stated, every: int) -> int:
    """When all ranges are full, and what fired while they were not is over."""
    kept = alert.keep_firing_for.milliseconds if alert.keep_firing_for and given.settled else 0
    return _whole(given.settled * 1000 + kept, every)


def _whole(milliseconds: int, every: int) -> int:
    return -(-milliseconds // every) * every
