"""Indicators: what an SLI counts, as PromQL that has been read and whose parameters are filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from msgspec import Struct

from sre_compiler.cached import cached_property
from sre_compiler.diagnostics import Place
from sre_compiler.program.placeholders import Filled
from sre_compiler.promql import Aggregation, Binary, Call, Expr, Matcher, Range, Selector, Subquery, walk
from sre_compiler.promql.bounds import Bounds
from sre_compiler.promql.labels import Labels, label_flow
from sre_compiler.promql.values import value_flow

NodeType = TypeVar("NodeType", bound=Expr)


class Query(Struct, frozen=True, dict=True):
    """PromQL from a spec, parameters filled in; `$window` is still open. `place` is where it is written.

    What several rooms want to know of the tree is worked out when the first asks.
    """

    filled: Filled
    tree: Expr
    place: Place

    @property
    def text(self) -> str:
        return self.filled.text

    @cached_property
    def nodes(self) -> tuple[Expr, ...]:
        """Every node of the tree, parents before children, left before right."""
        return tuple(walk(self.tree))

    @cached_property
    def _by_type(self) -> dict[type[Expr], tuple[Any, ...]]:
        found: dict[type[Expr], list[Expr]] = {}
        for node in self.nodes:
            found.setdefault(node.__class__, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in found.items()}

    def all(self, kind: type[NodeType]) -> tuple[NodeType, ...]:
        """Every node of one type in the order of the text."""
        return self._by_type.get(kind, ())

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """Every selector in the order of the text."""
        return self._by_type.get(Selector, ())

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call of a function."""
        return self._by_type.get(Call, ())

    @property
    def operators(self) -> tuple[Binary, ...]:
        """Every operator between two expressions."""
        return self._by_type.get(Binary, ())

    @property
    def aggregations(self) -> tuple[Aggregation, ...]:
        """Every aggregation."""
        return self._by_type.get(Aggregation, ())

    @cached_property
    def reads(self) -> tuple[Selector | Range | Subquery, ...]:
        """Every node that reads samples of some time, and may have an offset or `@`."""
        return (*self.all(Selector), *self.all(Range), *self.all(Subquery))

    @cached_property
    def flow(self) -> dict[int, Labels]:
        """Which labels the result of every node has, can have and cannot have, by the node's `id`."""
        return label_flow(self.tree)

    @cached_property
    def values(self) -> dict[int, Bounds]:
        """Between which numbers the result of every node lies, by the node's `id`."""
        return value_flow(self.tree)

    @property
    def labels(self) -> Labels:
        """Those of the whole expression's result."""
        return self.flow[id(self.tree)]

    def at(self, start: int, end: int) -> Place:
        """The place of the characters [start, end) of the filled text."""
        return self.place.within(self.filled.written(start), self.filled.written(end))

    def is_filled_in(self, matcher: Matcher) -> bool:
        """Whether a parameter stands in the matcher's value: another use may give it another one."""
        cuts = self.filled.cuts
        return bool(cuts) and any(matcher.value_start <= cut[0] < matcher.end for cut in cuts)


class Ratio(Struct, frozen=True):
    """Events: either the bad ones or the good ones are counted, and all of them."""

    counted: Query
    total: Query
    counts_good: bool


class ClassicLatency(Struct, frozen=True):
    """Events slower than a bucket of a classic histogram. `bound` is in the unit of the metric."""

    histogram: Query
    bound: Decimal
    total: Query | None
    buckets: tuple[Decimal, ...]
    below_place: Place


class NativeLatency(Struct, frozen=True):
    """Events slower than a bound within a native histogram. `bound` is in the unit of the metric."""

    histogram: Query
    bound: Decimal


class ProbeSamples(Struct, frozen=True):
    """Every sample of a probe is an event; a 0 is a bad one."""

    up: Query


class ProbeQuorum(Struct, frozen=True):
    """A minute is bad while fewer than `quorum` (a ratio of one) of the probes are up."""

    up: Query
    quorum: Decimal


class Threshold(Struct, frozen=True):
    """A minute is bad while the gauge is above (`above`), or below, `bound`."""

    value: Query
    bound: Decimal
    above: bool


class Freshness(Struct, frozen=True):
    """A minute is bad while the last success is older than `within` seconds."""

    timestamp: Query
    within: Decimal


Indicator = Ratio | ClassicLatency | NativeLatency | ProbeSamples | ProbeQuorum | Threshold | Freshness
RawWindows = Ratio | ClassicLatency | NativeLatency
Weighted = ProbeQuorum | Threshold | Freshness


def counts_events(indicator: Indicator) -> bool:
    """Whether the indicator counts events, so that `min_errors` has a meaning; the others weigh minutes."""
    return isinstance(indicator, Ratio | ClassicLatency | NativeLatency | ProbeSamples)


def counts_requests(indicator: Indicator) -> bool:
    """Whether the indicator counts what the service is asked for, so that the service's `traffic` are its events."""
    return isinstance(indicator, RawWindows)


def kind_name(indicator: Indicator) -> str:
    """The word of the language for this indicator."""
    match indicator:
        case Ratio():
            return "ratio"
        case ClassicLatency() | NativeLatency():
            return "latency"
        case ProbeSamples() | ProbeQuorum():
            return "probe"
        case Threshold():
            return "threshold"
        case Freshness():
            return "freshness"


def queries(indicator: Indicator) -> tuple[Query, ...]:
    """Every PromQL text of the indicator."""
    match indicator:
        case Ratio(counted=counted, total=total):
            return (counted, total)
        case ClassicLatency(histogram=histogram, total=total):
            return (histogram,) if total is None else (histogram, total)
        case NativeLatency(histogram=histogram):
            return (histogram,)
        case ProbeSamples(up=up) | ProbeQuorum(up=up):
            return (up,)
        case Threshold(value=value):
            return (value,)
        case Freshness(timestamp=timestamp):
            return (timestamp,)
