"""Cases of plain alerts: from the author's `proof`, or from an expression that compares a selector with a number."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.backends.prometheus.events import identity_matchers
from sre_compiler.backends.proofs import samples
from sre_compiler.backends.proofs.case import Case, checks, inputs
from sre_compiler.backends.proofs.recorded import series_of
from sre_compiler.program import recorded
from sre_compiler.program.alerts import Alert
from sre_compiler.program.labels import Labels
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service
from sre_compiler.promql import Aggregation, Binary, Number, Selector

_MORE = 3
_KEEPS = frozenset({"sum", "avg", "min", "max"})
_AWAY = {">": (1, 0), "<": (-1, 0), ">=": (0, -1), "<=": (0, 1), "==": (0, 1), "!=": (1, 0)}
"""How far from the bound a value is that fires, and one that does not."""

Input = tuple[tuple[str, str], ...]


def cases(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[Case]:
    """A firing and a silent case for each alert of which either is known."""
    for alert in deployment.alerts:
        fires, silent = known(server, alert)
        for name, given, count in (("fires", fires, 1), ("stays silent", silent, None)):
            if given:
                yield _case(alert, _labels(service, server, alert, names), name, given, count)


def known(server: Server, alert: Alert) -> tuple[Input, Input]:
    """What fires it and what does not, each with one value; nothing where neither is known."""
    if alert.proof is not None:
        return _stated(alert.proof.fires), _stated(alert.proof.silent)
    tree = promql.add_matchers(alert.query.tree, identity_matchers(server)) if server.identity else alert.query.tree
    return _compared(promql.unwrapped(tree))


def _stated(lines: tuple[str, ...]) -> Input:
    pairs = (one.strip().rpartition(" ") for one in lines)
    return tuple((name.strip(), value) for name, _, value in pairs)


def _compared(tree: promql.Expr) -> tuple[Input, Input]:
    if not isinstance(tree, Binary) or tree.op not in _AWAY or not isinstance(tree.right, Number) or tree.returns_bool:
        return (), ()
    selector = _selector(tree.left)
    found = samples.labels(selector.matchers) if selector is not None else None
    if selector is None or selector.metric is None or found is None or selector.offset or selector.at:
        return (), ()
    name = samples.series(selector, found)
    fires, silent = (((name, f"{tree.right.value + away:g}"),) for away in _AWAY[tree.op])
    return fires, silent


def _selector(tree: promql.Expr) -> Selector | None:
    """The selector whose one series gives its own value as the result."""
    inner = promql.unwrapped(tree)
    if isinstance(inner, Aggregation) and inner.op in _KEEPS:
        inner = promql.unwrapped(inner.expr)
    return inner if isinstance(inner, Selector) else None


def _case(alert: Alert, labels: dict[str, str], name: str, given: Input, count: int | None) -> Case:
    minutes = (alert.lasting.milliseconds // 60_000 if alert.lasting else 0) + _MORE
    firing = f"count({series_of('ALERTS', labels)})"
    told = [(f"count({firing})", minutes * 60_000, count)]
    if count and minutes > _MORE:
        told.insert(0, (f"count({firing})", (minutes - _MORE - 1) * 60_000, None))
    series = tuple((one, f"{value}+0x{minutes}") for one, value in given)
    return Case(f"{alert.name} {name}", recorded.SPACING, frozenset({alert.name}), inputs(series), checks(told))


def _labels(service: Service, server: Server, alert: Alert, names: Labels) -> dict[str, str]:
    return {
        "alertname": alert.name,
        "alertstate": "firing",
        names.severity: alert.severity,
        names.team: service.team,
        names.service: service.name,
        **dict(alert.labels),
        **dict(server.identity),
    }
