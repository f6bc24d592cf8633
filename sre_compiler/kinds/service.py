"""`Service`: its objectives, its alerts, its golden signals, and what it depends on."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from sre_compiler.kinds.alerting import AlertingChoice, NoDataChoice
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import (
    AlertName,
    BurnRatePolicyName,
    EnvironmentName,
    ErrorBudgetPolicyName,
    FreeLabelName,
    LabelName,
    Name,
    ServiceName,
    SeverityName,
    SloId,
    SloName,
    TeamName,
    Word,
)
from sre_compiler.kinds.quantities import AnyDuration, Count, Objective, PositiveDuration, PositiveRate, Tier
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe, OneOf
from sre_compiler.kinds.sli import SliChoice
from sre_compiler.kinds.texts import LabelValue, PromQL, SeriesLine, Text, Url


class External(Model):
    """A dependency that is not in these specs."""

    external: Name = Field(description="Its name.")


class Saturation(Model):
    """How full the service is: usage over limit."""

    usage: PromQL = Field(description="The selector of what is used.")
    limit: PromQL = Field(description="The selector of what there is.")


class GoldenSignals(Model):
    """What is looked at first. Each is optional."""

    traffic: Maybe[PromQL] = Field(None, description="The selector of a counter of all requests.")
    errors: Maybe[PromQL] = Field(None, description="The selector of a counter of failed requests.")
    latency: Maybe[PromQL] = Field(None, description="The selector of a histogram of durations, by its base name.")
    saturation: Maybe[Saturation] = Field(None, description="How full the service is.")


class SloInEnvironment(Model):
    """What is different in one environment."""

    objective: Objective = Field(description="The objective there.")


class Slo(Model):
    """One objective of the service."""

    name: SloName = Field(description="The name; unique within the service.")
    title: Maybe[Text] = Field(None, description="The name for people.")
    description: Maybe[Text] = Field(None, description="What a user notices when it is met, in a sentence.")
    objective: Objective = Field(description="The share of events that is good, as a percentage.")
    window: Maybe[PositiveDuration] = Field(None, description="The time over which the objective is kept.")
    sli: SliChoice = Field(
        description="What is counted: the name of an SLI, `{use, with}`, or an indicator written out."
    )
    group_by: Annotated[tuple[FreeLabelName, ...], Distinct()] = Field(
        (), description="Labels by which there are separate budgets."
    )
    in_: dict[EnvironmentName, SloInEnvironment] = Field(
        default_factory=dict, description="What is different in some environments."
    )
    alerting: Maybe[AlertingChoice] = Field(
        None, description="How alerts differ from the policy; `none` for no alerts."
    )
    burn_rate_policy: Maybe[BurnRatePolicyName] = Field(
        None, description="The burn-rate policy, if not the default one."
    )
    error_budget_policy: Maybe[ErrorBudgetPolicyName] = Field(
        None, description="The error budget policy, if not the default one."
    )
    no_data: Maybe[NoDataChoice] = Field(
        None, description="What missing data means: alert, bad, ignore, or `{then, after, severity}`."
    )
    id: Maybe[SloId] = Field(None, description="The id to keep through a rename, as service/slo.")
    revision: Maybe[Count] = Field(
        None, description="Counted up when the SLI changes its meaning; the budget starts anew."
    )
    alert: Maybe[AlertName] = Field(None, description="The name of the burn-rate alert, to keep an old one.")


class Runbook(Model):
    """What somebody who is woken needs to know."""

    impact: Maybe[Text] = Field(None, description="What users notice.")
    steps: tuple[Text, ...] = Field((), description="What to do, in order.")


class Proof(Model):
    """Series with a value each, `up 0`, or with what is added every minute, `errors_total 0+5`."""

    fires: tuple[SeriesLine, ...] = Field((), description="Series with values that fire it.")
    silent: tuple[SeriesLine, ...] = Field((), description="Series with values that do not.")


class Alert(Model):
    """A condition that alerts by itself, without a budget."""

    name: AlertName = Field(description="The name; unique in the project.")
    expr: PromQL = Field(description="The condition.")
    for_: Maybe[AnyDuration] = Field(None, description="How long it must hold.")
    keep_firing_for: Maybe[AnyDuration] = Field(
        None, description="How long the alert goes on after the condition is over."
    )
    severity: SeverityName = Field(description="The severity.")
    summary: Text = Field(description="What has happened, in a sentence; a template.")
    description: Maybe[Text] = Field(None, description="More about it; a template.")
    annotations: dict[LabelName, Text] = Field(default_factory=dict, description="Further annotations; templates.")
    labels: dict[FreeLabelName, LabelValue] = Field(default_factory=dict, description="Further labels.")
    runbook: Maybe[Runbook] = Field(None, description="What somebody who is woken needs to know.")
    proof: Maybe[Proof] = Field(None, description="What fires it and what does not, where the compiler cannot tell.")


Dependency: TypeAlias = Annotated[str | External, OneOf(ServiceName, External)]


class ServiceSpec(Model):
    """A service."""

    team: TeamName = Field(description="The team that owns it.")
    tier: Maybe[Tier] = Field(None, description="How important it is; a smaller number is more.")
    environments: Maybe[Annotated[tuple[EnvironmentName, ...], NOT_EMPTY, Distinct()]] = Field(
        None, description="Where it runs, if not as the defaults say."
    )
    depends_on: Annotated[tuple[Dependency, ...], Distinct()] = Field(
        (), description="Services that it needs: a name, or `{external: name}`."
    )
    links: dict[Word, Url] = Field(default_factory=dict, description="Pages about it: repository, logs, and so on.")
    traffic: Maybe[PositiveRate] = Field(None, description="The rate of events that is normal.")
    golden_signals: Maybe[GoldenSignals] = Field(None, description="What is looked at first.")
    slos: Annotated[tuple[Slo, ...], Distinct("name")] = Field((), description="Its objectives.")
    alerts: Annotated[tuple[Alert, ...], Distinct("name")] = Field((), description="Its alerts without a budget.")


class Service(Document):
    """Something that users or other services rely on."""

    noun: ClassVar[str] = "service"
    kind: Literal["Service"] = Field(description="The kind of this document.")
    spec: ServiceSpec = Field(description="A service.")
