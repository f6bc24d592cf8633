"""Program to artifacts; one folder per output.

In: the Program. Out: artifacts, streamed service by service. Must not: decide what is right or wrong, touch the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sre_compiler.backends import alertmanager, budgets, grafana, incidents, oncall, prometheus, proofs, runbooks
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

Emit = Callable[[Program, Service], Iterator[Artifact]]


def _prometheus(program: Program, service: Service) -> Iterator[Artifact]:
    """Rules, and the proof of them beside."""
    yield from prometheus.emit(program, service)
    yield from proofs.emit(program, service)


BACKENDS: dict[str, Emit] = {
    "alertmanager": alertmanager.emit_tests,
    "budgets": budgets.emit,
    "grafana": grafana.emit,
    "prometheus": _prometheus,
    "runbooks": runbooks.emit,
}
"""Output folder under `generated/`, as `--only` names it, and who fills it."""

EmitOnce = Callable[[Program], Iterator[Artifact]]

OF_PROJECT: dict[str, EmitOnce] = {
    "alertmanager": alertmanager.emit,
    "grafana": grafana.emit_project,
    "incidents": incidents.emit,
    "oncall": oncall.emit,
}
"""The same for what belongs to no single service. Their manifest is that of `PROJECT`."""
