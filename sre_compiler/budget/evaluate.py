"""One SLO, or all of them, against a server: everything that is asked is asked for the same moment."""

from __future__ import annotations

from typing import NamedTuple

from sre_compiler.budget.answers import Labels, Server
from sre_compiler.budget.exact import Exact, are_far_apart, exact_counts, exactly, from_counters
from sre_compiler.budget.forecast import Exhaustion, Incident, exhaustions, largest_incident
from sre_compiler.budget.gate import LEAST_COVERAGE, UNKNOWN, Gate, gate_of, percent, worst_state
from sre_compiler.budget.history import DAY, HOUR, History, histories
from sre_compiler.budget.legs import LegNow, Present, legs_now, present
from sre_compiler.budget.measures import SURE_COVERAGE, Measures, measure, seen
from sre_compiler.budget.objective import Slo
from sre_compiler.budget.unknowns import UnknownError


class Asked(NamedTuple):
    """What the command line says about every SLO."""

    end: float
    matchers: dict[str, str]
    exact: bool


class Group(NamedTuple):
    """One budget: that of the SLO, or that of one group of it; `age` are the seconds seen of its window. `ended` ones no longer have samples, and decide nothing."""

    labels: Labels
    gate: Gate
    measures: Measures | None
    legs: list[LegNow]
    going_on: list[Exhaustion]
    incident: Incident | None
    exact: Exact | None
    notes: tuple[str, ...]
    age: float
    coverage: float
    ended: bool
    history: History


class Result(NamedTuple):
    """A SLO with its groups, the worst first; the first one's gate is its own. Without any, the gate says why."""

    slo: Slo
    gate: Gate
    groups: list[Group]
    queries: tuple[str, ...]


def evaluate(server: Server, slo: Slo, asked: Asked) -> Result:
    """Never raises for what a server does: what cannot be known is unknown, with the reason."""
    before = len(server.asked)
    try:
        groups = _groups(server, slo, asked)
        gate = _decided([one.gate for one in groups if not one.ended])
    except UnknownError as error:
        groups, gate = [], Gate(UNKNOWN, (str(error),))
    return Result(slo, gate, groups, tuple(server.asked[before:]))


def _decided(gates: list[Gate]) -> Gate:
    """The worst of all groups."""
    worst = worst_state([one.state for one in gates])
    return next(one for one in gates if one.state == worst)


def _groups(server: Server, slo: Slo, asked: Asked) -> list[Group]:
    found = histories(server, slo, asked.end, asked.matchers)
    now = present(server, slo, asked.end, asked.matchers)
    counts = exact_counts(server, slo, asked.end, asked.matchers) if asked.exact else None
    is_busy = any(sum(one.total[one.steps.past :]) for one in found)
    if not is_busy:
        raise UnknownError("nothing happened within the window: there are samples, and not one event")
    is_alive = any(not _has_ended(one) for one in found)
    groups = [_group(slo, one, now, counts, ended=is_alive and _has_ended(one)) for one in found]
    rank = {state: -index for index, state in enumerate(("open", "warn", "frozen", UNKNOWN))}
    return sorted(groups, key=lambda one: (one.ended, rank[one.gate.state], _left(one), one.labels))


def _left(group: Group) -> float:
    return group.measures.left_of_window if group.measures else 1.0


def _has_ended(history: History) -> bool:
    """Whether there was no sample for a day, which is when the alert for missing data forgets a group."""
    return not any(history.known[-max(DAY // history.steps.length, 1) :])


def _group(
    slo: Slo, history: History, now: Present, counts: dict[Labels, tuple[float, float]] | None, *, ended: bool
) -> Group:
    """Where too little is known, no number is given, however many there are."""
    labels = tuple(pair for pair in history.group if pair[0] not in slo.matchers)
    age, coverage = seen(slo, history)
    bare = Group(
        labels, Gate(UNKNOWN, ()), None, [], [], None, None, tuple(_notes(slo, history)), age, coverage, ended, history
    )
    try:
        _demand(slo, history, now, ended=ended)
        return _measured(slo, bare, now, counts)
    except UnknownError as error:
        return bare._replace(gate=Gate(UNKNOWN, (str(error),)))


def _measured(slo: Slo, bare: Group, now: Present, counts: dict[Labels, tuple[float, float]] | None) -> Group:
    history, legs = bare.history, legs_now(slo, bare.history.group, now)
    measures = measure(slo, history)
    if measures is None:
        return bare._replace(gate=Gate("open", ("nothing happened within the window",)), legs=legs)
    exact = exactly(slo, history, counts, measures) if counts is not None else None
    going_on = exhaustions(slo, history)
    if exact is not None:
        measures = from_counters(slo, measures, exact)
    return bare._replace(
        gate=gate_of(slo, history, measures, legs, going_on),
        measures=measures,
        legs=legs,
        going_on=going_on,
        incident=largest_incident(slo, history),
        exact=exact,
        notes=(*bare.notes, *(_far_apart(exact) if exact is not None else ())),
    )


def _demand(slo: Slo, history: History, now: Present, *, ended: bool) -> None:
    """Raises UnknownError where too little is known, unless the specs say that missing data means nothing."""
    age, coverage = seen(slo, history)
    if age < HOUR and slo.window > HOUR:
        raise UnknownError(f"there are samples for {age / 60:.0f} minutes only")
    if slo.missing == "ignore" or ended:
        return
    if history.group not in now.current:
        raise UnknownError("there is no sample of the last minutes, so nobody knows how it is now")
    if coverage < LEAST_COVERAGE:
        raise UnknownError(f"{percent(coverage)} of the window is known, less than {percent(LEAST_COVERAGE)}")


def _notes(slo: Slo, history: History) -> list[str]:
    """What a reader has to know to read the numbers right."""
    age, coverage = seen(slo, history)
    notes = []
    if age < slo.window:
        notes.append(
            f"there are samples for {age / DAY:.3g} of {slo.window / DAY:g} days; the gate goes by a full window of the same traffic"
        )
    if coverage < SURE_COVERAGE:
        notes.append(f"{percent(coverage)} of the time is known; the rest may have been better or worse")
    strange = sorted({name for name, _ in history.group} - {*slo.matchers, *slo.group_by})
    if strange:
        notes.append(
            f"its series also carry {', '.join(strange)}, of which the specs know nothing; choose with --match {strange[0]}=…"
        )
    return notes


def _far_apart(exact: Exact) -> list[str]:
    if not are_far_apart(exact):
        return []
    return [
        f"the recorded series are {(exact.difference or 0) * 100:+.2g}% from the raw counters: were all rules evaluated all the time?"
    ]
