"""The names that this estate uses for our labels, and the labels that nobody else may set."""

from __future__ import annotations

from msgspec import Struct


class Labels(Struct, frozen=True):
    """`Project.labels`: our word, and the label that stands for it in rules and routes."""

    team: str = "team"
    severity: str = "severity"
    service: str = "service"

    @property
    def reserved(self) -> frozenset[str]:
        """Labels that we set on alerts; in `group_by`, or left in a plain alert's result, they would be overwritten."""
        ours = {self.team, self.severity, self.service}
        return frozenset(ours | {"slo", "slo_id", "slo_group", "leg", "alertname", "le"})
