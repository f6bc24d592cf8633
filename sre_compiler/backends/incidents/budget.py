"""What an incident cost: the share of each error budget, and what that is in time. Every number comes from `burnrate`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sre_compiler import burnrate
from sre_compiler.backends.incidents.case import Case, rows
from sre_compiler.output import markdown
from sre_compiler.program.incidents import LostBudget
from sre_compiler.program.objectives import Objective
from sre_compiler.units import Duration, Percent, fraction_text


def table(case: Case) -> str:
    """A line for each SLO that was missed, by the objectives of today."""
    slos = case.incident.slos
    if not slos:
        return "No SLO is named."
    head = ("SLO", "Objective", "Budget", "Spent", "That is")
    return "\n".join((*rows(head, (_line(case, one) for one in slos)), *_legs(case), *_consequences(case)))


def _line(case: Case, lost: LostBudget) -> tuple[str, ...]:
    one = case.objective(lost.slo_id)
    spent = f"**{lost.spent}**" if lost.spent is not None else "not known"
    if one is None:
        return lost.slo_id, "not in the specs any more", "", spent, ""
    name = markdown.link(lost.slo_id, one.dashboard_url)
    whole = burnrate.budget_time(one.objective, one.window)
    stated = f"{Percent(one.objective)} over {one.window}"
    return name, stated, f"{_time(whole)} of total outage", spent, _worth(lost, whole)


def _worth(lost: LostBudget, whole: Fraction) -> str:
    return "" if lost.spent is None else _time(Fraction(lost.spent.ratio) * whole)


def _legs(case: Case) -> Iterator[str]:
    """What alerts on each of the SLOs, to see whether it had to fire."""
    for lost in case.incident.slos:
        one = case.objective(lost.slo_id)
        if one is not None and one.alerting_legs:
            yield ""
            yield f"{markdown.code(one.burn_alert)} fires at {', '.join(_leg(one))}."


def _consequences(case: Case) -> Iterator[str]:
    """What the policies say that follows, at how much of the budget is left."""
    named = (case.objective(lost.slo_id) for lost in case.incident.slos)
    for name in dict.fromkeys(one.error_budget_policy for one in named if one is not None):
        policy = case.index.policies.get(name)
        said = [one for one in reversed(policy.thresholds) if one.then] if policy is not None else []
        if said:
            yield ""
            yield f"By the policy {markdown.code(name)}:"
            yield ""
            yield from (f"- at {Percent(one.left)} left: {markdown.text(one.then)}" for one in said)


def _leg(one: Objective) -> Iterator[str]:
    for leg in one.alerting_legs:
        share = burnrate.share_of_factor(leg.leg.factor, one.window, leg.leg.long)
        yield f"{fraction_text(share * 100, digits=3)}% in {leg.leg.long} ({leg.severity})"


def _time(seconds: Fraction) -> str:
    whole = round(seconds)
    return str(Duration.seconds(whole - whole % 60 if whole >= 3_600 else whole))
