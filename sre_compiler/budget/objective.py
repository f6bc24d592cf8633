"""What the evaluation has to know of a SLO: plain data that the compiler wrote down, read into values."""

from __future__ import annotations

from typing import Any, NamedTuple

GATES = ("open", "warn", "frozen")
"""What a threshold, a leg or a forecast can make of the gate, the mildest first."""


class Leg(NamedTuple):
    """A pair of windows in seconds, the series that record them, and whether its alert gets somebody up."""

    name: str
    long: int
    long_series: str
    short_series: str
    threshold: float
    severity: str
    pages: bool


class Threshold(NamedTuple):
    """At this share of the budget left, or less, the gate is at least so far closed; `then` says what follows."""

    left: float
    gate: str
    then: str


class Override(NamedTuple):
    """A reason for which a frozen gate may be passed, and who decides that."""

    reason: str
    by: str


class Policy(NamedTuple):
    """What follows from a budget. Thresholds stand in the order of the budget left, the lowest first."""

    name: str
    thresholds: tuple[Threshold, ...]
    unfreeze_above: float
    page_leg: str
    ticket_leg: str
    exhausted_within: int
    overrides: tuple[Override, ...]


class Slo(NamedTuple):
    """One objective on one server. `exact` are its bad and total over the whole window in PromQL of raw counters, or None.

    `weight` is what one recorded sample counts, in `unit`: events, or minutes where an indicator weighs time. `looks_back` are the
    seconds over which one is a mean, 0 where it tells of its moment. `missing` is what the specs say about missing data: alert, bad or ignore.
    """

    slo_id: str
    service: str
    name: str
    title: str
    environment: str
    server: str
    objective: str
    budget: float
    window: int
    unit: str
    weight: float
    spacing: int
    looks_back: int
    bad: str
    total: str
    matchers: dict[str, str]
    group_by: tuple[str, ...]
    missing: str
    alert: str
    min_errors: int
    legs: tuple[Leg, ...]
    exact: tuple[str, str] | None
    policy: Policy


def read_slo(data: dict[str, Any]) -> Slo:
    """The value of what `generated/budgets/` holds; nothing of it is left out."""
    policy = dict(data["policy"])
    policy["thresholds"] = tuple(Threshold(**one) for one in policy["thresholds"])
    policy["overrides"] = tuple(Override(**one) for one in policy["overrides"])
    exact = data["exact"]
    nested = {
        "legs": tuple(Leg(**one) for one in data["legs"]),
        "group_by": tuple(data["group_by"]),
        "exact": None if exact is None else (exact[0], exact[1]),
        "policy": Policy(**policy),
    }
    return Slo(**{**data, **nested})
