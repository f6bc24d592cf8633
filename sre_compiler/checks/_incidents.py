"""One incident as its checks look at it; what several checks need is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sre_compiler.cached import cached_property
from sre_compiler.diagnostics import Place
from sre_compiler.program.incidents import Incident
from sre_compiler.program.program import Setting
from sre_compiler.program.severities import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = {
    "impact_start": "the impact began",
    "detected": "it was detected",
    "paged": "somebody was paged",
    "acknowledged": "somebody answered",
    "mitigated": "users were fine again",
    "resolved": "it was resolved",
}
"""What each time says, in words."""


class IncidentScope:
    """An incident and its setting. Services are out of sight: a finding here depends on nothing of theirs."""

    def __init__(self, incident: Incident, setting: Setting) -> None:
        self.incident = incident
        self.setting = setting

    @cached_property
    def instants(self) -> Mapping[str, int]:
        """The times that are known, as seconds since 1970 in UTC."""
        from sre_compiler import rotas

        return rotas.moments(self.incident)

    @cached_property
    def severity(self) -> Severity:
        """Its severity, which the scale has."""
        return self.scale[self.incident.severity]

    @cached_property
    def scale(self) -> Mapping[str, Severity]:
        """All severities by their names, the worst first."""
        return {one.name: one for one in self.setting.severities}

    @property
    def is_over(self) -> bool:
        return "resolved" in self.incident.times

    def at(self, *steps: str | int) -> Place:
        """The place of something in its `spec`."""
        return self.incident.at(*steps)


def day(instant: int) -> str:
    """The day of an instant in UTC, as `2026-03-29`."""
    from datetime import UTC, datetime

    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%d}"
