"""What an alert says: constants inlined, live numbers only behind a query that may be empty.

`$labels` of an alert does not hold the labels that its rule sets, so names and numbers of the spec stand in the text itself,
with template braces escaped. A live number is `{{ with query … }}…{{ else }}unknown{{ end }}`: an empty answer must not
break the whole annotation.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.backends.prometheus import series
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.burnrate import Leg
from sre_compiler.program.boards import PanelRef
from sre_compiler.program.indicators import ProbeSamples, counts_events
from sre_compiler.program.objectives import Objective, PolicyLeg
from sre_compiler.units import Duration, fraction_text

PERCENTAGE = "humanizePercentage"

_BRACES = re.compile(r"\{\{|\{\Z")


class Numbers(Struct, frozen=True):
    """What a leg means, as text. Few differ in a project, so they are worked out once."""

    factor: str
    threshold: str
    objective: str
    budget: str
    share: str
    exhausted: str


@lru_cache(maxsize=1024)
def numbers_of(leg: Leg, objective: Decimal, window: Duration) -> Numbers:
    """The numbers of a leg for an objective over a window."""
    return Numbers(
        factor=fraction_text(leg.factor, digits=4),
        threshold=percent(burnrate.threshold(objective, leg.factor)),
        objective=percent(Fraction(objective)),
        budget=percent(Fraction(burnrate.error_budget(objective))),
        share=percent(burnrate.share_of_factor(leg.factor, window, leg.long)),
        exhausted=about(window.in_seconds / leg.factor),
    )


def burn(frame: Frame, leg: PolicyLeg) -> dict[str, str]:
    """The annotations of one burn-rate leg."""
    objective, windows = frame.objective, leg.leg
    numbers = numbers_of(windows, objective.objective, objective.window)
    return {
        "summary": f"{_title(frame)}{_groups(frame)} burns its error budget more than {numbers.factor} times too fast",
        "description": _burn_description(frame, windows, numbers),
        "leg": f"Fires when the last {windows.long} and the last {windows.short} both burn the budget more than"
        f" {numbers.factor} times too fast: {numbers.share} of the budget of {objective.window} is spent by then.",
        **links(objective.runbook_url, objective.dashboard_url, objective.panel),
    }


def no_data(frame: Frame) -> dict[str, str]:
    """The annotations of the no-data alert."""
    objective = frame.objective
    return {
        "summary": f"{_title(frame)}{_group_if_any(frame)} has no data",
        "description": f"Its indicator has returned nothing for {objective.no_data.after}."
        " The error budget cannot be measured and the burn-rate alerts cannot fire. Known of the last"
        f" {objective.window}: {_live(frame, series.COVERAGE)}.",
        **links(objective.runbook_url, objective.dashboard_url, objective.panel),
    }


def links(runbook_url: str, dashboard_url: str, panel: PanelRef | None) -> dict[str, str]:
    """The addresses to open first, and the panel that Grafana shows beside the alert; what the project lacks is left out."""
    urls = {"runbook_url": literal(runbook_url), "dashboard_url": literal(dashboard_url)}
    shown = {"__dashboardUid__": panel.uid, "__panelId__": str(panel.id)} if panel else {}
    return {name: text for name, text in (urls | shown).items() if text}


def literal(text: str) -> str:
    """Text of a spec that is no template, safe inside one; a brace at its end may meet the one of an action."""
    return _BRACES.sub(r'{{ "\g<0>" }}', text) if "{" in text else text


def _burn_description(frame: Frame, leg: Leg, numbers: Numbers) -> str:
    objective = frame.objective
    purpose = f"{literal(objective.description)} " if objective.description else ""
    return (
        f"{purpose}More than {numbers.threshold} of {events_of(frame.objective)} were bad over the last {leg.long} and the last"
        f" {leg.short}; the objective of {numbers.objective} over {objective.window} allows {numbers.budget}."
        f" A full budget lasts {numbers.exhausted} at this rate."
        f" Bad over {leg.long}: {_live(frame, series.window_ratio(leg.long))}."
        f" Budget left: {_live(frame, series.BUDGET_REMAINING)}."
    )


def events_of(objective: Objective) -> str:
    """What the objective counts, in a word."""
    if isinstance(objective.indicator, ProbeSamples):
        return "probes"
    return "events" if counts_events(objective.indicator) else "minutes"


def _title(frame: Frame) -> str:
    return literal(frame.objective.shown_title)


def _groups(frame: Frame) -> str:
    """` (provider acme)`, filled in when the alert fires; "" for an objective without groups."""
    groups = ", ".join(f"{name} {{{{ $labels.{name} }}}}" for name in frame.objective.group_by)
    return f" ({groups})" if groups else ""


def _group_if_any(frame: Frame) -> str:
    """The same for an alert that may be about all groups at once."""
    groups = _groups(frame)
    return f"{{{{ if $labels.slo_group }}}}{groups}{{{{ end }}}}" if groups else ""


def _live(frame: Frame, metric: str) -> str:
    """The present value of a recorded series as a percentage, or `unknown`."""
    return f"{{{{ with query {_query(frame, metric)} }}}}{{{{ . | first | value | {PERCENTAGE} }}}}{{{{ else }}}}unknown{{{{ end }}}}"


def _query(frame: Frame, metric: str) -> str:
    selector = frame.select(metric)
    groups = frame.objective.group_by
    if not groups:
        return go_string(selector)
    matchers = "".join(f",{name}=%q" for name in groups)
    values = " ".join(f"$labels.{name}" for name in groups)
    return f"(printf {go_string(selector.replace('%', '%%')[:-1] + matchers + '}')} {values})"


def go_string(text: str) -> str:
    """A string of Go's template language, raw where the text allows it."""
    if "`" not in text and "\n" not in text:
        return f"`{text}`"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def percent(ratio: Fraction) -> str:
    """A ratio of one for people."""
    return f"{fraction_text(ratio * 100, digits=4)}%"


def about(seconds: Fraction) -> str:
    """A duration for people: the two largest units, rounded down."""
    whole = int(seconds)
    unit = next((size for size in (86_400, 3_600, 60) if whole >= size), 1)
    smaller = {86_400: 3_600, 3_600: 60}.get(unit, 1)
    return str(Duration.seconds(whole - whole % smaller))
