"""Prometheus: recording and alerting rules for each declared server.

In: the Program. Out: rule files as artifacts, service by service. Must not: compute budgets, read specs, touch the disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.prometheus.files import rule_files
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.services import Service

SUMMARY = "recording and alerting rules for each Prometheus server"


def emit(program: Program, service: Service) -> Iterator[Artifact]:
    """The rule files of one service, on every server of the environments it runs in."""
    for server in program.servers:
        deployment = service.deployments.get(server.environment)
        if deployment is not None:
            yield from rule_files(service, server, deployment, program.labels)
