"""All kinds, by the word after `kind:`."""

from __future__ import annotations

from sre_compiler.kinds.burn_rate_policy import BurnRatePolicy
from sre_compiler.kinds.calendar import Calendar
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.error_budget_policy import ErrorBudgetPolicy
from sre_compiler.kinds.external_alerts import ExternalAlerts
from sre_compiler.kinds.incident import Incident
from sre_compiler.kinds.oncall_policy import OnCallPolicy
from sre_compiler.kinds.people import People
from sre_compiler.kinds.project import Project
from sre_compiler.kinds.public_holidays import PublicHolidays
from sre_compiler.kinds.scenario import Scenario
from sre_compiler.kinds.service import Service
from sre_compiler.kinds.severities import Severities
from sre_compiler.kinds.sli import SLI
from sre_compiler.kinds.team import Team

KINDS: dict[str, type[Document]] = {
    kind.__name__: kind
    for kind in (
        Project,
        Severities,
        BurnRatePolicy,
        ErrorBudgetPolicy,
        Calendar,
        PublicHolidays,
        People,
        Team,
        OnCallPolicy,
        SLI,
        Service,
        ExternalAlerts,
        Incident,
    )
}

APART: dict[str, type[Document]] = {Scenario.__name__: Scenario}
"""Documents that are no specs: a command is given the file of one."""
