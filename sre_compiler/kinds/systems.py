"""Systems that reach a team, each with the fields that Alertmanager takes from the version in which it can read its secret from
a file: `SINCE` says which that is, where it is later than 0.25.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sre_compiler.kinds.model import Model
from sre_compiler.kinds.quantities import ChatId, Flag
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


class VictorOps(Integration):
    """Splunk On-Call, formerly VictorOps."""

    api_key_file: FilePath = Field(description="The file with the API key.")
    routing_key: Text = Field(description="The routing key, which is no secret.")


class IncidentIo(Integration):
    """incident.io; needs Alertmanager 0.29."""

    url: Url = Field(description="The URL of the alert source.")
    alert_source_token_file: FilePath = Field(description="The file with the token of the alert source.")


class Pushover(Integration):
    """Pushover; needs Alertmanager 0.26."""

    user_key_file: FilePath = Field(description="The file with the key of the user or group.")
    token_file: FilePath = Field(description="The file with the token of the application.")


class Slack(Integration):
    """A Slack channel, by an incoming webhook."""

    channel: Text = Field(description="The channel or user.")
    api_url_file: FilePath = Field(description="The file with the URL of the webhook.")


class MsTeams(Integration):
    """A Microsoft Teams channel, by an incoming webhook; needs Alertmanager 0.27."""

    webhook_url_file: FilePath = Field(description="The file with the URL of the webhook.")


class Discord(Integration):
    """A Discord channel, by a webhook; needs Alertmanager 0.27."""

    webhook_url_file: FilePath = Field(description="The file with the URL of the webhook.")


class Telegram(Integration):
    """A Telegram chat, by a bot; needs Alertmanager 0.26."""

    bot_token_file: FilePath = Field(description="The file with the token of the bot.")
    chat_id: ChatId = Field(description="The chat.")


class Webex(Integration):
    """A room of Webex, by a bot."""

    room_id: Text = Field(description="The room.")
    bot_token_file: FilePath = Field(description="The file with the token of the bot.")


class RocketChat(Integration):
    """A channel of Rocket.Chat; needs Alertmanager 0.28."""

    channel: Text = Field(description="The channel or user.")
    api_url: Maybe[Url] = Field(None, description="The URL of the server.")
    token_id_file: FilePath = Field(description="The file with the id of the token.")
    token_file: FilePath = Field(description="The file with the token.")


class Mattermost(Integration):
    """A Mattermost channel, by an incoming webhook; needs Alertmanager 0.30."""

    webhook_url_file: FilePath = Field(description="The file with the URL of the webhook.")
    channel: Maybe[Text] = Field(None, description="The channel, if it is not that of the webhook.")


class Jira(Integration):
    """Issues in Jira; needs Alertmanager 0.28."""

    api_url: Url = Field(description="The URL of the site.")
    project: Text = Field(description="The key of the project.")
    issue_type: Text = Field(description="The type of the issues.")
    credentials_file: FilePath = Field(description="The file with a bearer token.")


class Sns(Integration):
    """A topic of Amazon SNS; the machine's own role is used."""

    topic_arn: Text = Field(description="The topic.")
    region: Text = Field(description="The region.")


class Webhook(Integration):
    """Any program that takes Alertmanager's JSON."""

    exactly_one: ClassVar[tuple[str, ...]] = ("url", "url_file")
    url: Maybe[Url] = Field(None, description="The URL, where it is not a secret.")
    url_file: Maybe[FilePath] = Field(None, description="The file with the URL; needs Alertmanager 0.26.")
    credentials_file: Maybe[FilePath] = Field(None, description="The file with a bearer token.")


class EmailReceiver(Integration):
    """An address, by the project's mail server."""

    to: Email = Field(description="The address.")


SINCE = {
    ("webhook", "url_file"): (0, 26),
    ("telegram", "bot_token_file"): (0, 26),
    ("pushover", "token_file"): (0, 26),
    ("msteams", "webhook_url_file"): (0, 27),
    ("discord", "webhook_url_file"): (0, 27),
    ("rocketchat", "token_file"): (0, 28),
    ("jira", "project"): (0, 28),
    ("incidentio", "alert_source_token_file"): (0, 29),
    ("mattermost", "webhook_url_file"): (0, 30),
}
"""The Alertmanager that first reads a field of a system, found by reading the sources of every version since 0.20."""
