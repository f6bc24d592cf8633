"""PromQL over the recorded series, as panels ask for it.

Every query of a number joins on the SLO's id and on the labels that tell places apart, where the data source shows them, so
that one board reads one Prometheus or a store of many. Nothing makes up a value where there is none; only counts begin at 0,
and they do so only where the SLOs themselves are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sre_compiler.backends.grafana.escaping import literal
from sre_compiler.backends.prometheus import series
from sre_compiler.program.program import Program
from sre_compiler.units import Duration

HOUR, DAY = "1h", "1d"
BEGINNING = " offset -1d"
"""A bar stands where its day begins, and that of today is there as well."""
_MEANS_MORE = re.compile(r"[\\.+*?()|\[\]{}^$]")
LONGEST = 315_360_000
"""Ten years in seconds: a budget that lasts longer is not burning."""


class Reading(Struct, frozen=True):
    """How the series of some SLOs are read: their matchers, as they stand between braces, and what joins them."""

    matchers: str
    keys: tuple[str, ...]

    def select(self, metric: str, *more: str, window: str = "") -> str:
        """A selector, with further matchers."""
        inside = ",".join(part for part in (self.matchers, *more) if part)
        return metric + (f"{{{inside}}}" if inside else "") + (f"[{window}]" if window else "")

    @property
    def on(self) -> str:
        return f"on ({', '.join(self.keys)})"

    def worst(self, expr: str, pick: str = "min") -> str:
        """The worst group of each SLO."""
        return f"{pick} by ({', '.join(self.keys)}) ({expr})"

    def per(self, expr: str, constant: str) -> str:
        """Divided by a constant of the SLO, which has no groups."""
        return f"{expr} / {self.on} group_left () {self.select(constant)}"

    def errors(self, window: str) -> str:
        """The error ratio over a window, weighted by events, of SLOs whatever windows their policy records."""
        bad, total = (self.select(name, window=window) for name in (series.BAD, series.TOTAL))
        return f"(sum_over_time({bad}) / (sum_over_time({total}) > 0))"

    def burn(self) -> str:
        """How many times too fast the budget was spent in the last hour."""
        return self.per(self.errors(HOUR), series.BUDGET)

    def recorded_burn(self, window: Duration) -> str:
        """The same of a window that the policy looks at."""
        return self.per(self.select(series.window_ratio(window)), series.BUDGET)

    @property
    def kept(self) -> str:
        """The share of good events over the SLO's window."""
        return f"1 - {self.select(series.PERIOD_RATIO)}"

    @property
    def left(self) -> str:
        return self.select(series.BUDGET_REMAINING)

    @property
    def seconds_left(self) -> str:
        """The budget left, as seconds of total outage."""
        full = f"{self.select(series.BUDGET)} * {self.on} {self.select(series.PERIOD)}"
        return f"{self.left} * {self.on} group_left () ({full})"

    @property
    def lasts(self) -> str:
        """Seconds until the budget is spent at the speed of the last hour; at most ten years, 0 when it is spent."""
        left = f"clamp_min({self.left}, 0) * {self.on} group_left () {self.select(series.PERIOD)}"
        return f"clamp_max({left} / clamp_min({self.burn()}, 0.000000001), {LONGEST})"

    def spent(self, window: Duration) -> str:
        """The share of the whole budget that the bad events of the day that begins have spent, of SLOs of this window.

        All of them are those of the window that ends with the time that is shown, so that its days add up to what is gone.
        """
        bad = self.select(series.BAD, window=DAY) + BEGINNING
        total = self.select(series.TOTAL, window=str(window)) + " @ end()"
        share = self.per(f"sum_over_time({bad}) / (sum_over_time({total}) > 0)", series.BUDGET)
        chosen = self.select(series.INFO, f'window="{window}"')
        return f"{self.worst(share, 'max')} and {self.on} {chosen}"

    def firing(self, *more: str) -> str:
        return self.select("ALERTS", 'alertstate="firing"', *more)

    def count(self, expr: str) -> str:
        """How many, and 0 where there are none but SLOs are known."""
        return f"count({expr}) or 0 * count({self.select(series.INFO)})"


def reading(program: Program, matchers: str) -> Reading:
    """How the boards of this project read the SLOs with these matchers."""
    places = {*program.project.identity_labels, *(name for one in program.servers for name, _ in one.identity)}
    return Reading(matchers, ("slo_id", *sorted(places)))


def alternatives(values: Iterable[str]) -> str:
    """A PromQL string of a regular expression for exactly these values."""
    return literal("|".join(_MEANS_MORE.sub(r"\\\g<0>", one) for one in values))
