"""Bad and total of the whole window from raw counters, and how far the recorded series are from them."""

from __future__ import annotations

import re
from typing import NamedTuple

from sre_compiler.budget.answers import Labels, Question, Server
from sre_compiler.budget.history import History, braces
from sre_compiler.budget.measures import Measures
from sre_compiler.budget.objective import Slo
from sre_compiler.budget.unknowns import UnknownError

FAR_APART = 0.01
OPEN_MATCHER = "budget_match"
"""The label of a matcher that stands in every selector of raw counters, for those of the command line."""


class Exact(NamedTuple):
    """What the counters of one group come to, and the recorded error ratio over theirs, less one; None where theirs is 0."""

    bad: float
    total: float
    difference: float | None


def matched(promql: str, matchers: dict[str, str]) -> str:
    """PromQL with the matchers in every selector."""
    place = f'{OPEN_MATCHER}=""'
    if matchers:
        return promql.replace(place, braces(matchers)[1:-1])
    return re.sub(f"(, ?){place}|{place}(, ?)?", "", promql)


def exact_counts(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> dict[Labels, tuple[float, float]]:
    """Bad and total of each group by its labels. Raises UnknownError, also where the indicator has no counters."""
    if slo.exact is None:
        raise UnknownError("--exact needs counters, and this indicator has none")
    bad, total = (server.series(Question(matched(one, matchers), end)) for one in slo.exact)
    scale = slo.window
    return {
        group: ((bad.get(group, [None])[0] or 0.0) * scale, (row[0] or 0.0) * scale) for group, row in total.items()
    }


def exactly(slo: Slo, history: History, counts: dict[Labels, tuple[float, float]], measures: Measures) -> Exact:
    """The counts of this group, compared. Raises UnknownError where the counters know nothing of it."""
    own = tuple(pair for pair in history.group if pair[0] in slo.group_by)
    bad, total = counts.get(own, (0.0, 0.0))
    if not total:
        raise UnknownError("the raw counters have no event of it within the window")
    ratio = bad / total
    return Exact(bad, total, measures.ratio / ratio - 1 if ratio else None)


def from_counters(slo: Slo, measures: Measures, exact: Exact) -> Measures:
    """The measures of the window by the raw counters; burn rates and coverage stay those of the recorded series."""
    ratio, full = exact.bad / exact.total, exact.total * (slo.window / measures.age)
    left = 1 - ratio / slo.budget * (measures.age / slo.window)
    return measures._replace(
        bad=exact.bad,
        total=exact.total,
        ratio=ratio,
        left=1 - ratio / slo.budget,
        left_of_window=left,
        left_events=slo.budget * full - exact.bad,
        left_minutes=left * slo.budget * slo.window / 60,
    )


def are_far_apart(exact: Exact) -> bool:
    """Whether the recorded series miss something: rules that were not evaluated, or counters that are newer than them."""
    return exact.difference is not None and abs(exact.difference) > FAR_APART
