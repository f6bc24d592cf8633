"""Courses with a number in them that can be another."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from sre_compiler.promql.evidence.courses import Course, Courses, Series
from sre_compiler.promql.evidence.roles import Role
from sre_compiler.units import fraction_text

BEFORE = Fraction(1_000_000)
"""Where counters begin: so far from zero that servers do not differ in how they extrapolate."""
_EVENTS = Fraction(1000)
_MOST_COPIES = 40
_FINEST = 2**20


def first(role: Role, series: Series, level: Fraction) -> Courses:
    """Series that are there, before anything of them is varied."""
    match role:
        case Role.COUNTER:
            return {series: Course(BEFORE, level)}
        case Role.BUCKET:
            return _histogram(series, Fraction(1))
        case _:
            return {series: Course(level)}


class Variable(Struct, frozen=True):
    """What is varied of a series; copies of it differ by `label`."""

    role: Role
    series: Series
    step: int
    label: str = ""

    def courses(self, number: Fraction, base: Courses) -> Courses | None:
        """All courses, with the number in its place; None where it cannot be that number."""
        changed = self._changed(number, base.get(self.series, Course(Fraction(1))))
        if changed is None or self.role is not Role.BUCKET:
            return None if changed is None else {**base, **changed}
        return {**{one: course for one, course in base.items() if not self._is_bucket(one)}, **changed}

    def _changed(self, number: Fraction, here: Course) -> Courses | None:
        found: Mapping[Series, Course] | None = None
        match self.role:
            case Role.LEVEL:
                found = {self.series: Course(number, here.grows)}
            case Role.CLOCK:
                found = {self.series: Course(number, Fraction(self.step))}
            case Role.COUNTER | Role.SLOPE if _is_coarse(number) and (number >= 0 or self.role is Role.SLOPE):
                found = {self.series: Course(BEFORE, number)}
            case Role.BUCKET if number > 0:
                found = _histogram(self.series, number)
            case Role.COPIES if number.denominator == 1 and 1 <= number <= _MOST_COPIES:
                found = {_copy(self.series, self.label, one): here for one in range(1, int(number))}
        return found

    def _is_bucket(self, series: Series) -> bool:
        rest = frozenset(one for one in series.labels if one[0] != "le")
        return series.metric == self.series.metric and rest == self.series.labels and rest != series.labels


def _histogram(series: Series, bound: Fraction) -> Courses:
    """All events lie between the bound and its double."""
    bounds = {fraction_text(bound): Fraction(0), fraction_text(2 * bound): _EVENTS, "+Inf": _EVENTS}
    return {Series(series.metric, series.labels | {("le", le)}): Course(BEFORE, grows) for le, grows in bounds.items()}


def _copy(series: Series, label: str, number: int) -> Series:
    rest = frozenset(one for one in series.labels if one[0] != label)
    return Series(series.metric, rest | {(label, f"other-{number}")})


def _is_coarse(growth: Fraction) -> bool:
    """Whether sums of it are exact on a server: it is a multiple of a power of two that is not too small."""
    return growth.denominator & (growth.denominator - 1) == 0 and growth.denominator <= _FINEST
