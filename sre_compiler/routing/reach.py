"""Which routes no alert can reach: an earlier one beside them takes all that they ask for, and does not go on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sre_compiler.routing.configuration import Matcher, Route
from sre_compiler.routing.model import holds

_WORDS = re.compile(r"[\w/@ -]+(?:\|[\w/@ -]+)*", re.ASCII)


def unreachable(route: Route) -> Iterator[tuple[Route, Route]]:
    """Each route below that is never reached, and the one that takes its alerts. What is below it is not looked at."""
    for index, one in enumerate(route.routes):
        taker = next((each for each in route.routes[:index] if not each.goes_on and _takes_all(each, one)), None)
        if taker is not None:
            yield one, taker
        else:
            yield from unreachable(one)


def _takes_all(earlier: Route, later: Route) -> bool:
    return all(_follows(matcher, later.matchers) for matcher in earlier.matchers)


def _follows(matcher: Matcher, given: Sequence[Matcher]) -> bool:
    """Whether a condition holds wherever the given ones do; no where it cannot be told."""
    return matcher in given or any(_implies(one, matcher) for one in given if one.name == matcher.name)


def _implies(given: Matcher, matcher: Matcher) -> bool:
    """Only patterns of words are looked at: what Go matches in a moment may take Python years."""
    if (
        given.op not in ("=", "=~")
        or (given.op == "=~" and not _WORDS.fullmatch(given.value))
        or not _is_plain(matcher)
    ):
        return False
    values = given.value.split("|") if given.op == "=~" else [given.value]
    return all(holds(matcher, value) for value in values)


def _is_plain(matcher: Matcher) -> bool:
    return matcher.op in ("=", "!=") or _WORDS.fullmatch(matcher.value) is not None or matcher.value in (".*", ".+")


def paths(route: Route, above: tuple[Route, ...] = ()) -> Iterator[tuple[Route, ...]]:
    """Every route with those above it, the root first."""
    path = (*above, route)
    yield path
    for below in route.routes:
        yield from paths(below, path)


def example(path: Sequence[Route]) -> dict[str, str] | None:
    """The labels of an alert that these routes ask for, with no label that they do not; None where that cannot be told."""
    matchers = [one for route in path for one in route.matchers]
    labels = {
        one.name: one.value.split("|")[0] for one in matchers if one.op == "=" or (one.op == "=~" and _is_plain(one))
    }
    fits = all(one.op in ("=", "!=") or _is_plain(one) for one in matchers)
    return labels if fits and all(holds(one, labels.get(one.name, "")) for one in matchers) else None
