"""`Project`: servers and environments, label names, defaults, and where things are."""

from typing import Annotated, Literal

from pydantic import Field

from sre_compiler.kinds.alerting import NoDataChoice, SeverityMap
from sre_compiler.kinds.document import Document
from sre_compiler.kinds.faults import Fault
from sre_compiler.kinds.lint import Lint
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import (
    BurnRatePolicyName,
    EnvironmentName,
    ErrorBudgetPolicyName,
    LabelName,
    Name,
    NewEnvironmentName,
    ServerName,
    TeamName,
    Word,
)
from sre_compiler.kinds.quantities import Flag, PositiveDuration, Retention, ScrapeInterval, Tier, Weeks
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct, Maybe, repeated
from sre_compiler.kinds.texts import (
    AlertmanagerVersion,
    Email,
    FilePath,
    FolderPath,
    HostPort,
    LabelValue,
    PrometheusVersion,
    RunbookPath,
    RunbookUrl,
    SpecPath,
    Text,
    Url,
)
from sre_compiler.kinds.times import Date


class Environment(Model):
    """A place where services run."""

    severities: SeverityMap = Field(
        default_factory=dict, description="Severities to emit instead, in this environment; `none` for none."
    )


class PrometheusServer(Model):
    """A server; it gets its own folder of rules."""

    name: ServerName = Field(description="The name of its folder.")
    environment: EnvironmentName = Field(description="The environment that it watches.")
    version: PrometheusVersion = Field(description="Its version, 2.42 or later.")
    scrape_interval: ScrapeInterval = Field(description="How often it scrapes.")
    retention: Retention = Field(description="How long it keeps samples.")
    external_labels: dict[LabelName, LabelValue] = Field(
        default_factory=dict, description="The labels that identify it."
    )
    url: Maybe[Url] = Field(None, description="Where Grafana and people reach it.")
    labels_on: Annotated[Literal["external", "series"], Choice()] = Field(
        "external",
        description="Whether the series carry these labels too: `series` for one store of many environments.",
    )


class Labels(Model):
    """Our words, and the labels that your estate already uses for them."""

    team: LabelName = Field("team", description="The label of the team.")
    severity: LabelName = Field("severity", description="The label of the severity.")
    service: LabelName = Field("service", description="The label of the service.")

    def faults(self) -> list[Fault]:
        """Three different labels."""
        return [*repeated([((word,), getattr(self, word)) for word in ("team", "severity", "service")])]


class Smtp(Model):
    """The mail server."""

    smarthost: HostPort = Field(description="Its host and port.")
    from_: Email = Field(description="The address of the sender.")
    username: Maybe[Text] = Field(None, description="The name to log in with.")
    password_file: Maybe[FilePath] = Field(None, description="The file with the password.")
    require_tls: Maybe[Flag] = Field(None, description="Whether to refuse a connection without TLS.")


class Alertmanager(Model):
    """The Alertmanager that gets our routes."""

    version: AlertmanagerVersion = Field(description="Its version, 0.25 or later.")
    secrets_dir: Maybe[FolderPath] = Field(None, description="The folder of the secret files, where Alertmanager runs.")
    fallback: Maybe[TeamName] = Field(None, description="The team that gets alerts which no team owns.")
    base: SpecPath | None = Field(None, description="An existing configuration, into whose routes ours are mounted.")
    mount: Annotated[Literal["first", "last"], Choice()] = Field(
        "first", description="Whether our routes stand before or after those of `base`."
    )
    smtp: Maybe[Smtp] = Field(None, description="The mail server.")


class GrafanaKubernetes(Model):
    """Dashboards as ConfigMaps, for the sidecar of Grafana's chart."""

    namespace: Maybe[Name] = Field(None, description="Their namespace, if not that of whoever applies them.")
    labels: dict[Word, LabelValue] = Field(
        default_factory=dict,
        description='The labels that the sidecar looks for; `grafana_dashboard: "1"` if this is left out.',
    )


class Grafana(Model):
    """The Grafana that gets our dashboards."""

    url: Maybe[Url] = Field(None, description="Where people open it; alerts then link to their dashboard.")
    folder: Maybe[Text] = Field(None, description="The folder of the dashboards; `SLOs` if this is left out.")
    path: Maybe[FolderPath] = Field(
        None,
        description="Where its server finds the dashboards; `/etc/grafana/dashboards/sre-compile` if this is left out.",
    )
    kubernetes: Maybe[GrafanaKubernetes] = Field(
        None, description="Dashboards as Kubernetes ConfigMaps, besides the files."
    )


class Runbooks(Model):
    """Where runbooks are."""

    url: Maybe[RunbookUrl] = Field(
        None, description="The URL of a runbook, with `{service}` and `{alert}`: of an SLO, its burn-rate alert."
    )
    path: RunbookPath = Field(
        "{service}/{alert}.md", description="The path of a runbook below the folder of runbooks, with `{alert}`."
    )


class CalendarHorizon(Model):
    """The days that everything looks at that lists days; the compiler has no clock."""

    from_: Date = Field(description="The first day.")
    weeks: Weeks = Field(description="How many weeks.")


class Where(Model):
    """The services that an entry of the defaults is for: those for which all of this is true."""

    tier: Maybe[Tier] = Field(None, description="Services of this tier.")
    team: Maybe[TeamName] = Field(None, description="Services of this team.")


class Defaults(Model):
    """Values for what services and SLOs leave out; of all entries that match, the last wins, key by key."""

    where: Maybe[Where] = Field(None, description="The services that it is for; all of them if this is left out.")
    window: Maybe[PositiveDuration] = Field(None, description="The window of SLOs.")
    burn_rate_policy: Maybe[BurnRatePolicyName] = Field(None, description="The burn-rate policy of SLOs.")
    error_budget_policy: Maybe[ErrorBudgetPolicyName] = Field(None, description="The error budget policy of SLOs.")
    environments: Maybe[Annotated[tuple[EnvironmentName, ...], NOT_EMPTY, Distinct()]] = Field(
        None, description="Where services run."
    )
    no_data: Maybe[NoDataChoice] = Field(None, description="What missing data means for SLOs.")


class ProjectSpec(Model):
    """The settings of the project."""

    environments: Annotated[dict[NewEnvironmentName, Environment], NOT_EMPTY] = Field(description="Where services run.")
    prometheus: Annotated[tuple[PrometheusServer, ...], NOT_EMPTY, Distinct("name")] = Field(
        description="The servers that evaluate the rules."
    )
    identity_labels: Annotated[tuple[LabelName, ...], Distinct()] = Field(
        (), description="Labels that tell places apart, in every grouping and inhibition; only ever added to."
    )
    labels: Maybe[Labels] = Field(None, description="Our words, and the labels that your estate already uses for them.")
    alertmanager: Maybe[Alertmanager] = Field(None, description="The Alertmanager that gets our routes.")
    grafana: Maybe[Grafana] = Field(None, description="The Grafana that gets our dashboards.")
    runbooks: Maybe[Runbooks] = Field(None, description="Where runbooks are.")
    calendar_horizon: Maybe[CalendarHorizon] = Field(None, description="The days that the compiler looks at.")
    defaults: tuple[Defaults, ...] = Field((), description="Values for what services and SLOs leave out.")
    lint: Maybe[Lint] = Field(None, description="Which findings are reported, and how severe they are.")


class Project(Document):
    """The settings of the whole repository, once."""

    kind: Literal["Project"] = Field(description="The kind of this document.")
    spec: ProjectSpec = Field(description="The settings of the project.")
