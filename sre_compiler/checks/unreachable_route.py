"""No alert ever reaches a route, because an earlier one takes all of them.

Alertmanager asks the routes in order and stops at the first that matches, unless it says `continue: true`. What stands behind one
that matches everything, or the same, is dead, its receiver is never told, and `amtool check-config` says nothing of it.

Bad:

    routes:
      - {receiver: everybody}
      - {receiver: database, matchers: ['service="database"']}

Good:

    routes:
      - {receiver: database, matchers: ['service="database"']}
      - {receiver: everybody}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.program import Setting

if TYPE_CHECKING:  # routes are worked out where there is a base
    from sre_compiler.routing import Route

SEVERITY = Severity.ERROR


def check_project(project: Setting) -> Iterator[Diagnostic]:
    if project.base is None:
        return
    from sre_compiler import routing

    for route, taker in routing.unreachable(routing.configuration(project).route):
        if route.place is not None:
            yield _dead(route, taker)
        elif taker.place is not None:
            yield _taken(route, taker)


def _dead(route: Route, taker: Route) -> Diagnostic:
    if taker.place is None:
        label, advice = "our routes take all that it asks for", "remove it, or mount ours behind it with `mount: last`"
        related: tuple[Related, ...] = ()
    else:
        label, advice = "an earlier route takes all that it asks for", "put it first, or let the other `continue: true`"
        related = (Related(taker.place, "this one takes its alerts"),)
    message = "no alert reaches this route"
    return Diagnostic("unreachable-route", SEVERITY, message, route.place, label=label, help=advice, related=related)


def _taken(route: Route, taker: Route) -> Diagnostic:
    wanted = ", ".join(f"`{matcher}`" for matcher in route.matchers)
    return Diagnostic(
        "unreachable-route",
        SEVERITY,
        f"no alert with {wanted} reaches our routes",
        taker.place,
        label="this route takes them",
        help="mount ours before it with `alertmanager: {mount: first}`, or narrow its matchers",
    )
