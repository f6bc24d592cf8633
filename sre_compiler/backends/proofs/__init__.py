"""Proofs: for each rule file a promtool test that shows that its alerts fire when they should, and otherwise stay silent.

In: the Program. Out: test files beside the rules, service by service. Must not: read specs, run promtool, touch the disk.
What is expected comes from the simulator, for both generations of servers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sre_compiler.backends.prometheus.alerting import Firings
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs import contents, plain
from sre_compiler.backends.proofs.case import Head, file_text
from sre_compiler.backends.proofs.forecast import Known
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service


def emitter(program: Program) -> Callable[[Service, Firings], Iterator[Artifact]]:
    """What emits the test files of one service after the other; what the simulator says of a shape, which many SLOs have, is kept for all."""
    return partial(_emit, program, {})


def _emit(program: Program, known: Known, service: Service, firings: Firings) -> Iterator[Artifact]:
    """On every server of the environments that the service runs in."""
    ground = contents.Ground(program.labels, known, firings)
    texts: dict[object, dict[str, str]] = {}
    for server in program.servers:
        deployment = service.deployments.get(server.environment)
        if deployment is None:
            continue
        traits = (server.environment, server.scrape_interval, server.identity, contents.takes_native(server))
        if traits not in texts:
            texts[traits] = dict(_files(service, server, deployment, ground))
        for file, text in texts[traits].items():
            yield Artifact(
                path=f"prometheus/{server.name}/tests/{service.name}/{file}.test.yaml",
                text=text,
                owner=service.name,
                source=f"{service.source}#{service.name}",
            )


def _files(
    service: Service, server: Server, deployment: Deployment, ground: contents.Ground
) -> Iterator[tuple[str, str]]:
    frames = [Frame(objective, server) for objective in deployment.objectives]
    groups = {file: [f"{one.objective.slo_id}:{file}" for one in frames] for file in ("fast", "slow", "budget")}
    groups["alerts"] = [f"{service.name}:alerts"]
    of_alerts = plain.contents(service, server, deployment, ground.names)
    for one in (*contents.of_objectives(frames, ground), *of_alerts):
        if cases := [case for case in one.cases if case.shows]:
            paths = [f"../../rules/{service.name}/{stem}.yaml" for stem in one.rules]
            order = [group for stem in one.rules for group in groups[stem]]
            yield one.file, file_text(Head(service.source, paths, order, one.evaluation, one.needs), cases)
