"""Raw series as numbers by the minute, from events to counters and histograms, and as OpenMetrics text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TextIO

from tests.world.clock import MINUTES, START, demand

MILLION = 1_000_000


@dataclass(frozen=True)
class Series:
    """A series with one value a minute; None: no sample."""

    name: str
    labels: dict[str, str]
    values: Sequence[float | None]


@dataclass(frozen=True)
class Stretch:
    """From a minute on, so many minutes; `level` is what happens in it."""

    start: int
    minutes: int
    level: float

    @property
    def span(self) -> range:
        return range(max(self.start, 0), min(self.start + self.minutes, MINUTES + 1))


def levels(usual: float, *stretches: Stretch) -> list[float]:
    """The level of each minute; later stretches win."""
    found = [usual] * (MINUTES + 1)
    for stretch in stretches:
        for minute in stretch.span:
            found[minute] = stretch.level
    return found


def traffic(name: str, per_second: int) -> list[int]:
    """Events of each minute around this rate at the busiest hour, noisy by a twentieth; the name is the seed."""
    chance = random.Random(name)
    return [per_second * 60 * demand(minute) * chance.randint(95, 105) // 600_000 for minute in range(MINUTES + 1)]


def part(events: Sequence[int], per_million: Sequence[float]) -> list[int]:
    """How many of the events of each minute, in whole numbers; what is less than one is carried over."""
    found, carried = [], 0
    for count, share in zip(events, per_million, strict=True):
        whole, carried = divmod(count * int(share) + carried, MILLION)
        found.append(min(whole, count))
    return found


def without(events: Sequence[int], taken: Sequence[int]) -> list[int]:
    return [count - less for count, less in zip(events, taken, strict=True)]


def counter(events: Sequence[int], restarts: Iterable[int] = ()) -> list[int]:
    """The running total, which begins again at zero at each restart."""
    bounds = [0, *restarts, len(events)]
    return [value for begin, end in pairwise(bounds) for value in accumulate(events[begin:end])]


def histogram(
    name: str, labels: dict[str, str], events: Sequence[int], below: dict[str, Sequence[float]], mean: float
) -> Iterator[Series]:
    """A classic histogram; `below` gives, by bound and in its order, which part of the events is below it, per million."""
    for bound, share in below.items():
        yield Series(f"{name}_bucket", {**labels, "le": bound}, counter(part(events, share)))
    total = counter(events)
    yield Series(f"{name}_bucket", {**labels, "le": "+Inf"}, total)
    yield Series(f"{name}_count", labels, total)
    yield Series(f"{name}_sum", labels, [round(count * mean, 3) for count in total])


def gone(series: Series, holes: Iterable[Stretch]) -> Series:
    """The series without its samples in these stretches."""
    values = list(series.values)
    for hole in holes:
        for minute in hole.span:
            values[minute] = None
    return Series(series.name, series.labels, values)


def write(series: Iterable[Series], out: TextIO) -> None:
    """OpenMetrics, without types: Prometheus does not keep them."""
    for one in series:
        labels = ",".join(f"{name}={json.dumps(value)}" for name, value in one.labels.items())
        head = f"{one.name}{{{labels}}} "
        out.writelines(
            f"{head}{value} {START + minute * 60}\n" for minute, value in enumerate(one.values) if value is not None
        )
    out.write("# EOF\n")
