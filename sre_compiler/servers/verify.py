"""Every panel of every board, asked of a server: which show data, which show nothing, which an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.promql import LATEST, PromQLError, Selector, parse, print_expr, selectors
from sre_compiler.servers.boards import Board, Panel, Query
from sre_compiler.servers.prometheus import Prometheus, RefusedError, Times, UnreachableError
from sre_compiler.servers.variables import NoValuesError, Values, expression, fillings

_SLO = re.compile(r'slo_id="((?:[^"\\]|\\.)*)"')
ALERTS = "ALERTS"


class Answer(Struct, frozen=True):
    """What the server made of a query: how many series have a number, or why there is no answer."""

    expr: str
    series: int
    error: str = ""


class Shown(Struct, frozen=True):
    """A panel with its variables filled in, and the answers to its queries."""

    board: Board
    panel: Panel
    answers: tuple[Answer, ...]

    @property
    def errors(self) -> list[str]:
        return [one.error for one in self.answers if one.error]

    @property
    def is_empty(self) -> bool:
        return not self.errors and not any(one.series for one in self.answers)

    @property
    def slo(self) -> str:
        """The SLO that all of its queries are about; "" where there is not one."""
        found = {slo for one in self.answers for slo in _SLO.findall(one.expr)}
        return found.pop() if len(found) == 1 else ""


class Verified(Struct, frozen=True):
    """What became of a board: its panels, or the variable that has no value and the selector it was asked for."""

    board: Board
    panels: tuple[Shown, ...]
    without_values: tuple[str, str] | None = None


def verify(boards: Iterable[Board], server: Prometheus, at: float, *, each: bool = False) -> Iterator[Verified]:
    """Ask for everything that each board shows. Raises UnreachableError."""
    for board in boards:
        try:
            values = list(fillings(board, server, at, each=each))
        except NoValuesError as error:
            yield Verified(board, (), (error.variable.name, error.selector))
            continue
        yield Verified(board, tuple(_panels(board, values, server, at)))


def _panels(board: Board, fillings: Sequence[Values], server: Prometheus, at: float) -> Iterator[Shown]:
    """Each panel once for each way to fill it in."""
    for panel in board.panels:
        asked = {
            tuple((expression(query, values, panel.seconds), query) for query in panel.queries) for values in fillings
        }
        for queries in sorted(asked, key=lambda one: [expr for expr, _ in one]):
            yield Shown(board, panel, tuple(_answer(expr, query, panel, server, at) for expr, query in queries))


def _answer(expr: str, query: Query, panel: Panel, server: Prometheus, at: float) -> Answer:
    times = Times(at - panel.seconds, at, query.step)
    try:
        return Answer(expr, server.count(expr, at) if query.instant else server.count_over(expr, times))
    except RefusedError as error:
        return Answer(expr, 0, str(error))
    except UnreachableError as error:
        if not server.is_there():
            raise
        return Answer(expr, 0, str(error))


def missing(shown: Shown, server: Prometheus, at: float) -> list[str]:
    """The selectors of an empty panel that found no series at all in its time, each once."""
    found = {}
    for one in shown.answers:
        for selector in _selectors(one.expr):
            text = print_expr(selector)
            if text not in found:
                found[text] = server.count(f"count(last_over_time({text}[{shown.panel.seconds}s]))", at) == 0
    return [text for text, is_missing in found.items() if is_missing]


def _selectors(expr: str) -> list[Selector]:
    try:
        tree = parse(expr, LATEST)
    except PromQLError:
        return []
    return [replace(one, offset=None, at=None, extension=None) for one in selectors(tree)]
