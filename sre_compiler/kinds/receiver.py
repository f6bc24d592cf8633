"""Receivers: one way to reach a team. Secrets are names of files below the project's `secrets_dir`."""

from typing import ClassVar

from pydantic import Field

from sre_compiler.kinds import systems
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import NewReceiverName
from sre_compiler.kinds.shapes import Maybe


class Receiver(Model):
    """A name and exactly one system."""

    exactly_one: ClassVar[tuple[str, ...]] = (
        "pagerduty", "opsgenie", "victorops", "incidentio", "pushover", "slack", "msteams", "discord", "telegram", "webex",
        "rocketchat", "mattermost", "jira", "sns", "webhook", "email",
    )  # fmt: skip
    name: NewReceiverName = Field(description="The name that `notify` uses.")
    pagerduty: Maybe[systems.PagerDuty] = Field(None, description="PagerDuty.")
    opsgenie: Maybe[systems.Opsgenie] = Field(None, description="Opsgenie.")
    victorops: Maybe[systems.VictorOps] = Field(None, description="Splunk On-Call.")
    incidentio: Maybe[systems.IncidentIo] = Field(None, description="incident.io.")
    pushover: Maybe[systems.Pushover] = Field(None, description="Pushover.")
    slack: Maybe[systems.Slack] = Field(None, description="Slack.")
    msteams: Maybe[systems.MsTeams] = Field(None, description="Microsoft Teams.")
    discord: Maybe[systems.Discord] = Field(None, description="Discord.")
    telegram: Maybe[systems.Telegram] = Field(None, description="Telegram.")
    webex: Maybe[systems.Webex] = Field(None, description="Webex.")
    rocketchat: Maybe[systems.RocketChat] = Field(None, description="Rocket.Chat.")
    mattermost: Maybe[systems.Mattermost] = Field(None, description="Mattermost.")
    jira: Maybe[systems.Jira] = Field(None, description="Jira.")
    sns: Maybe[systems.Sns] = Field(None, description="Amazon SNS.")
    webhook: Maybe[systems.Webhook] = Field(None, description="Any program that takes Alertmanager's JSON.")
    email: Maybe[systems.EmailReceiver] = Field(None, description="Email.")

    @property
    def kind(self) -> str:
        """The key of the system that it speaks to."""
        return next(key for key in self.exactly_one if getattr(self, key) is not None)
