"""The flow of labels through an expression: which ones each result must have, can have and cannot have, and why.

An abstract interpretation of the tree, bottom up. It follows the rules of Prometheus' engine and never guesses: a label is
impossible only if no data could bring it about. The metric's name is not followed; what drops it differs between versions.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from sre_compiler.promql.inspection import unwrapped, walk
from sre_compiler.promql.nodes import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Grouping,
    Label,
    Matching,
    Paren,
    Range,
    Selector,
    String,
    Subquery,
    Unary,
)

_ALL_KEPT = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
_ABSENT = frozenset({"absent", "absent_over_time"})


class Reason(Struct, frozen=True):
    """What took a label away, in words, and where it stands: [start, end) of the text."""

    words: str
    start: int
    end: int


class Labels(Struct, frozen=True):
    """The labels of a result. `possible` is None where any label is possible but those in `impossible`.

    Where `possible` is a set, `closed` says why all others are impossible. `guaranteed` labels are on every series.
    """

    guaranteed: frozenset[str] = frozenset()
    possible: frozenset[str] | None = None
    impossible: Mapping[str, Reason] = field(default_factory=dict)
    closed: Reason | None = None

    def absence(self, label: str) -> Reason | None:
        """Why no series of the result can have the label; None where one can."""
        if label in self.impossible:
            return self.impossible[label]
        return None if self.possible is None or label in self.possible else self.closed

    def without(self, names: frozenset[str], reason: Reason) -> Labels:
        """These labels taken away; an older reason stays."""
        gone = {name: self.absence(name) or reason for name in names}
        return Labels(self.guaranteed - names, self.possible, {**self.impossible, **gone}, self.closed)

    def only(self, names: frozenset[str], reason: Reason) -> Labels:
        """All labels but these taken away. One that was impossible keeps its reason, any other has the new one."""
        kept = frozenset(name for name in names if self.absence(name) is None)
        gone = {name: why for name in names if (why := self.absence(name)) is not None}
        return Labels(self.guaranteed & names, kept, gone, reason)

    def plus(self, name: str, *, guaranteed: bool = False) -> Labels:
        """A label set by the expression itself; its value may be empty unless guaranteed."""
        return Labels(
            self.guaranteed | {name} if guaranteed else self.guaranteed - {name},
            None if self.possible is None else self.possible | {name},
            {other: why for other, why in self.impossible.items() if other != name},
            self.closed,
        )

    def either(self, other: Labels) -> Labels:
        """The labels of two sets of series together: impossible is what is impossible in both."""
        named = self.impossible.keys() | other.impossible.keys()
        if self.possible is None or other.possible is None:
            possible, closed = None, None
        else:
            possible, closed = self.possible | other.possible, self.closed
        gone = {name: why for name in named if (why := self.absence(name)) is not None and other.absence(name)}
        return Labels(self.guaranteed & other.guaranteed, possible, gone, closed)


_ANY = Labels()


def label_flow(expr: Expr) -> dict[int, Labels]:
    """The labels of the result of every node that is evaluated, by the node's `id`."""
    flow: dict[int, Labels] = {}
    for node in reversed(list(walk(expr, durations=False))):
        flow[id(node)] = _labels(node, flow)
    return flow


def _labels(node: Expr, flow: Mapping[int, Labels]) -> Labels:
    match node:
        case Selector():
            return _selected(node)
        case Aggregation():
            return _aggregated(node, flow[id(node.expr)])
        case Call():
            return _returned(node, flow)
        case Binary():
            return _joined(node, flow)
        case Range() | Paren() | Unary() | Subquery():
            return flow[id(node.operands[0])]
    return _none("a number has no labels", node)


def _none(words: str, node: Expr) -> Labels:
    return Labels(possible=frozenset(), closed=Reason(words, node.start, node.end))


def _selected(node: Selector) -> Labels:
    labels = _ANY
    for matcher in node.matchers:
        if matcher.name == "__name__":
            continue
        if matcher.op == "=" and not matcher.value:
            reason = Reason(f"selects series without `{matcher.name}`", matcher.start, matcher.end)
            labels = labels.without(frozenset({matcher.name}), reason)
        elif (matcher.op == "=" and matcher.value) or (matcher.op == "!=" and not matcher.value):
            labels = replace(labels, guaranteed=labels.guaranteed | {matcher.name})
    return labels


