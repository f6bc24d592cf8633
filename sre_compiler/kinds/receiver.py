"""Receivers: one way to reach a team, with the fields that Alertmanager 0.25 and later take.

Secrets are names of files below the project's `secrets_dir`.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import NewReceiverName
from sre_compiler.kinds.quantities import Flag
from sre_compiler.kinds.scalar import Choice
from sre_compiler.kinds.shapes import Maybe
from sre_compiler.kinds.texts import Email, FilePath, Text, Url


class Integration(Model):
    """What all systems have in common."""

    send_resolved: Maybe[Flag] = Field(None, description="Whether it is told when an alert is over.")


class PagerDuty(Integration):
    """PagerDuty's Events API."""

    exactly_one: ClassVar[tuple[str, ...]] = ("routing_key_file", "service_key_file")
    routing_key_file: Maybe[FilePath] = Field(
        None, description="The file with the key of an Events API v2 integration."
    )
    service_key_file: Maybe[FilePath] = Field(None, description="The file with the key of a Prometheus integration.")
    url: Maybe[Url] = Field(None, description="The URL to send to, if it is not PagerDuty's own.")


class Opsgenie(Integration):
    """Opsgenie's alert API."""

    api_key_file: FilePath = Field(description="The file with the API key.")
    api_url: Maybe[Url] = Field(None, description="The URL of the API, if it is not the one in the US.")
    priority: Maybe[Annotated[Literal["P1", "P2", "P3", "P4", "P5"], Choice()]] = Field(
        None, description="The priority."
    )


class Slack(Integration):
    """A Slack channel, by an incoming webhook."""

    channel: Text = Field(description="The channel or user.")
    api_url_file: FilePath = Field(description="The file with the URL of the webhook.")


class MsTeams(Integration):
    """A Microsoft Teams channel, by an incoming webhook; needs Alertmanager 0.27."""

    webhook_url_file: FilePath = Field(description="The file with the URL of the webhook.")


class Webhook(Integration):
    """Any program that takes Alertmanager's JSON."""

    exactly_one: ClassVar[tuple[str, ...]] = ("url", "url_file")
    url: Maybe[Url] = Field(None, description="The URL, where it is not a secret.")
    url_file: Maybe[FilePath] = Field(None, description="The file with the URL; needs Alertmanager 0.26.")
    credentials_file: Maybe[FilePath] = Field(None, description="The file with a bearer token.")


class EmailReceiver(Integration):
    """An address, by the project's mail server."""

    to: Email = Field(description="The address.")


class Receiver(Model):
    """A name and exactly one system."""

    exactly_one: ClassVar[tuple[str, ...]] = ("pagerduty", "opsgenie", "slack", "msteams", "webhook", "email")
    name: NewReceiverName = Field(description="The name that `notify` uses.")
    pagerduty: Maybe[PagerDuty] = Field(None, description="PagerDuty.")
    opsgenie: Maybe[Opsgenie] = Field(None, description="Opsgenie.")
    slack: Maybe[Slack] = Field(None, description="Slack.")
    msteams: Maybe[MsTeams] = Field(None, description="Microsoft Teams.")
    webhook: Maybe[Webhook] = Field(None, description="Any program that takes Alertmanager's JSON.")
    email: Maybe[EmailReceiver] = Field(None, description="Email.")

    @property
    def kind(self) -> str:
        """The key of the system that it speaks to."""
        return next(key for key in self.exactly_one if getattr(self, key) is not None)
