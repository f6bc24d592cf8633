"""A report as Markdown, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sre_compiler.incidents.report import Case, Cost, Open, Report, Row, Trend
from sre_compiler.incidents.sections import Section, sections
from sre_compiler.incidents.statistics import ENOUGH, Spread
from sre_compiler.output import markdown
from sre_compiler.output.encode import json_text

VERSION = 1
"""Of the JSON; a key that goes or changes its meaning makes it another one."""


def in_markdown(report: Report) -> str:
    """For a wiki or a comment; nothing from a spec becomes markup."""
    return "\n\n".join("\n".join(_marked(one)) for one in sections(report)) + "\n"


def _marked(section: Section) -> Iterator[str]:
    yield f"## {section.heading}"
    yield ""
    if section.head:
        yield from markdown.table((section.head, *section.rows))
        yield ""
    yield from "\n\n".join(map(markdown.text, section.notes)).split("\n")


def in_json(report: Report) -> str:
    """Everything; `schemas/incident-report.schema.json` says what each key means."""
    data = {
        "version": VERSION,
        "today": report.today,
        "incidents": list(map(_incident, report.cases)),
        "times": list(map(_times, report.rows)),
        "trends": list(map(_trend, report.trends)),
        "trends_from": ENOUGH,
        "budgets": list(map(_cost, report.costs)),
        "slos_without_budget_spent": report.unpriced,
        "factors": [{"factor": one.factor, "incidents": one.incidents} for one in report.factors],
        "open_actions": list(map(_action, report.actions)),
        "actions_done": report.done,
        "durations_left_out": report.left_out,
    }
    return json_text(data, levels=3)


def _times(row: Row) -> dict[str, object]:
    times = {f"to_{name}": _spread(one) for name, one in row.times.items()}
    return {"quarter": row.quarter or None, "severity": row.severity, "incidents": row.count, **times}


def _trend(one: Trend) -> dict[str, object]:
    time = f"to_{one.duration}"
    return {"severity": one.severity, "time": time, "incidents": one.count, "later_half": one.change}


def _cost(one: Cost) -> dict[str, object]:
    return {"incident": one.incident, "severity": one.severity, "slo": one.slo_id, "spent_ratio": one.spent.ratio}


def _action(one: Open) -> dict[str, object]:
    action = one.action
    return {
        "incident": one.incident,
        "action": action.action,
        "kind": action.kind,
        "owner": action.owner or None,
        "team": action.team or None,
        "due": action.due or None,
        "ticket": action.ticket or None,
        "overdue": one.is_overdue,
    }


def _incident(case: Case) -> dict[str, object]:
    one = case.incident
    return {
        "name": one.name,
        "severity": one.severity,
        "environment": one.environment or None,
        "services": list(one.services),
        "quarter": case.quarter,
        "detected": case.detected,
        **{f"to_{name}": seconds for name, seconds in case.durations.items()},
    }


def _spread(one: Spread) -> dict[str, object]:
    return {
        "incidents": one.count,
        "shortest": one.shortest,
        "median": exact(one.median),
        "p90": exact(one.p90),
        "longest": one.longest,
    }


def exact(seconds: Fraction) -> Decimal:
    """Quantiles are whole tenths of a second, because ranks are and times are whole."""
    return Decimal(seconds.numerator) / Decimal(seconds.denominator)
