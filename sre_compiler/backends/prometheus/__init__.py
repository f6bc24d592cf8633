"""Prometheus: recording and alerting rules for each declared server.

In: the Program. Out: rule files as artifacts, service by service. Must not: compute budgets, read specs, touch the disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.prometheus.alerting import Firings
from sre_compiler.backends.prometheus.files import Writer
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Service

SUMMARY = "recording and alerting rules for each Prometheus server"


def emit(program: Program, service: Service, firings: Firings) -> Iterator[Artifact]:
    """The rule files of one service, on every server of the environments it runs in.

    Servers that differ in nothing that rules depend on get the same texts, which are then written only once.
    """
    writer = Writer(service, program.labels, firings)
    texts: dict[object, dict[str, str]] = {}
    for server in program.servers:
        deployment = service.deployments.get(server.environment)
        if deployment is None:
            continue
        traits = (server.environment, server.scrape_interval, server.identity)
        if traits not in texts:
            texts[traits] = writer.files(server, deployment)
        for file, text in texts[traits].items():
            yield _artifact(service, server, file, text)


def _artifact(service: Service, server: Server, file: str, text: str) -> Artifact:
    return Artifact(
        path=f"prometheus/{server.name}/rules/{service.name}/{file}.yaml",
        text=text,
        owner=service.name,
        source=f"{service.source}#{service.name}",
    )
