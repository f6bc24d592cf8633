"""Which rule stands in which file: `fast`, `slow`, `budget`, and `alerts` for each service on each server.

A group is called by the SLO and its file. promtool orders groups by their names alone, so that two groups of one name, in
two files of one test, would be evaluated in random order.
"""

from __future__ import annotations

from sre_compiler.backends.prometheus import alerting, plain_alerts, recording
from sre_compiler.backends.prometheus.rule import group
from sre_compiler.backends.prometheus.series import SPACING, Frame
from sre_compiler.output.encode import yaml_text
from sre_compiler.program.labels import Labels
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service

SLOW = "2m"
BUDGET = "4m"
"""Below five minutes, because instant selectors look back no further."""


def rule_files(service: Service, server: Server, deployment: Deployment, names: Labels) -> dict[str, str]:
    """The text of each rule file of one service on one server, by its name; a file without rules is left out."""
    frames = [Frame(objective, server) for objective in deployment.objectives]
    groups = {
        "fast": [_fast(frame, names) for frame in frames],
        "slow": [_slow(frame, names) for frame in frames],
        "budget": [_budget(frame) for frame in frames],
        "alerts": list(plain_alerts.groups(service, server, deployment, names)),
    }
    header = f"# generated from {service.source} — do not edit\n"
    filled = {file: [one for one in content if one["rules"]] for file, content in groups.items()}
    return {file: header + yaml_text({"groups": content}) for file, content in filled.items() if content}


def _fast(frame: Frame, names: Labels) -> dict[str, object]:
    rules = [
        *recording.fast(frame),
        *alerting.legs(frame, names, fast=True),
        *alerting.no_data(frame, names),
    ]
    return group(f"{frame.objective.slo_id}:fast", rules, str(SPACING))


def _slow(frame: Frame, names: Labels) -> dict[str, object]:
    rules = [*recording.slow(frame), *alerting.legs(frame, names, fast=False)]
    return group(f"{frame.objective.slo_id}:slow", rules, SLOW)


def _budget(frame: Frame) -> dict[str, object]:
    return group(f"{frame.objective.slo_id}:budget", list(recording.budget(frame)), BUDGET)
