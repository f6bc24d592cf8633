"""PromQL of the specs, read: placeholders filled in, syntax and types checked for every server that will run it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from sre_compiler import promql
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program import problems
from sre_compiler.program.indicators import Query
from sre_compiler.program.placeholders import WINDOW, Filled, Misuse, fill

_parse = lru_cache(maxsize=4096)(promql.parse)


class Reader(Struct, frozen=True):
    """Reads PromQL for a set of server versions and a set of placeholder values; findings go to `found`.

    `origins` are the places of values: a fault of a value is reported where it is written, not where it is filled in.
    """

    versions: frozenset[promql.Version]
    values: Mapping[str, str]
    found: list[Diagnostic]
    window: bool
    origins: Mapping[str, Place] = field(default_factory=dict)

    def query(self, text: str, place: Place) -> Query | None:
        """The expression, or None after a finding."""
        filled, misuses = fill(text, self.values, window=self.window)
        if misuses:
            first = {misuse.name: misuse for misuse in reversed(misuses)}
            self.found.extend(self._misuse(misuse, place) for misuse in misuses if first[misuse.name] is misuse)
            return None
        allowed = frozenset({WINDOW}) if self.window else frozenset[str]()
        tree = None
        for version in sorted(self.versions, reverse=True):
            try:
                tree = _parse(filled.text, version, allowed)
            except promql.PromQLError as error:
                older = f" (Prometheus {version[0]}.{version[1]})" if tree is not None else ""
                where = self._blamed(text, filled, error) or _written(filled, error, place)
                self.found.append(problems.promql_syntax(f"{error}{older}", where, error.help))
                return None
        return None if tree is None else Query(filled, tree, place)

    def vector(self, field: str, text: str, place: Place) -> Query | None:
        """An expression that returns an instant vector."""
        query = self.query(text, place)
        if query is not None and query.tree.type != "vector":
            self.found.append(problems.wrong_result(field, place, _words(query.tree.type)))
            return None
        return query

    def selector(self, field: str, text: str, place: Place) -> Query | None:
        """A metric with its matchers and nothing else."""
        query = self.query(text, place)
        if query is None:
            return None
        selector = promql.bare_selector(query.tree)
        if selector is None or selector.metric is None:
            self.found.append(problems.not_a_selector(field, place, *_only_selector(query, text)))
            return None
        return query

    def events(self, field: str, text: str, place: Place) -> Query | None:
        """A bare selector, or an expression that holds `$window`."""
        query = self.vector(field, text, place)
        if query is None or promql.bare_selector(query.tree) is not None:
            return query
        if WINDOW not in promql.placeholders(query.tree):
            self.found.append(problems.missing_window(place, _ranges(query)))
            return None
        return query

    def _blamed(self, text: str, filled: Filled, error: promql.PromQLError) -> Place | None:
        """The place of the value that is all of what is wrong, but for quotes around it."""
        name = filled.placeholder(text, error.start, error.end)
        return self.origins.get(name) if name else None

    def _misuse(self, misuse: Misuse, place: Place) -> Diagnostic:
        where = place.within(misuse.start, misuse.end)
        if misuse.reason == "unknown":
            known = sorted({*self.values, *([WINDOW] if self.window else [])})
            return problems.unknown_placeholder(misuse.name, where, known)
        return problems.unfit_parameter(
            misuse.name,
            self.values[misuse.name],
            self.origins.get(misuse.name, where),
            backtick=misuse.reason == "backtick",
        )


def _only_selector(query: Query, text: str) -> tuple[str, tuple[Place, ...]]:
    """The selector of an expression that has one, as it is written, and what stands around it."""
    found = [one for one in promql.selectors(query.tree) if one.metric]
    if len(found) != 1:
        return "", ()
    start, end = query.filled.written(found[0].start), query.filled.written(found[0].end)
    around = ((0, start), (end, len(text.rstrip())))
    return text[start:end], tuple(query.place.within(*part) for part in around if part[0] < part[1])


def _ranges(query: Query) -> tuple[Place, ...]:
    """The durations in the brackets of an expression."""
    found = [one.duration for one in promql.walk(query.tree) if isinstance(one, promql.Range)]
    return tuple(query.at(one.start, one.end) for one in found)


def _written(filled: Filled, error: promql.PromQLError, place: Place) -> Place:
    """The characters of an error in the text as written: at least one, or the point where the text ends."""
    start = filled.written(error.start)
    end = max(filled.written(error.end), start + 1)
    return place.within(start, min(end, filled.written(len(filled.text))))


def _words(value_type: promql.ValueType) -> str:
    return {"matrix": "range vector", "scalar": "scalar", "string": "string", "vector": "instant vector"}[value_type]
