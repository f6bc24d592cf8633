"""Ways from board to board, and from a board to runbooks and other pages."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.grafana import escaping
from sre_compiler.backends.grafana.board import Link
from sre_compiler.program.boards import DETAIL, FLEET, ONCALL, SIGNALS, service_uid
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

TIMES = "${__url_time_range}"
SOURCE = "var-datasource=${datasource}"


def board(uid: str, *variables: str) -> str:
    """The address of a board of ours, which reads the same data source."""
    return f"/d/{uid}?{'&'.join((SOURCE, *variables))}"


def all_boards(*but: str) -> tuple[Link, ...]:
    """The boards that are there once, without one."""
    titles = {FLEET: "Fleet", DETAIL: "SLO detail", SIGNALS: "Golden signals", ONCALL: "On-call load"}
    return tuple(Link(title, board(uid)) for uid, title in titles.items() if uid not in but)


def of_service(service: Service) -> Iterator[Link]:
    """Pages about a service that its spec names."""
    for name, address in service.links:
        yield Link(name, escaping.url(address), board=False)


def of_chosen_service(program: Program) -> Iterator[Link]:
    """To the board of the service that the reader chose, unless one has a name so long that its uid is another."""
    if all(service_uid(one.name) == service_uid("") + one.name for one in program.services):
        yield Link("Service", board(f"{service_uid('')}${{service}}"))


def to_service(name: str) -> str:
    return board(service_uid(name))
