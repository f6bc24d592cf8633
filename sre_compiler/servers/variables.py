"""The variables of a board: their values on a server, and queries with them filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sre_compiler.servers.boards import EVERYTHING, Board, Query, Variable, rate_interval
from sre_compiler.servers.prometheus import Prometheus, Times

Values = dict[str, str]
_USE = re.compile(r"\$(?:\{(\w+)(?::\w+)?\}|(\w+))")
VALUE_STEP = 60


class NoValuesError(Exception):
    """A variable has no value on the server, so that no panel can show anything. Carries the variable."""

    def __init__(self, variable: Variable, selector: str) -> None:
        super().__init__(variable.name)
        self.variable = variable
        self.selector = selector


def fillings(board: Board, server: Prometheus, at: float, *, each: bool) -> Iterator[Values]:
    """What the variables hold when the board is opened; with `each`, every value of those that hold one at a time.

    Raises NoValuesError.
    """
    times = Times(at - board.seconds, at, VALUE_STEP)
    yield from _filled(board.variables, {}, server, times, each)


def _filled(
    variables: tuple[Variable, ...], known: Values, server: Prometheus, times: Times, each: bool
) -> Iterator[Values]:
    if not variables:
        yield known
        return
    one, *others = variables
    selector = fill(one.selector, known)
    values = server.label_values(one.label, selector, times)
    if not values:
        raise NoValuesError(one, selector)
    for value in _chosen(one, values, each=each):
        yield from _filled(tuple(others), known | {one.name: value}, server, times, each)


def _chosen(variable: Variable, values: list[str], *, each: bool) -> list[str]:
    if variable.chosen == EVERYTHING:
        return [variable.everything]
    if each:
        return values
    return [variable.chosen if variable.chosen in values else values[0]]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known in the places of its variables, as it may stand inside of quotes."""

    def value_of(use: re.Match[str]) -> str:
        name = use.group(1) or use.group(2)
        return values[name].replace("\\", "\\\\").replace('"', '\\"') if name in values else use.group()

    return _USE.sub(value_of, text)


def expression(query: Query, values: Mapping[str, str], seconds: int) -> str:
    """The query as Grafana sends it."""
    own = {
        "__rate_interval": f"{rate_interval(query.step)}s",
        "__interval": f"{query.step}s",
        "__interval_ms": str(query.step * 1000),
        "__range": f"{seconds}s",
        "__range_s": str(seconds),
    }
    return fill(query.expr, {**values, **own})
