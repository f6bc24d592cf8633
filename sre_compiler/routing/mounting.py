"""Somebody's own configuration as values. What Alertmanager would refuse is left out: its own check says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

from sre_compiler import documents
from sre_compiler.diagnostics import Place
from sre_compiler.documents import Data, Number
from sre_compiler.program.mounting import Base
from sre_compiler.rotas import known_zones
from sre_compiler.routing.configuration import Configuration, Hours, Inhibition, Matcher, Receiver, Route
from sre_compiler.units import Duration, UnitError

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_MATCHER = re.compile(rf'\s*({_NAME})\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^",}}]*)\s*(?:,|\Z)')
_ESCAPE = re.compile(r'\\(["\\n])')
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")


def configuration(base: Base) -> Configuration:
    """Its routes, the names of its receivers, its inhibition and its times."""
    items = [*base.items("time_intervals"), *base.items("mute_time_intervals")]
    named = ((_text(one.get("name")), place, one) for place, one in items)
    return Configuration(
        route=_route(base.top["route"], base.place.at("route")),
        receivers=tuple(Receiver(name, ()) for name in base.names("receivers")),
        inhibitions=tuple(_inhibition(one, place) for place, one in base.items("inhibit_rules")),
        intervals={name: tuple(hours for _, hours in times(one, place)) for name, place, one in named if name},
    )


def read(content: bytes, file: str) -> Base | None:
    """The configuration in a file, as it is written; None where there are no routes in it."""
    parsed, _ = documents.parse(content, file)
    base = Base(parsed[0], Place(file, 0, ())) if parsed else None
    return base if base is not None and isinstance(base.top.get("route"), dict) else None


def _route(data: Data, place: Place) -> Route:
    one = data if isinstance(data, dict) else {}
    below = one.get("routes")
    repeat = _duration(one.get("repeat_interval"))
    return Route(
        receiver=_text(one.get("receiver")) or None,
        matchers=tuple(_matchers(one, "match", "match_re", "matchers")),
        group_by=tuple(_texts(one["group_by"])) if "group_by" in one else None,
        active=tuple(_texts(one.get("active_time_intervals"))),
        mute=tuple(_texts(one.get("mute_time_intervals"))),
        goes_on=one.get("continue") in (True, "yes", "on", "y"),
        routes=tuple(
            _route(each, place.at("routes", i)) for i, each in enumerate(below if isinstance(below, list) else ())
        ),
        repeats=repeat,
        place=place,
    )


def _inhibition(one: Mapping[str, Data], place: Place) -> Inhibition:
    source, target = (
        tuple(_matchers(one, f"{side}_match", f"{side}_match_re", f"{side}_matchers")) for side in ("source", "target")
    )
    return Inhibition("", source, target, tuple(_texts(one.get("equal"))), place)


def _matchers(one: Mapping[str, Data], equal: str, pattern: str, texts: str) -> Iterator[Matcher]:
    """The conditions of a route or of a side of a rule, in the old form and the new."""
    for name, value in _mapping(one.get(equal)):
        yield Matcher(name, "=", value)
    for name, value in _mapping(one.get(pattern)):
        yield Matcher(name, "=~", value)
    for text in _texts(one.get(texts)):
        yield from parsed(text)


def parsed(text: str) -> Iterator[Matcher]:
    """The matchers in one text; one that is written in another way is taken for a condition that is like no other."""
    rest = text.strip().removeprefix("{").removesuffix("}")
    while rest:
        match = _MATCHER.match(rest)
        if match is None:
            yield Matcher(rest, "=", rest)
            return
        name, value = match[1], match[3]
        op = cast("Literal['=', '!=', '=~', '!~']", match[2])
        quoted = value.startswith('"')
        yield Matcher(name, op, _unescaped(value[1:-1]) if quoted else value.strip())
        rest = rest[match.end() :]


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match.group(1) == "n" else match.group(1), text)


def times(one: Mapping[str, Data], place: Place) -> Iterator[tuple[Place, Hours]]:
    """The items of a named interval, each with its place, as far as they can be read."""
    listed = one.get("time_intervals")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            try:
                yield place.at("time_intervals", index), _hours(item)
            except ValueError:
                continue


def _hours(item: Mapping[str, Data]) -> Hours:
    clocks = item.get("times")
    return Hours(
        times=tuple(_span(one) for one in (clocks if isinstance(clocks, list) else ())),
        weekdays=tuple(_ranges(item.get("weekdays"), _WEEKDAYS, 0)),
        days=tuple(_ranges(item.get("days_of_month"), (), 1)),
        months=tuple(_ranges(item.get("months"), _MONTHS, 1)),
        years=tuple(_ranges(item.get("years"), (), 1)),
        zone=_zone(_text(item.get("location"))),
    )


def _zone(location: str) -> str:
    """`Local` is the server's zone, which nobody knows here: by UTC hours are as long, and what is left of a day is still left."""
    return location if location in known_zones() else "UTC"


def _span(one: Data) -> tuple[int, int]:
    """Raises ValueError for what is no span of the day."""
    found = one if isinstance(one, dict) else {}
    start, end = (_CLOCK.fullmatch(_text(found.get(key))) for key in ("start_time", "end_time"))
    if start is None or end is None:
        raise ValueError
    return int(start[1]) * 60 + int(start[2]), int(end[1]) * 60 + int(end[2])


def _ranges(data: Data, words: tuple[str, ...], first: int) -> Iterator[tuple[int, int]]:
    """Raises ValueError for what is neither a number nor one of the words."""
    for text in _texts(data):
        ends = [_number(part.strip().lower(), words, first) for part in text.split(":")]
        yield ends[0], ends[-1]


def _number(text: str, words: tuple[str, ...], first: int) -> int:
    return words.index(text) + first if text in words else int(text)


def _text(data: Data) -> str:
    return data if isinstance(data, str) else data.raw if isinstance(data, Number) else ""


def _texts(data: Data) -> Iterable[str]:
    return [_text(one) for one in (data if isinstance(data, list) else [data]) if isinstance(one, str | Number)]


def _mapping(data: Data) -> Iterator[tuple[str, str]]:
    for name, value in data.items() if isinstance(data, dict) else ():
        yield name, "true" if value is True else "false" if value is False else _text(value)


def _duration(data: Data) -> Duration | None:
    try:
        return Duration.parse(_text(data))
    except UnitError:
        return None
