"""Random scenarios: an SLO of some kind, its legs, how it is scraped and evaluated, and what happens."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.agreement.worlds import KINDS, Count, Course, Kind

LEGS = {
    "standard": ["14.4 1h 5m", "6 6h 30m", "3 1d 2h", "1 3d 6h"],
    "short": ["12 30m 5m", "4 2h 20m", "2 5h 1h"],
    "odd": ["9.7 45m 7m", "3.3 90m 15m", "1.3 4h 40m"],
}
OBJECTIVES = ["95%", "97.5%", "99%", "99.5%", "99.9%", "99.95%"]


@dataclass(frozen=True)
class Slo:
    """What the rules are generated from; `scrape` is in seconds."""

    kind: str
    legs: str
    objective: str
    grouped: bool
    min_errors: int
    no_data: str
    scrape: int

    def __str__(self) -> str:
        more = ", grouped" * self.grouped + f", min_errors {self.min_errors}" * (self.min_errors > 1)
        return (
            f"{self.kind}{more}, {self.objective}, {self.legs} legs, no_data {self.no_data},"
            f" scraped every {self.scrape}s"
        )


@dataclass(frozen=True)
class Scenario:
    """An SLO, and what each of its groups does until `end`; seconds."""

    seed: int
    slo: Slo
    evaluation: int
    end: int
    courses: dict[str, Course]

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.slo}, evaluated every {self.evaluation}s"


def draw(seed: int) -> Scenario:
    """The scenario of a seed; kinds take turns, so that each occurs as often as the others."""
    some = random.Random(seed)
    names = list(KINDS)
    name = names[seed % len(names)]
    kind = KINDS[name]
    grouped = some.random() < 0.3
    events = not kind.weighs_minutes
    scrape = some.choice([15, 30, 60])
    end = some.randrange(3, 8) * 3600
    missing = "bad" if kind.weighs_minutes and not grouped and some.random() < 0.3 else "alert"
    legs, objective = some.choice(list(LEGS)), some.choice(OBJECTIVES)
    budget = 1 - float(objective.rstrip("%")) / 100
    thresholds = [float(leg.split()[0]) * budget for leg in LEGS[legs]]
    slo = Slo(
        kind=name,
        legs=legs,
        objective=objective,
        grouped=grouped,
        min_errors=some.choice([1, 1, 2, 3, 5, 20]) if events else 1,
        no_data=missing,
        scrape=scrape,
    )
    evaluation = some.choice([30, 60, 60, 60, 120, 240])
    groups = ["a", "b", "c"] if grouped else [""]
    courses = {group: _course(some, end // scrape + 1, scrape, kind, thresholds) for group in groups}
    return Scenario(seed, slo, evaluation, end, courses)


def _course(some: random.Random, steps: int, scrape: int, kind: Kind, thresholds: list[float]) -> Course:
    ratios = _ratios(some, steps, thresholds)
    probes = kind.probes
    totals = [probes] * steps if probes else _traffic(some, steps)
    good: list[Count] = []
    bad: list[Count] = []
    exact, owed = some.random() < 0.4, 0.0
    for total, ratio in zip(totals, ratios, strict=True):
        owed += total * ratio
        errors = min(total, int(owed)) if exact else sum(some.random() < ratio for _ in range(total))
        owed -= errors
        good.append(total - errors)
        bad.append(errors)
    _vanish(some, good, bad)
    if not kind.needs and not probes:
        _born_late(some, good, bad)
    before = (some.randrange(10**6), some.randrange(10**4)) if some.random() < 0.5 else (0, 0)
    restarts = frozenset(some.sample(range(1, steps), some.randrange(4))) if some.random() < 0.3 else frozenset()
    return Course(good, bad, before, restarts, scrape)


def _traffic(some: random.Random, steps: int) -> list[int]:
    """Events of each step: steady, changing, or nearly none; sometimes none at all for a while."""
    mean = 10 ** some.uniform(-1, 2.3)
    steady = some.random() < 0.4
    counts = [round(mean) if steady and mean >= 1 else int(some.expovariate(1 / mean) + 0.5) for _ in range(steps)]
    if some.random() < 0.2:
        start = some.randrange(steps)
        counts[start : start + steps // 6] = [0] * len(counts[start : start + steps // 6])
    return counts


def _ratios(some: random.Random, steps: int, thresholds: list[float]) -> list[float]:
    """The share of bad events: some outages over a healthy baseline, many of them near the threshold of a leg."""
    ratios = [some.choice([0.0, 0.0, 0.0005, 0.002])] * steps
    for _ in range(some.randrange(1, 4)):
        start = some.randrange(steps)
        length = int(steps * 10 ** some.uniform(-2.5, -0.3)) + 1
        ratio = min(1.0, some.choice(thresholds) * some.choice([0.9, 1.1, 1.5, 3, 10, 1000]))
        ratios[start : start + length] = [ratio] * len(ratios[start : start + length])
    if some.random() < 0.3:
        start = some.randrange(steps)
        ratios[start : start + steps // 10] = [1.0] * len(ratios[start : start + steps // 10])
    return ratios


def _vanish(some: random.Random, good: list[Count], bad: list[Count]) -> None:
    """Sometimes the target is gone for a while, or for good."""
    if some.random() < 0.25:
        start = some.randrange(len(good))
        length = some.choice([1, 2, len(good) // 20, len(good) // 5, len(good)])
        for number in range(start, min(start + length, len(good))):
            good[number] = bad[number] = None


def _born_late(some: random.Random, good: list[Count], bad: list[Count]) -> None:
    """Sometimes one of the series does not exist before its first event."""
    for events in (good, bad):
        if some.random() < 0.25:
            first = next((number for number, count in enumerate(events) if count), len(events))
            events[:first] = [None] * first
