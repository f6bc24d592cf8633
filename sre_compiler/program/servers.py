"""Prometheus servers and the environments they watch."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.diagnostics import Place
from sre_compiler.program.project import Project
from sre_compiler.promql import Matcher
from sre_compiler.units import Duration


class Server(Struct, frozen=True):
    """One Prometheus: its folder of rules, and what distinguishes its series.

    `identity` is set where many environments share one store (`labels_on: series`): these labels are matched in every
    selector and put on every rule. It is empty where the server's own external labels do that. `url` is "" where it is not known.
    """

    name: str
    environment: str
    version: tuple[int, int]
    scrape_interval: Duration
    retention: Duration
    external_labels: tuple[tuple[str, str], ...]
    identity: tuple[tuple[str, str], ...]
    url: str
    place: Place

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """What tells its series from others in the same store."""
        return tuple(Matcher(name=name, op="=", value=value) for name, value in self.identity)


def resolve(project: Project) -> tuple[Server, ...]:
    """Every server, by name."""
    written = enumerate(project.spec.prometheus)
    found = [_server(one, project.place.at("spec", "prometheus", index)) for index, one in written]
    return tuple(sorted(found, key=lambda server: server.name))


def _server(one: kinds.PrometheusServer, place: Place) -> Server:
    labels = tuple(sorted((one.external_labels or {}).items()))
    return Server(
        name=one.name,
        environment=one.environment,
        version=one.version,
        scrape_interval=one.scrape_interval,
        retention=one.retention,
        external_labels=labels,
        identity=labels if one.labels_on == "series" else (),
        url=one.url or "",
        place=place,
    )


def versions(spec: kinds.ProjectSpec) -> dict[str, frozenset[tuple[int, int]]]:
    """The versions of the servers of each environment: what their PromQL has to be read as."""
    return {
        name: frozenset(server.version for server in spec.prometheus if server.environment == name)
        for name in spec.environments
    }
