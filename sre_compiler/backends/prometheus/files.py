"""Which rule stands in which file: `fast`, `slow`, `budget`, and `alerts` for each service on each server.

A group is called by the SLO and its file. promtool orders groups by their names alone, so that two groups of one name, in
two files of one test, would be evaluated in random order.
"""

from __future__ import annotations

from msgspec import Struct, field

from sre_compiler.backends.prometheus import alerting, plain_alerts, recording
from sre_compiler.backends.prometheus.rule import Rule, group
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.output.encode import Memo, yaml_text
from sre_compiler.program import recorded
from sre_compiler.program.labels import Labels
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service


class Writer(Struct, frozen=True):
    """Writes the rule files of one service; what its environments have in common is worked out and encoded once."""

    service: Service
    names: Labels
    firings: alerting.Firings
    memo: Memo = field(default_factory=dict)
    shared: dict[object, Shared] = field(default_factory=dict)

    def files(self, server: Server, deployment: Deployment) -> dict[str, str]:
        """The text of each rule file on one server, by its name; a file without rules is left out."""
        frames = [Frame(objective, server) for objective in deployment.objectives]
        groups = {
            "fast": [self._fast(frame) for frame in frames],
            "slow": [self._slow(frame) for frame in frames],
            "budget": [self._budget(frame) for frame in frames],
            "alerts": list(plain_alerts.groups(self.service, server, deployment, self.names)),
        }
        header = f"# generated from {self.service.source} — do not edit\n"
        filled = {file: [one for one in content if one["rules"]] for file, content in groups.items()}
        return {file: header + yaml_text({"groups": one}, self.memo) for file, one in filled.items() if one}

    def _fast(self, frame: Frame) -> dict[str, object]:
        shared = self._shared(frame)
        rules = [
            *shared.fast,
            *alerting.legs(frame, self.names, self.firings.of(frame), fast=True),
            *alerting.no_data(frame, self.names),
        ]
        return group(f"{frame.objective.slo_id}:fast", rules, str(recorded.SPACING))

    def _slow(self, frame: Frame) -> dict[str, object]:
        shared = self._shared(frame)
        rules = [*shared.slow, *alerting.legs(frame, self.names, self.firings.of(frame), fast=False)]
        return group(f"{frame.objective.slo_id}:slow", rules, str(recorded.SLOW))

    def _budget(self, frame: Frame) -> dict[str, object]:
        return group(f"{frame.objective.slo_id}:budget", self._shared(frame).budget, str(recorded.BUDGET))

    def _shared(self, frame: Frame) -> Shared:
        """What depends on no severity, so that environments often agree in it."""
        key = alerting.alike(frame)
        known = self.shared.get(key)
        if known is None:
            known = Shared(
                list(recording.fast(frame)), list(recording.slow(frame)), list(recording.budget(frame, self.names))
            )
            self.shared[key] = known
        return known


class Shared(Struct, frozen=True):
    """The recording rules of an objective, by their files."""

    fast: list[Rule]
    slow: list[Rule]
    budget: list[Rule]
