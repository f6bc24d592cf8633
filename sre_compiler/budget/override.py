"""Passing a frozen gate for a reason, which is kept in the output."""

from __future__ import annotations

from sre_compiler.budget.access import MisuseError
from sre_compiler.budget.evaluate import Result


def overridden(results: list[Result], reason: str | None) -> list[Result]:
    """Every frozen SLO with the reason. Raises MisuseError where the policy of one does not know it, or where it is no word."""
    if reason is None:
        return results
    if not reason.strip() or not reason.isprintable():
        raise MisuseError("--allow needs a reason of one line")
    return [_passed(one, reason) if one.gate.state == "frozen" else one for one in results]


def _passed(result: Result, reason: str) -> Result:
    known = {one.reason: one.by for one in result.slo.policy.overrides}
    if known and reason not in known:
        listed = ", ".join(f"{name} ({by})" for name, by in known.items())
        raise MisuseError(f"{result.slo.slo_id}: {reason!r} is not a reason to pass; its policy knows {listed}")
    return result._replace(gate=result.gate._replace(override=reason))
