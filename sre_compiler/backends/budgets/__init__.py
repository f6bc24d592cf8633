"""Budgets: for each service one executable file that evaluates its error budgets and gates a deploy.

In: the Program, and the source text of the `budget` room. Out: one Python file for each service, standard library only. Must not:
evaluate anything, write code that is not in that room.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.budgets.program_text import program_text
from sre_compiler.backends.budgets.slos import slos_of
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

SUMMARY = "a script for each service that evaluates its error budgets and gates a deploy"


def emit(program: Program, service: Service) -> Iterator[Artifact]:
    """The file of a service; none where it has no SLO on any server."""
    slos = slos_of(program, service)
    if slos:
        yield Artifact(
            path=f"budgets/{service.name}.py",
            text=program_text(slos, service.source),
            owner=service.name,
            source=f"{service.source}#{service.name}",
            executable=True,
        )
