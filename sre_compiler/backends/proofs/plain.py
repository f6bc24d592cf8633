"""Cases of plain alerts: from the author's `proof`, or from an expression that is plain enough."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler import promql
from sre_compiler.backends.prometheus.events import identity_matchers
from sre_compiler.backends.proofs.case import Case, checks, inputs, series_of
from sre_compiler.backends.proofs.course import BEFORE
from sre_compiler.program.alerts import Alert
from sre_compiler.program.labels import Labels
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service
from sre_compiler.promql.courses import Course, Courses
from sre_compiler.promql.evidence import Evidence, evidence
from sre_compiler.units import Duration, fraction_text

_MORE = 3


class Given(Struct, frozen=True):
    """Series and their values: `step` seconds apart, in full after `settled` seconds."""

    series: tuple[tuple[str, str], ...]
    step: int = 60
    settled: int = 0


def cases(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[Case]:
    """A firing and a silent case for each alert of which either is known."""
    for alert in deployment.alerts:
        fires, silent = known(server, alert)
        for name, given, count in (("fires", fires, 1), ("stays silent", silent, None)):
            if given is not None:
                yield _case(alert, _labels(service, server, alert, names), name, given, count)


def known(server: Server, alert: Alert) -> tuple[Given | None, Given | None]:
    """What fires it and what does not; None where that is not known."""
    if alert.proof is not None:
        return _stated(alert.proof.fires), _stated(alert.proof.silent)
    tree = promql.add_matchers(alert.query.tree, identity_matchers(server)) if server.identity else alert.query.tree
    found = evidence(tree)
    if found is None:
        return None, None
    return _given(found, found.fires), _given(found, found.silent)


def _stated(lines: tuple[str, ...]) -> Given | None:
    pairs = (one.strip().rpartition(" ") for one in lines)
    return Given(tuple((name.strip(), f"{value}+0") for name, _, value in pairs)) if lines else None


def _given(found: Evidence, courses: Courses) -> Given:
    series = sorted((series_of(one.metric, dict(sorted(one.labels))), _values(it)) for one, it in courses.items())
    return Given(tuple(series), found.step, found.settled)


def _values(course: Course) -> str:
    """The first value and what is added to it at each sample."""
    if course.grows is None:
        return f"{fraction_text(course.value)}+0"
    return f"{BEFORE}+{course.grows}"


def _case(alert: Alert, labels: dict[str, str], name: str, given: Given, count: int | None) -> Case:
    """All ranges are full, and what fired while they were not is over, before the alert's own time begins."""
    lasting, kept = (one.milliseconds if one else 0 for one in (alert.lasting, alert.keep_firing_for))
    step, settled = given.step * 1000, given.settled * 1000
    minutes = -(-(lasting + settled + (kept if settled else 0)) // 60_000) + _MORE
    firing = f"count({series_of('ALERTS', labels)})"
    told = [(f"count({firing})", minutes * 60_000, count)]
    if count and lasting >= 60_000:
        told.insert(0, (f"count({firing})", (lasting // 60_000 - 1) * 60_000, None))
    series = tuple((one, f"{value}x{-(-minutes * 60_000 // step)}") for one, value in given.series)
    return Case(f"{alert.name} {name}", Duration(step), frozenset({alert.name}), inputs(series), checks(told))


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
