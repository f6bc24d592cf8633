"""Cases of the `budget` group: hourly samples of a whole SLO window, with bad ones at its very edge."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import recording, series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Assert, Case, checks, inputs, series_of
from sre_compiler.backends.proofs.course import gauge
from sre_compiler.backends.proofs.legs import ours
from sre_compiler.program.labels import Labels
from sre_compiler.units import Duration, decimal_text, fraction_text

EVALUATION = Duration.seconds(12 * 3600)
_HOUR = Duration.seconds(3600)
_SHORTEST = 10
_OUTSIDE = "1000000"
_EACH = Fraction(1, 10_000)
"""Events per second: so few that no other guard against an empty window would do."""


def cases(frame: Frame, names: Labels) -> Iterator[Case]:
    """Half of the budget is spent within the first hour of the window; all of it and more in the hour before."""
    hours = frame.objective.window.milliseconds // _HOUR.milliseconds
    if hours < _SHORTEST:
        return
    each = EVALUATION.milliseconds
    end = -(-(frame.objective.window.milliseconds + each // 2) // each) * each
    last = end // _HOUR.milliseconds
    edge = last - hours
    spent = fraction_text(Fraction(frame.objective.budget) * hours / 2 * _EACH)
    labels = {**frame.labels, **ours(frame)}
    given = (
        (series_of(series.TOTAL, labels), gauge([(last + 1, fraction_text(_EACH))])),
        (series_of(series.BAD, labels), gauge(_bad(edge, spent, last))),
    )
    told = checks(_checks(frame, end, hours)) + checks(_info(frame, names, end))
    yield Case("half of the budget is spent", _HOUR, frozenset({frame.objective.slo_id}), inputs(given), told)


def _bad(edge: int, spent: str, last: int) -> Iterator[tuple[int, str]]:
    parts = [(edge - 1, "0"), (1, _OUTSIDE), (1, "0"), (1, spent), (last - edge - 1, "0")]
    return (one for one in parts if one[0] > 0)


def _checks(frame: Frame, end: int, hours: int) -> Iterator[Assert]:
    objective = frame.objective
    known = hours / float(Fraction(objective.window.milliseconds, 60_000))
    for metric, value in (
        (series.PERIOD_RATIO, float(objective.budget) / 2),
        (series.BUDGET_REMAINING, 0.5),
        (series.COVERAGE, known),
    ):
        yield f"count({frame.select(metric)} > {value * 0.99:.6g} < {value * 1.01:.6g})", end, 1
    for metric, text in (
        (series.OBJECTIVE, decimal_text(objective.objective)),
        (series.BUDGET, decimal_text(burnrate.error_budget(objective.objective))),
        (series.PERIOD, series.seconds_in(objective.window)),
    ):
        yield f"count({frame.select(metric)} == {text})", end, 1


def _info(frame: Frame, names: Labels, end: int) -> Iterator[Assert]:
    labels = {**frame.labels, **recording.facts(frame, names)}
    yield f"count({series_of(series.INFO, labels)})", end, 1
