"""Proofs: for each rule file a promtool test that shows that its alerts fire when they should, and otherwise stay silent.

In: the Program. Out: test files beside the rules, service by service. Must not: read specs, run promtool, touch the disk.
What is expected comes from the simulator, for both generations of servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs import absence, fast, labels, outages, period, plain, recorded
from sre_compiler.backends.proofs.case import Case, file_text
from sre_compiler.backends.proofs.forecast import Known
from sre_compiler.output.artifact import Artifact
from sre_compiler.program import recorded as rules
from sre_compiler.program.labels import Labels
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service
from sre_compiler.units import Duration

_KNOWN: Known = {}
"""What the simulator said of each shape: most SLOs of a project share a few."""


def emit(program: Program, service: Service) -> Iterator[Artifact]:
    """The test files of one service, on every server of the environments it runs in."""
    texts: dict[object, dict[str, str]] = {}
    for server in program.servers:
        deployment = service.deployments.get(server.environment)
        if deployment is None:
            continue
        traits = (server.environment, server.scrape_interval, server.identity)
        if traits not in texts:
            texts[traits] = dict(_files(service, server, deployment, program.labels))
        for file, text in texts[traits].items():
            yield Artifact(
                path=f"prometheus/{server.name}/tests/{service.name}/{file}.test.yaml",
                text=text,
                owner=service.name,
                source=f"{service.source}#{service.name}",
            )


def _files(service: Service, server: Server, deployment: Deployment, names: Labels) -> Iterator[tuple[str, str]]:
    frames = [Frame(objective, server) for objective in deployment.objectives]
    groups = {file: [f"{one.objective.slo_id}:{file}" for one in frames] for file in ("fast", "slow", "budget")}
    groups["alerts"] = [f"{service.name}:alerts"]
    for file, loaded, evaluation, cases in _contents(service, server, deployment, frames, names):
        if cases:
            paths = [f"../../rules/{service.name}/{one}.yaml" for one in loaded]
            order = [group for one in loaded for group in groups[one]]
            yield file, file_text(service.source, paths, order, evaluation, cases)


Content = tuple[str, tuple[str, ...], Duration, list[Case]]


def _contents(
    service: Service, server: Server, deployment: Deployment, frames: list[Frame], names: Labels
) -> Iterator[Content]:
    quick = (fast.cases, outages.alone)
    yield (
        "fast",
        ("fast",),
        rules.SPACING,
        [case for one in frames for some in quick for case in some(one, _KNOWN)]
        + [case for one in frames for case in labels.fast(one, names)],
    )
    legs = {leg.leg.long: leg for one in frames for leg in one.objective.legs if leg.leg.long > rules.LONGEST_RAW}
    for long, some in sorted(legs.items(), key=lambda item: item[0]):
        cases = [
            case
            for one in frames
            for leg in one.objective.legs
            if leg.leg.long == long and recorded.spacing(leg) == recorded.spacing(some)
            for case in (*recorded.slow(one, leg, _KNOWN), *labels.slow(one, leg, names))
        ]
        yield f"slow-{long}", ("slow",), recorded.spacing(some), cases
    yield "budget", ("budget",), period.EVALUATION, [case for one in frames for case in period.cases(one, names)]
    whole = [case for one in frames for case in outages.together(one, _KNOWN)]
    yield "fast-sparse", ("fast",), absence.EVALUATION, [case for one in frames for case in absence.cases(one, _KNOWN)]
    has_slow = any(window > rules.LONGEST_RAW for one in frames for window in one.objective.windows)
    yield "end-to-end", ("fast", "slow", "budget") if has_slow else ("fast", "budget"), rules.SPACING, whole
    yield "alerts", ("alerts",), rules.SPACING, list(plain.cases(service, server, deployment, names))
