"""The gate: open, warn, frozen or unknown; with the reasons, what follows in words, and the exit code."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from sre_compiler.budget.forecast import Exhaustion
from sre_compiler.budget.history import DAY, History
from sre_compiler.budget.legs import LegNow
from sre_compiler.budget.measures import Measures
from sre_compiler.budget.objective import GATES, Policy, Slo, Threshold

UNKNOWN = "unknown"
STATES = (*GATES, UNKNOWN)
OPEN, FROZEN, MISUSE, NOT_KNOWN = 0, 1, 2, 3
"""Exit codes."""

LEAST_COVERAGE = 0.9


class Gate(NamedTuple):
    """A state, why, and what follows from it; `override` is the reason for which a frozen gate was passed."""

    state: str
    reasons: tuple[str, ...]
    consequences: tuple[str, ...] = ()
    override: str = ""


def gate_of(slo: Slo, history: History, measures: Measures, legs: list[LegNow], going_on: list[Exhaustion]) -> Gate:
    """The worst of what the budget left, the legs and the forecast ask for; and frozen stays frozen until there is some budget."""
    policy = slo.policy
    reached = [one for one in policy.thresholds if measures.left_of_window <= one.left]
    asked = [
        (one.gate, f"{percent(measures.left_of_window)} of the budget is left, at most {percent(one.left)}")
        for one in reached[:1]
    ]
    asked += [(_gate_of_leg(policy, leg), _leg_reason(leg)) for leg in legs if leg.active]
    asked += [("warn", _soon(one)) for one in going_on if _is_soon(one, policy)]
    if not any(state == "frozen" for state, _ in asked) and is_still_frozen(slo, history, measures):
        why = f"it was frozen, and at most {percent(policy.unfreeze_above)} of the budget has been left since"
        asked.append(("frozen", why))
    state = max((state for state, _ in asked), key=GATES.index, default="open")
    if state == "open":
        plain = [] if reached else [f"{percent(measures.left_of_window)} of the budget is left"]
        reasons = [*plain, *(reason for _, reason in asked)]
    else:
        ranked = sorted(asked, key=lambda one: -GATES.index(one[0]))
        reasons = [reason for wanted, reason in ranked if wanted != "open"]
    return Gate(state, tuple(reasons), _consequences(policy, reached, state))


def _gate_of_leg(policy: Policy, leg: LegNow) -> str:
    return policy.page_leg if leg.pages else policy.ticket_leg


def _leg_reason(leg: LegNow) -> str:
    kind = "pages" if leg.pages else "alerts"
    return (
        f"the {leg.name} leg is active, which {kind} ({leg.severity})"
        if leg.severity
        else f"the {leg.name} leg is active"
    )


def _is_soon(one: Exhaustion, policy: Policy) -> bool:
    return one.look_back == "6h" and one.seconds is not None and 0 < one.seconds < policy.exhausted_within


def _soon(one: Exhaustion) -> str:
    return f"if the last {one.look_back} go on, the budget is spent in {days(one.seconds or 0)}"


def _consequences(policy: Policy, reached: list[Threshold], state: str) -> tuple[str, ...]:
    """The words of the lowest threshold reached; where only something else closed the gate, those of a threshold that does the same."""
    if reached and GATES.index(reached[0].gate) >= GATES.index(state):
        chosen = reached[:1]
    else:
        chosen = [one for one in policy.thresholds if one.gate == state != "open"][-1:]
    return tuple(one.then for one in chosen if one.then)


def is_still_frozen(slo: Slo, history: History, measures: Measures) -> bool:
    """Whether the gate was frozen within the week before, and no more than the policy's share has been left ever since.

    Nothing is remembered between two runs: what was left at the end of each earlier step follows from the same arrays.
    """
    if measures.left_of_window > slo.policy.unfreeze_above:
        return False
    return _walk_back(slo, history)


def _walk_back(slo: Slo, history: History) -> bool:
    """From now into the past: which comes first, more left than the share, or frozen?"""
    steps, lowest = history.steps, _frozen_at(slo.policy)
    started_before = history.first < steps.past
    for back in range(1, steps.past + 1):
        begin, end = steps.past - back, steps.number - back
        if begin < 0 or (started_before and begin < history.first):
            return False
        total = fsum(history.total[begin:end])
        if not total:
            return False
        left = 1 - fsum(history.bad[begin:end]) / (slo.budget * _scaled(history, begin, end, total))
        if left > slo.policy.unfreeze_above:
            return False
        if left <= lowest or (history.paged[end - 1] and slo.policy.page_leg == "frozen"):
            return True
    return False


def _frozen_at(policy: Policy) -> float:
    return max((one.left for one in policy.thresholds if one.gate == "frozen"), default=-1e300)


def _scaled(history: History, begin: int, end: int, total: float) -> float:
    """The events of a full window: a history that began within it is stretched."""
    if history.first <= begin:
        return total
    return total * (end - begin) / (end - history.first) if end > history.first else total


def percent(share: float) -> str:
    """A share of one for people, with three digits that mean something."""
    share = round(share, 12)
    return f"{share * 100:.3g}%" if abs(share) < 10 else f"{share * 100:.0f}%"


def days(seconds: float) -> str:
    """A time for people."""
    if seconds < 2 * DAY:
        return f"{seconds / 3600:.3g} h"
    return f"{seconds / DAY:.3g} d"


def worst_state(states: list[str]) -> str:
    """The state that decides for all: unknown before frozen, because nothing may be concluded."""
    return max(states, key=STATES.index, default=UNKNOWN)


def exit_code(state: str, *, strict: bool, on_unknown: str) -> int:
    """0 open, 1 frozen, 3 unknown; a warning counts as frozen where the user is strict."""
    if state == UNKNOWN:
        return OPEN if on_unknown == "pass" else NOT_KNOWN
    return FROZEN if state == "frozen" or (strict and state == "warn") else OPEN
