"""The recorded series: their names, and the selectors that read one objective's share of them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from sre_compiler.program import recorded
from sre_compiler.program.objectives import Objective
from sre_compiler.program.servers import Server
from sre_compiler.promql import print_label
from sre_compiler.units import Duration, fraction_text

TOTAL = "slo:sli_total:rate5m"
BAD = "slo:sli_bad:rate5m"
PERIOD_RATIO = "slo:sli_error:ratio_period"
BUDGET_REMAINING = "slo:error_budget_remaining:ratio"
COVERAGE = "slo:sli_coverage:ratio_period"
OBJECTIVE = "slo:objective:ratio"
BUDGET = "slo:error_budget:ratio"
PERIOD = "slo:period:seconds"
INFO = "slo_info"


def window_ratio(window: Duration) -> str:
    """The name of the recorded error ratio over a window: `slo:sli_error:ratio_rate1h`."""
    return f"slo:sli_error:ratio_rate{window}"


def legs_fact(objective: Objective) -> str:
    """The legs of the SLO and their factors, as `slo_info` names them: `1h=14.4 6h=6`."""
    return " ".join(leg_fact(leg.name, leg.leg.factor) for leg in objective.legs if not leg.left_out)


def leg_fact(leg: str, factor: Fraction) -> str:
    """One of them."""
    return f"{leg}={fraction_text(factor, digits=4)}"


class Frame:
    """One objective on one server: how its series are selected, labelled and grouped.

    `labels` are those that every recorded series of the objective carries, besides its groups.
    """

    __slots__ = ("_braces", "groups", "labels", "objective", "server")

    def __init__(self, objective: Objective, server: Server) -> None:
        self.objective = objective
        self.server = server
        self.groups = ", ".join(objective.group_by)
        self.labels = {"slo_id": objective.slo_id, **dict(server.identity)}
        matchers = ",".join([print_label(name, value) for name, value in self.labels.items()])
        self._braces = f"{{{matchers}}}"

    def select(self, metric: str, window: Duration | str | None = None) -> str:
        """A selector of this objective's part of a recorded series, with a range where `window` is given."""
        return metric + self._braces if window is None else f"{metric}{self._braces}[{window}]"


@lru_cache(maxsize=256)
def samples_in(window: Duration) -> str:
    """How many samples of a five-minute series a full window holds."""
    return fraction_text(Fraction(window.milliseconds, recorded.SPACING.milliseconds))


@lru_cache(maxsize=256)
def seconds_in(window: Duration) -> str:
    """The length of a window in seconds."""
    return fraction_text(window.in_seconds)
