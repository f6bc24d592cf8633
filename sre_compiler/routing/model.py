"""What Alertmanager does with an alert: the routes that take it, whether they send at an instant, and what silences it.

`amtool config routes test` knows nothing of time; this does. It follows `dispatch`, `timeinterval` and `inhibit` of Alertmanager.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from sre_compiler import rotas
from sre_compiler.routing.configuration import Configuration, Hours, Inhibition, Labels, Matcher, Route

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GROUP_REPEATED = re.compile(r"\)[*+{]")
_REPEATED = re.compile(r"[*+{]")
_REPEATS = 3
"""Repetitions one after the other: the time to try them grows with the length of a label to this power."""


class Destination(Struct, frozen=True):
    """A route that takes an alert, the nodes above it included, and the receiver that it tells."""

    path: tuple[Route, ...]
    receiver: str

    @property
    def route(self) -> Route:
        return self.path[-1]

    @property
    def group_by(self) -> tuple[str, ...]:
        """The labels by which its alerts are grouped."""
        return next((one.group_by for one in reversed(self.path) if one.group_by is not None), ())

    def group_key(self, labels: Labels) -> str:
        """What Alertmanager calls the group of the alert; incidents of PagerDuty and Opsgenie are known by its SHA-256."""
        groups = ", ".join(str(Matcher(name, "=", labels[name])) for name in sorted(self.group_by) if name in labels)
        steps = "/".join("{" + ",".join(map(str, sorted(one.matchers, key=_order))) + "}" for one in self.path)
        return f"{steps}:{{{groups}}}"


def destinations(configuration: Configuration, labels: Labels) -> list[Destination]:
    """The routes that take an alert with these labels, whatever the time; at least the root. Raises UntriedError."""
    return _taken((configuration.route,), configuration.route.receiver or "", labels)


def _taken(path: tuple[Route, ...], receiver: str, labels: Labels) -> list[Destination]:
    if not matches(path[-1].matchers, labels):
        return []
    found: list[Destination] = []
    for below in path[-1].routes:
        taken = _taken((*path, below), below.receiver or receiver, labels)
        found += taken
        if taken and not below.goes_on:
            break
    return found or [Destination(path, receiver)]


def matches(matchers: Iterable[Matcher], labels: Labels) -> bool:
    """Whether all conditions hold; a label that is missing is empty."""
    return all(holds(one, labels.get(one.name, "")) for one in matchers)


def holds(matcher: Matcher, value: str) -> bool:
    """Whether a value meets a condition. Raises UntriedError."""
    if matcher.op in ("=", "!="):
        return (value == matcher.value) is (matcher.op == "=")
    return bool(_pattern(matcher.value).fullmatch(value)) is (matcher.op == "=~")


class UntriedError(Exception):
    """A pattern is not tried: Python reads it otherwise than Go, or might take years where Go takes a moment."""


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    """The pattern, if no group in it is repeated, and only few things of an alternative are."""
    alternatives = [text] if "(" in text else text.split("|")
    if _GROUP_REPEATED.search(text) or max(len(_REPEATED.findall(one)) for one in alternatives) > _REPEATS:
        raise UntriedError(text)
    try:
        return re.compile(text, re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise UntriedError(text) from error


def is_sent(configuration: Configuration, route: Route, instant: int) -> bool:
    """Whether a route sends at an instant, in seconds since 1970, what it has taken, or drops it."""

    def is_now(name: str) -> bool:
        return any(is_within(hours, instant) for hours in configuration.intervals.get(name, ()))

    return (not route.active or any(map(is_now, route.active))) and not any(map(is_now, route.mute))


def is_within(hours: Hours, instant: int) -> bool:
    """Whether an instant is in the hours."""
    return shows(hours, rotas.local(instant, hours.zone))


def shows(hours: Hours, wall: int, *, whole_day: bool = False) -> bool:
    """Whether a wall time is in the hours; of a `whole_day` the time does not matter."""
    now = _EPOCH + timedelta(seconds=wall)
    minute, length = now.hour * 60 + now.minute, _days_in_month(now)
    of_month = [(_from_start(first, length), _from_start(last, length)) for first, last in hours.days]
    return (
        (not hours.times or whole_day or any(start <= minute < end for start, end in hours.times))
        and (not hours.days or _in(now.day, of_month))
        and _in_or_any(now.month, hours.months)
        and _in_or_any((now.weekday() + 1) % 7, hours.weekdays)
        and _in_or_any(now.year, hours.years)
    )


def _from_start(day: int, length: int) -> int:
    """A day of the month, counted from its end where it is negative; -1 is the last."""
    return day + length + 1 if day < 0 else day


def _days_in_month(day: datetime) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def _in(number: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in ranges)


def _in_or_any(number: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return not ranges or _in(number, ranges)


def inhibited(configuration: Configuration, labels: Labels, firing: Iterable[Labels]) -> Inhibition | None:
    """The rule by which one of the alerts that fire silences this one, silenced itself or not. Raises UntriedError."""
    others = [*firing]
    for rule in configuration.inhibitions:
        if matches(rule.target, labels):
            sources = [one for one in others if matches(rule.source, one)]
            if matches(rule.source, labels):
                sources = [one for one in sources if not matches(rule.target, one)]
            if any(_is_equal(rule.equal, labels, one) for one in sources):
                return rule
    return None


def _is_equal(names: Iterable[str], labels: Labels, other: Labels) -> bool:
    return all(labels.get(name, "") == other.get(name, "") for name in names)


def _order(matcher: Matcher) -> tuple[str, str, str]:
    return matcher.name, matcher.value, matcher.op
