"""The spec language: one module per kind of document.

In: documents, as plain data. Out: frozen models whose fields are the keys of the YAML, so that the path of a field is the path
in the document; or findings in our own words. Must not: look at a second document, follow a name, read PromQL, or let
pydantic out of this room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sre_compiler.kinds.alerting import Alerting, NoData
from sre_compiler.kinds.burn_rate_policy import BurnRatePolicy, BurnRatePolicySpec, Leg
from sre_compiler.kinds.calendar import Calendar, CalendarSpec, Holidays, Hours
from sre_compiler.kinds.document import API_VERSION, Document, Metadata, Named
from sre_compiler.kinds.error_budget_policy import BudgetOverride, ErrorBudgetPolicy, ErrorBudgetPolicySpec
from sre_compiler.kinds.external_alerts import ExternalAlerts, ExternalAlertsSpec, Owner
from sre_compiler.kinds.incident import (
    Action,
    Entry,
    Factor,
    FiredAlert,
    Incident,
    IncidentSpec,
    LostBudget,
    Review,
    TeamOwner,
    Times,
)
from sre_compiler.kinds.lint import Lint
from sre_compiler.kinds.oncall_policy import (
    EscalationStep,
    Fairness,
    Follows,
    Handoff,
    Layer,
    OnCallPolicy,
    OnCallPolicySpec,
    Override,
    Roster,
    Schedule,
    Target,
)
from sre_compiler.kinds.option import Option, Value
from sre_compiler.kinds.people import People, PeopleSpec, Person
from sre_compiler.kinds.project import (
    Alertmanager,
    CalendarHorizon,
    Defaults,
    Environment,
    Grafana,
    GrafanaKubernetes,
    Labels,
    Project,
    ProjectSpec,
    PrometheusServer,
    Runbooks,
    Smtp,
    Where,
)
from sre_compiler.kinds.public_holidays import PublicHolidays, Region
from sre_compiler.kinds.read import ANY, kind_of, read, read_as, read_options
from sre_compiler.kinds.receiver import Receiver
from sre_compiler.kinds.scenario import Happening, Scenario, ScenarioSpec
from sre_compiler.kinds.service import (
    Alert,
    External,
    GoldenSignals,
    Proof,
    Runbook,
    Saturation,
    Service,
    ServiceSpec,
    Slo,
    SloInEnvironment,
)
from sre_compiler.kinds.severities import IncidentRules, Severities, SeveritiesSpec, Severity, Timing
from sre_compiler.kinds.sli import (
    SLI,
    Freshness,
    Indicator,
    InlineSli,
    Latency,
    Probe,
    Ratio,
    SliSpec,
    Threshold,
    UseSli,
)
from sre_compiler.kinds.systems import SINCE
from sre_compiler.kinds.table import KINDS
from sre_compiler.kinds.team import Cover, Notification, Team, TeamSpec

if TYPE_CHECKING:  # only `schema` needs it
    from sre_compiler.kinds.known import Known


def schemas(
    options: Mapping[str, Sequence[Option[Any]]], known: Mapping[str, Known] | None = None
) -> dict[str, object]:
    """The JSON Schema of each kind and one for all of them, by file name; with the names that are known, for one repository."""
    from sre_compiler.kinds.schema import files

    return files(known or {}, options)


__all__ = [
    "ANY",
    "API_VERSION",
    "KINDS",
    "SINCE",
    "SLI",
    "Action",
    "Alert",
    "Alerting",
    "Alertmanager",
    "BudgetOverride",
    "BurnRatePolicy",
    "BurnRatePolicySpec",
    "Calendar",
    "CalendarHorizon",
    "CalendarSpec",
    "Cover",
    "Defaults",
    "Document",
    "Entry",
    "Environment",
    "ErrorBudgetPolicy",
    "ErrorBudgetPolicySpec",
    "EscalationStep",
    "External",
    "ExternalAlerts",
    "ExternalAlertsSpec",
    "Factor",
    "Fairness",
    "FiredAlert",
    "Follows",
    "Freshness",
    "GoldenSignals",
    "Grafana",
    "GrafanaKubernetes",
    "Handoff",
    "Happening",
    "Holidays",
    "Hours",
    "Incident",
    "IncidentRules",
    "IncidentSpec",
    "Indicator",
    "InlineSli",
    "Labels",
    "Latency",
    "Layer",
    "Leg",
    "Lint",
    "LostBudget",
    "Metadata",
    "Named",
    "NoData",
    "Notification",
    "OnCallPolicy",
    "OnCallPolicySpec",
    "Option",
    "Override",
    "Owner",
    "People",
    "PeopleSpec",
    "Person",
    "Probe",
    "Project",
    "ProjectSpec",
    "PrometheusServer",
    "Proof",
    "PublicHolidays",
    "Ratio",
    "Receiver",
    "Region",
    "Review",
    "Roster",
    "Runbook",
    "Runbooks",
    "Saturation",
    "Scenario",
    "ScenarioSpec",
    "Schedule",
    "Service",
    "ServiceSpec",
    "Severities",
    "SeveritiesSpec",
    "Severity",
    "SliSpec",
    "Slo",
    "SloInEnvironment",
    "Smtp",
    "Target",
    "Team",
    "TeamOwner",
    "TeamSpec",
    "Threshold",
    "Times",
    "Timing",
    "UseSli",
    "Value",
    "Where",
    "kind_of",
    "read",
    "read_as",
    "read_options",
    "schemas",
]
