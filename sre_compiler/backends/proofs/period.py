"""Cases of the `budget` group: hourly samples of a whole SLO window, with bad ones at its very edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import recording, series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Assert, Case, checks, inputs, series_of
from sre_compiler.backends.proofs.course import gauge
from sre_compiler.backends.proofs.legs import others, ours
from sre_compiler.program.labels import Labels
from sre_compiler.units import Duration, decimal_text, fraction_text

EVALUATION = Duration.seconds(12 * 3600)
_HOUR = Duration.seconds(3600)
_SHORTEST = 10
_OUTSIDE = "1000000"
_EACH = Fraction(1, 10_000)
"""Events per second: so few that no other guard against an empty window would do."""


def cases(frame: Frame, names: Labels) -> Iterator[Case]:
    """Half of the budget is spent, within the first and the last hour of the window; all of it and more in the hour before."""
    hours = frame.objective.window.milliseconds // _HOUR.milliseconds
    if hours < _SHORTEST:
        return
    each = EVALUATION.milliseconds
    end = -(-(frame.objective.window.milliseconds + each // 2) // each) * each
    last = end // _HOUR.milliseconds
    given = [(ours(frame), [*_bad(frame, last, hours)])]
    if frame.objective.group_by:
        given.append((others(frame), [(last + 1, "0")]))
    told = checks([*_empty(frame), *_checks(frame, end, hours), *_info(frame, names, end)])
    series_given = inputs(one for group, bad in given for one in _series(frame, group, bad, last))
    yield Case("half of the budget is spent", _HOUR, frozenset({frame.objective.slo_id}), series_given, told)


def _series(
    frame: Frame, group: Mapping[str, str], bad: Iterable[tuple[int, str]], last: int
) -> Iterator[tuple[str, str]]:
    """No event at the first sample, and then few at each."""
    labels = {**frame.labels, **group}
    yield series_of(series.TOTAL, labels), gauge([(1, "0"), (last, fraction_text(_EACH))])
    yield series_of(series.BAD, labels), gauge(bad)


def _bad(frame: Frame, last: int, hours: int) -> Iterator[tuple[int, str]]:
    edge = last - hours
    spent = fraction_text(Fraction(frame.objective.budget) * hours / 4 * _EACH)
    parts = [(edge - 1, "0"), (1, _OUTSIDE), (1, "0"), (1, spent), (last - edge - 2, "0"), (1, spent)]
    return (one for one in parts if one[0] > 0)


def _empty(frame: Frame) -> Iterator[Assert]:
    """Nothing is known of a window without events."""
    for metric in (series.PERIOD_RATIO, series.BUDGET_REMAINING):
        yield f"count({frame.select(metric)})", 0, None


def _checks(frame: Frame, end: int, hours: int) -> Iterator[Assert]:
    objective = frame.objective
    known = hours / float(Fraction(objective.window.milliseconds, 60_000))
    groups = 2 if objective.group_by else 1
    for metric, value, count in (
        (series.PERIOD_RATIO, float(objective.budget) / 2, 1),
        (series.BUDGET_REMAINING, 0.5, 1),
        (series.COVERAGE, known, groups),
    ):
        yield f"count({frame.select(metric)} > {value * 0.99:.6g} < {value * 1.01:.6g})", end, count
    if objective.group_by:
        yield f"count({frame.select(series.BUDGET_REMAINING)} == 1)", end, 1
    for metric, text in (
        (series.OBJECTIVE, decimal_text(objective.objective)),
        (series.BUDGET, decimal_text(burnrate.error_budget(objective.objective))),
        (series.PERIOD, series.seconds_in(objective.window)),
    ):
        yield f"count({frame.select(metric)} == {text})", end, 1


def _info(frame: Frame, names: Labels, end: int) -> Iterator[Assert]:
    labels = {**frame.labels, **recording.facts(frame, names)}
    yield f"count({series_of(series.INFO, labels)} == 1)", end, 1
