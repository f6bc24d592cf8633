"""A board's JSON as what there is to ask: its variables, its panels, their queries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sre_compiler.units import Duration

EVERYTHING = "$__all"
_COLUMNS = 24
_PIXELS = 1600
_SCRAPE = 30
_HOUR = 3600


class BoardError(Exception):
    """A file that is no board of ours; the message says what is wrong with it."""


class Query(Struct, frozen=True):
    """What a panel asks: of one moment, or of its times every `step` seconds."""

    expr: str
    instant: bool
    step: int


class Panel(Struct, frozen=True):
    """A panel that asks something; `seconds` is how far it looks back."""

    title: str
    seconds: int
    queries: tuple[Query, ...]


class Variable(Struct, frozen=True):
    """What the reader of a board chooses: a value of a label. `everything` is the expression that stands for all of them at once."""

    name: str
    label: str
    selector: str
    chosen: str
    everything: str


class Board(Struct, frozen=True):
    """A board, the file that it is, and what of the specs it is made from."""

    file: str
    source: str
    title: str
    seconds: int
    variables: tuple[Variable, ...]
    panels: tuple[Panel, ...]


def read_board(text: str, file: str, source: str) -> Board:
    """The board of a file. Raises `BoardError` where it is not one that we can have written."""
    try:
        data = json.loads(text)
        seconds = _back(data["time"]["from"])
        return Board(
            file,
            source,
            data["title"],
            seconds,
            tuple(_variable(one) for one in data["templating"]["list"] if one["type"] == "query"),
            tuple(_panel(one, seconds) for one in data["panels"] if one.get("targets")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BoardError(f"{file} is no board that sre-compile wrote; build it again") from error


def _panel(data: Mapping[str, Any], seconds: int) -> Panel:
    seconds = _back(f"now-{data['timeFrom']}") if data.get("timeFrom") else seconds
    width = _PIXELS * data["gridPos"]["w"] // _COLUMNS
    least = max(_seconds(data.get("interval") or f"{_SCRAPE}s"), -(-seconds // width))
    queries = (
        Query(one["expr"], bool(one.get("instant")), max(least, _seconds(one.get("interval") or "0s")))
        for one in data["targets"]
    )
    return Panel(data["title"], seconds, tuple(queries))


def _variable(data: Mapping[str, Any]) -> Variable:
    """One whose query is `label_values(selector, label)`."""
    inside = data["query"].removeprefix("label_values(").removesuffix(")")
    selector, _, label = inside.rpartition(",")
    current = data.get("current", {}).get("value", "")
    chosen = current if isinstance(current, str) else EVERYTHING if EVERYTHING in current else ""
    return Variable(data["name"], label.strip(), selector.strip(), chosen, data.get("allValue") or "")


def _back(start: str) -> int:
    """The seconds between `now-24h` and now."""
    return _seconds(start.removeprefix("now-"))


def _seconds(text: str) -> int:
    return Duration.parse(text).milliseconds // 1000


def rate_interval(step: int) -> int:
    """Grafana's `$__rate_interval`, for a data source that is scraped every half minute."""
    return max(step + _SCRAPE, 4 * _SCRAPE)
