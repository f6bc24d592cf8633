"""Runbooks: one page for each SLO and each plain alert, with what the specs know in blocks and room for what people know.

In: the Program. Out: pages as artifacts, service by service. Must not: compute budgets, touch the disk, put text of a spec into a
page in any way but through `markdown.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sre_compiler.backends.runbooks.escalation import Escalations
from sre_compiler.backends.runbooks.neighbours import Neighbours
from sre_compiler.backends.runbooks.pages import Writer
from sre_compiler.output.artifact import Artifact
from sre_compiler.program import runbooks
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

SUMMARY = "a page for whoever is paged, for each SLO and each alert"


def emitter(program: Program) -> Callable[[Service], Iterator[Artifact]]:
    """What emits the runbooks of one service after the other."""
    return partial(_emit, program, Escalations(program))


def _emit(program: Program, escalations: Escalations, service: Service) -> Iterator[Artifact]:
    writer = Writer(program, service, escalations, Neighbours(program, service))
    for runbook in runbooks.runbooks(program.project, service):
        yield Artifact(
            path=f"runbooks/{runbook.path}",
            text=writer.page(runbook),
            owner=service.name,
            source=f"{service.source}#{runbook.identity.split(' ', 1)[1]}",
            page=runbook.identity,
        )