def _aggregated(node: Aggregation, inner: Labels) -> Labels:
    if node.op in _ALL_KEPT:
        return inner
    kept = _grouped(node, node.grouping, inner)
    if node.op == "count_values" and isinstance(node.parameter, String):
        return kept.plus(node.parameter.value, guaranteed=True)
    return kept


def _grouped(node: Aggregation, grouping: Grouping | None, inner: Labels) -> Labels:
    if grouping is None:
        return inner.only(frozenset(), Reason(f"`{node.op}` without `by` keeps no label", node.start, node.end))
    names = _names(grouping.labels)
    if grouping.without:
        return inner.without(names, Reason("`without` removes this label", grouping.start, grouping.end))
    return inner.only(names, Reason(f"`by` keeps {_listed(grouping.labels)}", grouping.start, grouping.end))


def _names(labels: tuple[Label, ...]) -> frozenset[str]:
    return frozenset(label.name for label in labels)


def _returned(node: Call, flow: Mapping[int, Labels]) -> Labels:
    if node.function in _ABSENT:
        return _of_absence(node)
    series = next((arg for arg in node.args if arg.type in {"vector", "matrix"}), None)
    if node.type == "scalar" or series is None:
        return _none(f"`{node.function}()` has no labels", node)
    return _of_function(node, flow[id(series)])


def _of_function(node: Call, inner: Labels) -> Labels:
    match node.function:
        case "label_replace" | "label_join" if isinstance(node.args[1], String):
            return inner.plus(node.args[1].value)
        case "histogram_quantile" | "histogram_fraction":
            return inner.without(frozenset({"le"}), _taken_by(node))
        case "label_replace" | "label_join" | "info" | "histogram_quantiles":
            return _ANY
    return inner


def _taken_by(node: Call) -> Reason:
    return Reason(f"`{node.function}()` uses up the label `le`", node.start, node.end)


def _of_absence(node: Call) -> Labels:
    """A series that is absent has the labels that its selector states with `=`, each once."""
    inner = unwrapped(node.args[0])
    selector = inner.selector if isinstance(inner, Range) else inner
    stated = selector.matchers if isinstance(selector, Selector) else ()
    names = frozenset(m.name for m in stated if m.op == "=" and m.value)
    reason = Reason(f"`{node.function}()` has only the labels that its selector states with `=`", node.start, node.end)
    return Labels(possible=names, closed=reason)


def _joined(node: Binary, flow: Mapping[int, Labels]) -> Labels:
    left, right = flow[id(node.left)], flow[id(node.right)]
    if node.left.type == "scalar":
        return right
    if node.right.type == "scalar" or node.op in {"and", "unless"}:
        return left
    if node.op == "or":
        return left.either(right)
    return _matched(node, node.matching or Matching(), left, right)


def _matched(node: Binary, how: Matching, left: Labels, right: Labels) -> Labels:
    """The engine builds the result of every operator but the set operators from the many side, or else the left one."""
    if how.fill_left is not None or how.fill_right is not None:
        return _ANY
    if how.group is not None:
        many, one = (left, right) if how.group == "group_left" else (right, left)
        return _included(many, one, how)
    names = _names(how.labels)
    if how.kind == "on":
        return left.only(names, Reason(f"`on` keeps {_listed(how.labels)}", *_extent(node, how)))
    return left.without(names, Reason("`ignoring` removes this label", *_extent(node, how))) if names else left


def _included(many: Labels, one: Labels, how: Matching) -> Labels:
    for label in how.include:
        absence = one.absence(label.name)
        if absence is None:
            many = many.plus(label.name, guaranteed=label.name in one.guaranteed)
        else:
            many = many.without(frozenset({label.name}), absence)
    return many


def _listed(labels: tuple[Label, ...]) -> str:
    names = ", ".join(f"`{label.name}`" for label in labels)
    return f"only {names}" if names else "no label"


def _extent(node: Binary, how: Matching) -> tuple[int, int]:
    """From the operator to the last label of its matching."""
    return node.op_start, max((label.end for label in how.labels), default=node.op_start + len(node.op))
