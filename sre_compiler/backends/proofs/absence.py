"""Cases with few evaluations: a counted series that never was, windows of which little is left, and a group that is gone for a day."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.case import Case
from sre_compiler.backends.proofs.course import Stretch
from sre_compiler.backends.proofs.forecast import Known
from sre_compiler.backends.proofs.outages import Parts, case, fast_parts, no_parts
from sre_compiler.backends.proofs.raw import raw_series
from sre_compiler.backends.proofs.sources import Sources
from sre_compiler.backends.proofs.stories import Story
from sre_compiler.units import Duration

EVALUATION = Duration.seconds(27 * 60)
"""Nine tenths of half an hour, and half of nine tenths of an hour: windows then hold little more than their first samples."""

_MINUTES = EVALUATION.milliseconds // 60_000
_HOUR_LATER, _DAY_LATER = 3, 56
"""Evaluations until an hour after the last sample, and until no-data alerts have forgotten a group."""
_LONGEST = Duration.seconds(12 * 3600)
"""After which a no-data alert would fire for too short a time."""


def cases(frame: Frame, known: Known, *, native: bool = False) -> Iterator[Case]:
    """What is left of series after an hour, and of a group after a day."""
    raw = raw_series(frame, native=native)
    no_data = frame.objective.no_data
    forgets = bool(frame.objective.group_by) and no_data.then == "alert" and no_data.after <= _LONGEST
    if raw and (raw[0].counts or forgets):
        yield case(frame, raw, _story(frame, raw[0], _DAY_LATER if forgets else _HOUR_LATER), known, _parts(raw[0]))


def _parts(raw: Sources) -> Parts:
    return fast_parts if raw.counts else no_parts


def _story(frame: Frame, raw: Sources, evaluations: int) -> Story:
    """The counted series is not there, so that all events are good, or all of them bad."""
    step = frame.server.scrape_interval.milliseconds
    last = EVALUATION.milliseconds // step + 1
    all_steps = -(-evaluations * EVALUATION.milliseconds // step) + 1
    there = Stretch(last, None, 1) if raw.counts_good else Stretch(last, 1, None)
    ours = there, Stretch(all_steps - last, None, None)
    healthy = (Stretch(all_steps, 1, 0),)
    looks = tuple(_MINUTES * (one + 1) for one in range(_HOUR_LATER))
    groups = (ours, healthy)[: 1 + bool(frame.objective.group_by)]
    return Story("series that never were, or are no more", groups, looks, (), EVALUATION)
