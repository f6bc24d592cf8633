"""What functions of vectors and scalars give."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

from sre_compiler.promql import samples
from sre_compiler.promql.evidence.courses import Labels, Result, Vector
from sre_compiler.promql.evidence.lines import ZERO, Line, UnknownError, UnsupportedError
from sre_compiler.promql.evidence.quantiles import quantile
from sre_compiler.promql.inspection import unwrapped
from sre_compiler.promql.nodes import Call, Matcher, String

_REFERENCE = re.compile(r"\$(?:\{(\w+)\}|(\w+))|\$\$")


def called(node: Call, given: list[Result | None]) -> Result:
    """The result for these arguments; None stands for a text."""
    vectors = [one for one in given if isinstance(one, dict)]
    scalars = [one for one in given if isinstance(one, Line)]
    name = node.function
    if name == "vector" and scalars:
        return {frozenset(): scalars[0]}
    if len(vectors) != 1:
        raise UnsupportedError
    [vector] = vectors
    if name == "scalar":
        if len(vector) != 1:
            raise UnknownError
        return next(iter(vector.values()))
    if name == "histogram_quantile" and len(scalars) == 1:
        return quantile(scalars[0], vector)
    if name in {"sort", "sort_desc"}:
        return vector
    if name in {"label_replace", "label_join"}:
        return _relabelled(node, vector)
    if name not in _MAPPED or any(one.slope for one in scalars):
        raise UnsupportedError
    return {labels: _mapped(name, value, [one.start for one in scalars]) for labels, value in vector.items()}


def _mapped(name: str, value: Line, others: list[Fraction]) -> Line:
    if value.slope:
        raise UnknownError
    if name in _STEPS and not value.exact:
        around = {_MAPPED[name](value.start + away, others) for away in (-_HAIR, _HAIR)}
        if len(around) > 1:
            raise UnknownError
        return Line(around.pop())
    return Line(_MAPPED[name](value.start, others), exact=value.exact)


def _round(value: Fraction, others: list[Fraction]) -> Fraction:
    """Halves go up, as Prometheus has it."""
    to = others[0] if others else Fraction(1)
    if not to:
        raise UnknownError
    return floor(value / to + Fraction(1, 2)) * to


def _clamped(value: Fraction, others: list[Fraction]) -> Fraction:
    if others[0] > others[1]:
        raise UnknownError
    return min(max(value, others[0]), others[1])


_HAIR = Fraction(1, 10**6)
_STEPS = frozenset({"ceil", "floor", "round", "sgn"})
_MAPPED: Mapping[str, Callable[[Fraction, list[Fraction]], Fraction]] = {
    "abs": lambda value, _: abs(value),
    "ceil": lambda value, _: Fraction(ceil(value)),
    "floor": lambda value, _: Fraction(floor(value)),
    "round": _round,
    "sgn": lambda value, _: Fraction((value > ZERO) - (value < ZERO)),
    "clamp": _clamped,
    "clamp_min": lambda value, others: max(value, others[0]),
    "clamp_max": lambda value, others: min(value, others[0]),
}


def _relabelled(node: Call, vector: Vector) -> Vector:
    texts = [one.value for one in map(unwrapped, node.args) if isinstance(one, String)]
    change = _replaced if node.function == "label_replace" else _joined
    found = {change(dict(labels), texts): value for labels, value in vector.items()}
    if len(found) < len(vector) or "__name__" in texts:
        raise UnknownError
    return found


def _replaced(labels: dict[str, str], texts: list[str]) -> Labels:
    target, replacement, source, pattern = texts
    if not samples.are_plain([Matcher(name=source, op="=~", value=pattern)]):
        raise UnsupportedError
    match = re.fullmatch(pattern, labels.get(source, ""), re.ASCII)
    if match is None:
        return frozenset(labels.items())

    def group(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if not name:
            return "$"
        if not name.isdigit():
            raise UnsupportedError
        return (match[int(name)] or "") if int(name) <= len(match.groups()) else ""

    labels[target] = _REFERENCE.sub(group, replacement)
    return frozenset((name, value) for name, value in labels.items() if value)


def _joined(labels: dict[str, str], texts: list[str]) -> Labels:
    target, separator, *sources = texts
    labels[target] = separator.join(labels.get(one, "") for one in sources)
    return frozenset((name, value) for name, value in labels.items() if value)
