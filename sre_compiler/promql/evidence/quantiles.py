"""What `histogram_quantile` gives for classic buckets. Source: `bucketQuantile` of Prometheus."""

from __future__ import annotations

from fractions import Fraction
from math import inf, isfinite

from sre_compiler.promql.evidence.courses import Labels, Vector
from sre_compiler.promql.evidence.lines import ZERO, Line, UnknownError


def quantile(share: Line, vector: Vector) -> Vector:
    """One value for each histogram; series without a bound are no buckets."""
    if share.slope or not 0 < share.start < 1:
        raise UnknownError
    histograms: dict[Labels, dict[float, tuple[Fraction, Fraction]]] = {}
    for labels, line in vector.items():
        bound = dict(labels).get("le")
        if bound is None:
            continue
        if line.slope:
            raise UnknownError
        rest = frozenset(one for one in labels if one[0] != "le")
        number = _number(bound)
        histograms.setdefault(rest, {})[number] = (Fraction(bound) if isfinite(number) else ZERO, line.start)
    return {labels: Line(_of(share.start, buckets), exact=False) for labels, buckets in histograms.items()}


def _number(bound: str) -> float:
    try:
        return inf if bound == "+Inf" else float(Fraction(bound))
    except ValueError:
        raise UnknownError from None


def _of(share: Fraction, buckets: dict[float, tuple[Fraction, Fraction]]) -> Fraction:
    """Within the bucket that holds the rank events lie evenly; beyond the last bound nothing is known."""
    bounds = sorted(buckets)
    total = buckets[bounds[-1]][1]
    if bounds[-1] != inf or len(bounds) < 2 or total <= 0 or bounds[0] <= 0:
        raise UnknownError
    rank = share * total
    below = from_ = ZERO
    for one in bounds[:-1]:
        bound, count = buckets[one]
        if abs(count - rank) * 10**6 < rank:
            raise UnknownError
        if count > rank:
            return from_ + (bound - from_) * (rank - below) / (count - below)
        below, from_ = count, bound
    return from_
