"""An objective as the backends need it: one SLO in one environment, with every default filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from sre_compiler import burnrate
from sre_compiler.diagnostics import Place
from sre_compiler.program.boards import PanelRef
from sre_compiler.program.indicators import Indicator
from sre_compiler.units import Duration

MissingData = Literal["alert", "bad", "ignore"]
BRICK = Duration.seconds(300)


class PolicyLeg(Struct, frozen=True):
    """A leg of the SLO's policy, and the severity it has here; `severity` is None where it records but alerts nobody."""

    leg: burnrate.Leg
    share: str
    severity: str | None
    left_out: bool
    place: Place

    @property
    def name(self) -> str:
        """A leg is called by its long window."""
        return str(self.leg.long)


class NoData(Struct, frozen=True):
    """What a missing indicator means: an alert after a while, bad events, or nothing; no `severity`, no alert."""

    then: MissingData
    after: Duration
    severity: str | None

    @property
    def alert_severity(self) -> str | None:
        """The severity of the alert for missing data, where there is one."""
        return self.severity if self.then == "alert" else None


class Objective(Struct, frozen=True):
    """One SLO in one environment. `objective` is a ratio of one; `min_errors` is 1 where none was asked for.

    `labels` are those of the service's metadata; `title` is "" where the SLO has none. `policy` names the burn-rate policy,
    `error_budget_policy` the one for what is left, `template` the SLI document that the indicator comes from; "" where there is
    none. `alerting_legs` are those of its `legs` that alert somebody; `windows` are all that the policy looks at, and the five
    minutes of the recorded series, shortest first. With `own_alerting` the SLO states itself which legs alert, or with which severity. `panel` is where the
    board of the service shows how fast the budget burns.
    """

    slo_id: str
    service: str
    name: str
    title: str
    service_title: str
    description: str
    team: str
    tier: int | None
    labels: tuple[tuple[str, str], ...]
    objective: Decimal
    window: Duration
    indicator: Indicator
    group_by: tuple[str, ...]
    legs: tuple[PolicyLeg, ...]
    alerting_legs: tuple[PolicyLeg, ...]
    windows: tuple[Duration, ...]
    no_data: NoData
    min_errors: int
    burn_alert: str
    no_data_alert: str
    policy: str
    error_budget_policy: str
    template: str
    own_alerting: bool
    runbook_url: str
    dashboard_url: str
    panel: PanelRef | None
    place: Place
    slo_id_place: Place
    burn_alert_place: Place
    objective_place: Place
    window_place: Place
    no_data_place: Place
    min_errors_place: Place

    @property
    def budget(self) -> Decimal:
        return burnrate.error_budget(self.objective)

    @property
    def shown_title(self) -> str:
        """What people read: the SLO's own title, else the service's and the SLO's name."""
        return self.title or f"{self.service_title} {self.name}"
