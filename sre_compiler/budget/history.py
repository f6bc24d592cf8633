"""The recent past of one SLO, step by step: bad, total, how much of each step is known, and when it alerted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sre_compiler.budget.answers import Labels, Question, Server
from sre_compiler.budget.objective import Slo
from sre_compiler.budget.unknowns import UnknownError

HOUR = 3600
DAY = 86400
LOOK_BACK = 7 * DAY
"""How much longer than the window we look, for what the gate was before."""

MOST_STEPS = 10_000
"""Prometheus answers with 11,000 at most."""


class Steps(NamedTuple):
    """Equal steps of time that end at `end`: `past` of them before the window, `window` of them in it; `length` in seconds."""

    end: float
    length: int
    past: int
    window: int

    @property
    def number(self) -> int:
        """All of them."""
        return self.past + self.window

    def ending(self, index: int) -> float:
        """When a step ends."""
        return self.end - (self.number - 1 - index) * self.length

    @property
    def shift(self) -> float:
        """How far the steps end after multiples of their length, to which some servers move what they are asked."""
        return self.end % self.length

    @property
    def offset(self) -> str:
        """What makes a selector that is asked as `question` does look at the ends of the steps."""
        return f" offset -{round(self.shift * 1000)}ms" if self.shift else ""

    @property
    def span(self) -> str:
        """The range and offset with which a selector reads each step."""
        return f"[{self.length * 1000 - 1}ms]{self.offset}"

    def question(self, promql: str) -> Question:
        """PromQL asked for every step, at the last multiple of its length before its end."""
        return Question(promql, self.end - self.shift, self.length, self.number)


class History(NamedTuple):
    """One group of a SLO. `known` is the share of each step for which there are samples; bad and total are what they add up to."""

    group: Labels
    steps: Steps
    bad: list[float]
    total: list[float]
    known: list[float]
    paged: list[bool]

    @property
    def first(self) -> int:
        """The first step of which anything is known."""
        return next(index for index, share in enumerate(self.known) if share)


def steps_for(window: int, end: float) -> Steps:
    """An hour long where the window is made of hours; else as long as divides it, so that it is met exactly."""
    minutes = max(window // 60, 1)
    least = minutes // MOST_STEPS
    longest = max(min(60, minutes // 24), least + 1)
    length = next((one for one in range(longest, least, -1) if minutes % one == 0), longest)
    return Steps(end, length * 60, -(-LOOK_BACK // (length * 60)) if length >= 10 else 0, -(-minutes // length))


def histories(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> list[History]:
    """Each group that has samples within the window. Raises UnknownError where none has, or where they cannot be."""
    steps = steps_for(slo.window, end)
    total, bad = (selector(slo, name, matchers) + steps.span for name in (slo.total, slo.bad))
    asked = [f"sum_over_time({bad})", f"sum_over_time({total})", f"count_over_time({bad})", f"count_over_time({total})"]
    answers = [server.series(steps.question(one)) for one in asked]
    means = [server.series(steps.question(one)) for one in _means(slo, steps, matchers)]
    paged = _paged(server, slo, steps, matchers)
    groups = sorted({key for answer in answers for key in answer})
    if not all({*slo.matchers.items(), *matchers.items()} <= {*group} for group in groups):
        raise UnknownError("the server's answer has series that were not asked for")
    found = []
    for group in groups:
        sums = _history(slo, steps, group, [answer.get(group) for answer in answers], paged)
        found.append(_in_time(slo, sums, [one.get(group) or [None] * steps.number for one in means]))
    inside_window = [one for one in found if any(one.known[steps.past :])]
    if not inside_window:
        missing = slo.total if not answers[3] else slo.bad
        raise UnknownError(
            f"there is no sample of {missing} within {_days(slo)} d: are its rules loaded on this server?"
        )
    return inside_window


def _means(slo: Slo, steps: Steps, matchers: dict[str, str]) -> list[str]:
    """Bad and total in the mean of each step, from samples that look back to each other's moment and no further."""
    if not slo.looks_back or steps.length % slo.looks_back:
        return []
    inside = f"[{steps.length * 1000 - 1}ms:{slo.looks_back * 1000}ms]"
    return [f"avg_over_time(({selector(slo, name, matchers)}{steps.offset}){inside})" for name in (slo.bad, slo.total)]


def _in_time(slo: Slo, history: History, means: list[list[float | None]]) -> History:
    """The history with each event in the step in which it happened, wherever the whole step is known.

    A sample is a mean of the minutes before it, so that the sum of all of them lags behind: the last hour of an outage seemed milder by
    a fifteenth.
    """
    whole = history.steps.length / slo.spacing * slo.weight
    rows = [
        [one if mean is None or share < 1 else mean * whole for one, mean, share in zip(sums, row, history.known)]
        for sums, row in zip((history.bad, history.total), means)
    ]
    return history._replace(bad=rows[0], total=rows[1]) if rows else history


def _days(slo: Slo) -> str:
    return f"{slo.window / DAY:.3g}"


def selector(slo: Slo, metric: str, matchers: dict[str, str]) -> str:
    """The part of a recorded series that is this SLO's."""
    return metric + braces({**slo.matchers, **matchers})


def braces(matchers: dict[str, str], *more: str) -> str:
    """Matchers in PromQL."""
    return "{" + ",".join([*(f"{name}={quoted(value)}" for name, value in matchers.items()), *more]) + "}"


def quoted(text: str) -> str:
    """A text in PromQL."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _history(
    slo: Slo, steps: Steps, group: Labels, rows: Iterable[list[float | None] | None], paged: dict[Labels, list[bool]]
) -> History:
    """The four rows of one group; a step with less of bad than of total counts as far as both are there."""
    bads, totals, bad_counts, total_counts = (row or [None] * steps.number for row in rows)
    full = steps.length / slo.spacing
    bad, total, known = [0.0] * steps.number, [0.0] * steps.number, [0.0] * steps.number
    for index in range(steps.number):
        both = min(bad_counts[index] or 0.0, total_counts[index] or 0.0)
        if not both:
            continue
        if both > full + 2:
            raise UnknownError(f"{slo.total} has a sample more often than every {slo.spacing} s; is it recorded twice?")
        known[index] = min(both / full, 1.0)
        bad[index] = (bads[index] or 0.0) * slo.weight * both / (bad_counts[index] or both)
        total[index] = (totals[index] or 0.0) * slo.weight * both / (total_counts[index] or both)
        if bad[index] > total[index] * 1.05 + 1:
            raise UnknownError(
                "there are more bad events than events: the query of the errors is not a part of that of the total"
            )
    return History(group, steps, bad, total, known, paged.get(_among(group, slo.group_by), [False] * steps.number))


def _paged(server: Server, slo: Slo, steps: Steps, matchers: dict[str, str]) -> dict[Labels, list[bool]]:
    """In which steps an alert that pages was firing, by the group's labels."""
    legs = "|".join(leg.name for leg in slo.legs if leg.pages)
    if not legs:
        return {}
    alerts = f"ALERTS{braces({'alertname': slo.alert, 'alertstate': 'firing', **slo.matchers, **matchers}, f'leg=~{quoted(legs)}')}"
    by = f"max by ({', '.join(slo.group_by)}) " if slo.group_by else "max"
    rows = server.series(steps.question(f"{by}(count_over_time({alerts}{steps.span}))"))
    return {_among(labels, slo.group_by): [bool(value) for value in row] for labels, row in rows.items()}


def _among(labels: Labels, names: Iterable[str]) -> Labels:
    wanted = set(names)
    return tuple(pair for pair in labels if pair[0] in wanted)
