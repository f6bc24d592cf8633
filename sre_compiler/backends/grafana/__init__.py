"""Grafana: boards of SLOs, services, golden signals and on-call load, and the files that provision them.

In: the Program. Out: boards as classic JSON, one for each service and four for the project. Must not: compute budgets or
factors, make up a value where there is none, let words of a spec be read as anything but words.

Start with `detail.py`. `reading.py` holds the PromQL, `panels.py` and `board.py` are the door to Grafana's SDK.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.output.artifact import PROJECT, Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

SUMMARY = "boards of SLOs, services, golden signals and on-call load"


def emit(program: Program, service: Service) -> Iterator[Artifact]:
    """The board of one service."""
    if program.project.has_boards:
        from sre_compiler.backends.grafana import service as board
        from sre_compiler.backends.grafana.files import files

        yield from files(program, board.build(program, service), service.name, f"{service.source}#{service.name}")


def emit_project(program: Program) -> Iterator[Artifact]:
    """The boards of all services, and what makes Grafana read them."""
    if program.project.has_boards:
        from sre_compiler.backends.grafana import detail, fleet, oncall, signals
        from sre_compiler.backends.grafana.files import files, provisioning

        boards = (detail.build(program), fleet.build(program), oncall.build(program), signals.build(program))
        for board in boards:
            if board is not None:
                yield from files(program, board, PROJECT, program.project.source)
        yield from provisioning(program)
