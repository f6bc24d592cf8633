"""The report as metrics, for the textfile collector or a push: what was asked of one Prometheus, for dashboards of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sre_compiler.budget.gate import STATES
from sre_compiler.budget.history import braces

SHARE_LEFT = (
    "slo_budget_left_ratio",
    "Share of the error budget of the window that is left; below 0 when it is overspent.",
)
BURN = ("slo_budget_burn_rate", "How many times faster than allowed the budget was spent lately.")
KNOWN = ("slo_budget_coverage_ratio", "Share of the window, or of the time since the first sample, that was measured.")
STATE = ("slo_gate_state", "Whether the gate of the SLO is in this state.")
WHEN = ("slo_gate_evaluation_timestamp_seconds", "When the gate was evaluated.")


def metrics_text(report: dict[str, Any]) -> str:
    """Nothing is exported for what is unknown but that it is."""
    samples: dict[tuple[str, str], list[str]] = {SHARE_LEFT: [], BURN: [], KNOWN: [], STATE: [], WHEN: []}
    for slo in report["slos"]:
        own = {"slo_id": slo["slo_id"], "environment": slo["environment"]}
        samples[STATE] += [_line(STATE, {**own, "state": one}, float(one == slo["state"])) for one in STATES]
        for group in slo["groups"]:
            for family, labels, value in _of_group(own, group):
                samples[family].append(_line(family, labels, value))
    samples[WHEN].append(f"{WHEN[0]} {report['timestamp']}")
    return "".join(_family(name, told, lines) for (name, told), lines in samples.items() if lines)


def _of_group(own: dict[str, str], group: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, str], float]]:
    labels = {**own, **{_label(name, {*own, "look_back"}): value for name, value in group["labels"].items()}}
    yield KNOWN, labels, group["coverage"]
    measures = group["measures"]
    if measures is not None:
        yield SHARE_LEFT, labels, measures["left_of_window"]
        for look_back, burn in measures["burn"].items():
            if burn is not None:
                yield BURN, {**labels, "look_back": look_back}, burn


def _label(name: str, taken: set[str]) -> str:
    """As Prometheus 3 writes a name for readers that know letters, digits and underscores only, and one that is taken."""
    plain = re.sub(r"^[0-9]|[^a-zA-Z0-9_]", "_", name)
    return f"exported_{plain}" if plain in taken else plain


def _line(family: tuple[str, str], labels: dict[str, str], value: float) -> str:
    return f"{family[0]}{braces(labels)} {value!r}"


def _family(name: str, told: str, lines: list[str]) -> str:
    return "\n".join([f"# HELP {name} {told}", f"# TYPE {name} gauge", *lines, ""])
