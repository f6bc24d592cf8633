"""`ExternalAlerts`: rule files of others, such as mixins: who owns their alerts, and how severe they are here."""

from typing import Annotated, Literal

from pydantic import Field

from sre_compiler.kinds.document import Document
from sre_compiler.kinds.model import Model
from sre_compiler.kinds.names import LabelName, SeverityOrNone, TeamName
from sre_compiler.kinds.shapes import NOT_EMPTY, Distinct
from sre_compiler.kinds.texts import FilePattern, LabelValue, Pattern


class Owner(Model):
    """The alerts of one team."""

    match: Annotated[dict[LabelName, Pattern], NOT_EMPTY] = Field(
        description="Labels, and the regular expressions that they match as a whole."
    )
    team: TeamName = Field(description="The team that owns them.")


class ExternalAlertsSpec(Model):
    """Rule files of others."""

    files: Annotated[tuple[FilePattern, ...], NOT_EMPTY, Distinct()] = Field(
        description="The files, below the folder of the specs; `*` and `**/` as in a shell."
    )
    team: TeamName = Field(description="The team that owns the alerts that no entry of `owners` is about.")
    owners: tuple[Owner, ...] = Field(
        (), description="Teams that own some of the alerts; the first entry that matches holds."
    )
    severities: dict[LabelValue, SeverityOrNone] = Field(
        default_factory=dict,
        description="What their severities mean here; `none` for alerts that tell nobody.",
    )


class ExternalAlerts(Document):
    """Alerts of others: they are read, routed and judged, and never written again."""

    kind: Literal["ExternalAlerts"] = Field(description="The kind of this document.")
    spec: ExternalAlertsSpec = Field(description="Rule files of others.")
