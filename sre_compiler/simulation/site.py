"""An objective where it runs: how often it is scraped, by which Prometheus, and with how much traffic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from msgspec import Struct

from sre_compiler.program import recorded
from sre_compiler.program.indicators import counts_events, counts_requests
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Service
from sre_compiler.simulation.counts import Counts
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Convention, Values
from sre_compiler.simulation.replay import EVERYTHING, Replay, replay
from sre_compiler.simulation.traffic import FLAT, Chance, Shape, evenly, exact, spread
from sre_compiler.units import Duration

PLENTY = Fraction(1000)
"""Events per second where no traffic is declared: so many that small numbers play no part."""

FEW = 10
"""Events of a scrape below which it matters that there is no half event."""

_OLD = (1e9, 1e9)
"""Counters of a process that has run for long."""


class Site(Struct, frozen=True):
    """An objective in one environment; `pages` are the severities that page somebody."""

    objective: Objective
    service: Service
    environment: str
    server: Server
    pages: frozenset[str]

    @property
    def convention(self) -> Convention:
        return Convention.of_version(self.server.version)

    @property
    def is_asked(self) -> bool:
        """Whether it counts what the service is asked for; probes come at their own pace, and states have none."""
        return counts_requests(self.objective.indicator)

    @property
    def per_second(self) -> Fraction:
        """Events per second: the declared traffic, else plenty; of probes and states one each scrape."""
        if not self.is_asked:
            return 1 / self.server.scrape_interval.in_seconds
        return self.service.traffic.per_second if self.service.traffic else PLENTY

    @property
    def is_declared(self) -> bool:
        """Whether small numbers are known: declared traffic of an indicator that counts requests."""
        return self.is_asked and self.service.traffic is not None

    @property
    def decides(self) -> Duration:
        """How long one state lasts that is good or bad: a probe, or what an evaluation sees."""
        return self.server.scrape_interval if counts_events(self.objective.indicator) else recorded.SPACING

    def grid(self, end: Duration) -> Grid:
        return Grid(end, self.server.scrape_interval)

    def counts(
        self,
        grid: Grid,
        error_ratio: Values,
        chance: Chance | None = None,
        shape: Shape = FLAT,
        traffic: Values | float = 1.0,
    ) -> Counts:
        """What happens at these error ratios, one for each scrape: exactly, or by chance.

        `traffic` is what is left of the usual traffic.
        """
        if not self.is_asked:
            return self._states(grid, error_ratio, chance)
        expected = float(self.per_second * grid.scrape.in_seconds) * shape.at(grid.scrapes()) * traffic
        found = self._steady(expected, error_ratio) if chance is None else chance.counts(expected, error_ratio)
        return Counts(found.good, found.bad, _OLD)

    def _steady(self, expected: Values, error_ratio: Values) -> Counts:
        few = self.per_second * self.server.scrape_interval.in_seconds < FEW
        return evenly(expected, error_ratio) if few else exact(expected, error_ratio)

    def _states(self, grid: Grid, error_ratio: Values, chance: Chance | None) -> Counts:
        """Good and bad spread evenly, or by chance; a state stays what it is until somebody looks again."""
        turns = -(-grid.scrapes() // self.decides.milliseconds)
        _, first, turn = np.unique(turns, return_index=True, return_inverse=True)
        ratios = error_ratio[first]
        bad = spread(ratios) if chance is None else chance.hits(ratios)
        return Counts(1 - bad[turn], bad[turn])

    def replay(self, counts: Counts, grid: Grid) -> Replay:
        """What the rules of this site make of it; a grouped objective is looked at as one group."""
        return replay(self.objective, {EVERYTHING: counts}, grid, self.convention)

    def spent(self, counts: Counts) -> Values:
        """The share of a full budget that is spent at each scrape, at the mean traffic of this site."""
        allowed = float(self.objective.budget) * float(self.per_second * self.objective.window.in_seconds)
        return np.cumsum(np.nan_to_num(counts.bad, nan=0.0)) / allowed


def sites(program: Program, slo_id: str | None, environment: str | None) -> list[Site]:
    """Every objective that was asked for, in every environment that has a server."""
    pages = frozenset(one.name for one in program.severities if one.response == "page")
    servers: dict[str, Server] = {}
    for server in program.servers:
        servers.setdefault(server.environment, server)
    return [
        Site(objective, service, name, servers[name], pages)
        for service in program.services
        for name, deployment in service.deployments.items()
        if name in servers and environment in (None, name)
        for objective in deployment.objectives
        if slo_id in (None, objective.slo_id)
    ]
