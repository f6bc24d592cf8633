"""The raw series of an indicator that reads a native histogram: good events far below the bound, bad ones far above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from math import ceil, floor, log2

from msgspec import Struct

from sre_compiler import promql
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.course import BEFORE, Course, Stretch, missing
from sre_compiler.backends.proofs.sources import Sources, labelled, only
from sre_compiler.program.indicators import NativeLatency
from sre_compiler.promql import samples

KIND = "native"
FIRST_VERSION = 3
"""Of promtool, that reads several stretches of a native histogram in one series."""


class _Buckets(Struct, frozen=True):
    """Of schema 0, whose bounds are powers of two: the bucket of the good events, and that of the bad ones so much further."""

    good: int
    bad: int

    def of(self, good: int, bad: int) -> str:
        between = " ".join(["0"] * (self.bad - self.good - 1))
        return f"{{{{schema:0 offset:{self.good} count:{good + bad} buckets:[{good} {between} {bad}]}}}}"


def histograms(frame: Frame, group: Mapping[str, str]) -> Sources | None:
    """That of one group; None of other indicators, and where the histogram is no plain selector."""
    indicator = frame.objective.indicator
    if not isinstance(indicator, NativeLatency):
        return None
    selector = promql.bare_selector(indicator.histogram.tree)
    told = frame.server.matchers
    found = None if selector is None else samples.labels([*selector.matchers, *told, *only(group)])
    if selector is None or selector.metric is None or found is None or indicator.bound <= 0:
        return None
    power = log2(indicator.bound)
    run = partial(_histogram, buckets=_Buckets(floor(power) - 1, ceil(power) + 2))
    return Sources({labelled(selector, found): run}, KIND, frozenset({selector.metric}))


def whole(course: Course) -> Course:
    """A histogram that is there counts both kinds of events."""
    return tuple(Stretch(one.steps, one.good or 0, one.bad or 0) if one.total is not None else one for one in course)


def _histogram(course: Course, *, buckets: _Buckets) -> str:
    return " ".join(_stretches(course, buckets))


def _stretches(course: Course, buckets: _Buckets) -> Iterator[str]:
    good, bad, there = BEFORE, BEFORE, False
    for one in course:
        if one.total is None:
            yield from missing(one.steps, there=there)
        else:
            each = one.good or 0, one.bad or 0
            first = buckets.of(good + each[0], bad + each[1])
            yield f"{first}+{buckets.of(*each)}x{one.steps - 1}" if one.steps > 1 else first
            good, bad = good + each[0] * one.steps, bad + each[1] * one.steps
        there = one.total is not None
