"""What is certain about the future of a rolling window: what leaves it, and what comes of a burn that goes on."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from sre_compiler.budget.history import DAY, History
from sre_compiler.budget.measures import LOOK_BACKS
from sre_compiler.budget.objective import Slo

HORIZON = 90 * DAY
WEEK = 7 * DAY
GOING_ON = ("6h", "1d")


class Exhaustion(NamedTuple):
    """Seconds until the budget is spent if the last while goes on; None if that is not within the horizon."""

    look_back: str
    seconds: float | None


class Incident(NamedTuple):
    """Steps in a row that burn faster than the budget allows; `share` is what they cost of it, until they leave at `leaves`."""

    start: float
    end: float
    share: float
    leaves: float


def exhaustions(slo: Slo, history: History) -> list[Exhaustion]:
    """For each while that has events: its error ratio from now on, at the traffic of the same hour a week before."""
    found = []
    for name, seconds in LOOK_BACKS:
        count = seconds // history.steps.length
        if name not in GOING_ON or seconds % history.steps.length or seconds > slo.window:
            continue
        total = fsum(history.total[-count:])
        if total:
            found.append(Exhaustion(name, _exhausted_after(slo, history, fsum(history.bad[-count:]) / total)))
    return found


def full_window(history: History) -> tuple[list[float], list[float]]:
    """Bad and total of each step of the window; before the first sample, clean time of mean traffic stands in."""
    start, first = history.steps.past, history.first
    bad, total = history.bad[start:], history.total[start:]
    if first >= start:
        unseen, lacking = first - start, 1 - history.known[first]
        mean = fsum(total) / (len(total) - unseen - lacking)
        total = [*[mean] * unseen, total[unseen] + mean * lacking, *total[unseen + 1 :]]
    return bad, total


def _exhausted_after(slo: Slo, history: History, ratio: float) -> float | None:
    """Step by step: the oldest one leaves, a new one comes; the first time that bad exceeds the budget of all."""
    bad, total = full_window(history)
    traffic = _season(history, total)
    all_bad, all_total = fsum(bad), fsum(total)
    if all_bad > slo.budget * all_total:
        return 0.0
    for index in range(HORIZON // history.steps.length):
        new = traffic[index % len(traffic)]
        bad.append(ratio * new)
        total.append(new)
        all_bad += bad[-1] - bad[index]
        all_total += new - total[index]
        if all_bad > slo.budget * all_total:
            return float((index + 1) * history.steps.length)
    return None


def _season(history: History, total: list[float]) -> list[float]:
    """The traffic of the last week, which comes again; of the whole window where that is shorter. A gap has mean traffic."""
    count = min(WEEK // history.steps.length, len(total))
    known = history.known[-count:]
    recent = total[-count:]
    mean = fsum(total) / len(total)
    return [one if share else mean for one, share in zip(recent, known)]


def largest_incident(slo: Slo, history: History) -> Incident | None:
    """The one that cost most of the budget; a step within the budget between two that are not still belongs to it."""
    start = history.steps.past
    bad, total = history.bad[start:], history.total[start:]
    allowed = slo.budget * fsum(full_window(history)[1])
    burning = [index for index, (one, of) in enumerate(zip(bad, total)) if one > slo.budget * of]
    runs: list[tuple[int, int]] = []
    for index in burning:
        if runs and index - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    if not runs or not allowed:
        return None
    first, last = max(runs, key=lambda run: fsum(bad[run[0] : run[1] + 1]))
    ended = history.steps.ending(start + last)
    return Incident(
        _beginning(history, start + first), ended, fsum(bad[first : last + 1]) / allowed, ended + slo.window
    )


def _beginning(history: History, step: int) -> float:
    """When a step begins; the first one of all, when its first sample does."""
    share = history.known[step] if step == history.first else 1.0
    return history.steps.ending(step) - share * history.steps.length
