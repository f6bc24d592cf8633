"""Program to artifacts; one folder per output.

In: the Program. Out: artifacts, streamed service by service. Must not: decide what is right or wrong, touch the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from sre_compiler.backends import alertmanager, budgets, grafana, incidents, oncall, prometheus, proofs, runbooks
from sre_compiler.backends.prometheus.alerting import Firings
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

Emit = Callable[[Service], Iterator[Artifact]]


def _each(emit: Callable[[Program, Service], Iterator[Artifact]]) -> Callable[[Program], Emit]:
    """An output for which nothing is kept from one service to the next."""
    return partial(partial, emit)


def _prometheus(program: Program) -> Emit:
    """Rules, and the proof of them beside."""
    prove = proofs.emitter(program)

    def emit(service: Service) -> Iterator[Artifact]:
        firings = Firings()
        return chain(prometheus.emit(program, service, firings), prove(service, firings))

    return emit


BACKENDS: dict[str, Callable[[Program], Emit]] = {
    "alertmanager": alertmanager.tests_emitter,
    "budgets": _each(budgets.emit),
    "grafana": _each(grafana.emit),
    "prometheus": _prometheus,
    "runbooks": runbooks.emitter,
}
"""Output folder under `generated/`, as `--only` names it, and what fills it for a program, service by service."""

EmitOnce = Callable[[Program], Iterator[Artifact]]

OF_PROJECT: dict[str, EmitOnce] = {
    "alertmanager": alertmanager.emit,
    "grafana": grafana.emit_project,
    "incidents": incidents.emit,
    "oncall": oncall.emit,
}
"""The same for what belongs to no single service. Their manifest is that of `PROJECT`."""
