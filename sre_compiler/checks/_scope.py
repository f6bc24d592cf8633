"""One service as its checks look at it; what several checks need is worked out once."""

from __future__ import annotations

from itertools import chain

from sre_compiler import promql
from sre_compiler.cached import cached_property
from sre_compiler.program.alerts import Alert
from sre_compiler.program.indicators import Indicator, Query, queries
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Setting
from sre_compiler.program.servers import Server
from sre_compiler.program.services import Deployment, Service


def is_up_to(last: int, tier: int | None) -> bool:
    """Whether the tier is this one or a more important one; they count from 0 or from 1."""
    return tier is not None and tier <= last


class Scope:
    """A service and its setting. Other services are out of sight: a finding here depends on nothing of theirs."""

    def __init__(self, service: Service, setting: Setting) -> None:
        self.service = service
        self.setting = setting
        self.paging = setting.paging
        self.ranks = setting.ranks

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        """Every SLO in every environment."""
        return tuple(chain.from_iterable(one.objectives for one in self.service.deployments.values()))

    @cached_property
    def by_slo(self) -> tuple[tuple[Objective, ...], ...]:
        """The objectives of each SLO, one for each environment."""
        found: dict[str, list[Objective]] = {}
        for one in self.objectives:
            found.setdefault(one.name, []).append(one)
        return tuple(map(tuple, found.values()))

    @cached_property
    def by_legs(self) -> tuple[Objective, ...]:
        """An objective for each set of legs: SLOs that agree in them share theirs."""
        return tuple({id(one.legs): one for one in self.objectives}.values())

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator once: environments share theirs."""
        return tuple({id(one.indicator): one.indicator for one in self.objectives}.values())

    @cached_property
    def emitted_alerts(self) -> tuple[Alert, ...]:
        """Every plain alert in every environment, with the severity it has there."""
        return tuple(chain.from_iterable(one.alerts for one in self.service.deployments.values()))

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """Every plain alert once, for what does not differ between environments: all but its severity."""
        return tuple({one.place: one for one in self.emitted_alerts}.values())

    @cached_property
    def pages(self) -> tuple[Alert, ...]:
        """Every plain alert that pages in some environment, once."""
        return tuple({one.place: one for one in self.emitted_alerts if one.severity in self.paging}.values())

    def has_page(self, objective: Objective) -> bool:
        """Whether a leg of the objective pages."""
        return any(leg.severity in self.paging for leg in objective.alerting_legs)

    @cached_property
    def indicator_queries(self) -> tuple[Query, ...]:
        """The PromQL of the indicators."""
        return tuple(chain.from_iterable(map(queries, self.indicators)))

    @cached_property
    def alert_queries(self) -> tuple[Query, ...]:
        """The PromQL of the plain alerts."""
        return tuple(alert.query for alert in self.alerts)

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """The PromQL that people wrote for indicators and alerts, each text once."""
        return self.indicator_queries + self.alert_queries

    @property
    def signals(self) -> tuple[Query, ...]:
        """The selectors of the golden signals."""
        signals = self.service.golden_signals
        every = (signals.traffic, signals.errors, signals.latency, signals.usage, signals.limit)
        return tuple(query for query in every if query is not None)

    @cached_property
    def calls(self) -> tuple[tuple[Query, promql.Call], ...]:
        """Every call of a function, with the query that holds it."""
        return tuple([(query, node) for query in self.queries for node in query.calls])

    @cached_property
    def operators(self) -> tuple[tuple[Query, promql.Binary], ...]:
        """Every operator between two expressions."""
        return tuple([(query, node) for query in self.queries for node in query.operators])

    @cached_property
    def aggregations(self) -> tuple[tuple[Query, promql.Aggregation], ...]:
        """Every `sum`, `max`, `topk` and their like."""
        return tuple([(query, node) for query in self.queries for node in query.aggregations])

    @cached_property
    def selectors(self) -> tuple[tuple[Query, promql.Selector], ...]:
        """Every selector."""
        return tuple([(query, node) for query in self.queries + self.signals for node in query.selectors])

    @cached_property
    def matchers(self) -> tuple[tuple[Query, promql.Matcher], ...]:
        """Every matcher whose value is written out: one that a parameter fills in is another in another use."""
        found = [(query, matcher) for query, selector in self.selectors for matcher in selector.matchers]
        return tuple([one for one in found if not one[0].is_filled_in(one[1])])

    @cached_property
    def regexes(self) -> tuple[tuple[Query, promql.Matcher], ...]:
        """Those of the matchers that hold a regular expression."""
        return tuple([one for one in self.matchers if one[1].op.endswith("~")])

    @cached_property
    def deployments(self) -> tuple[tuple[Server, Deployment], ...]:
        """What each server runs for the service."""
        found = ((server, self.service.deployments.get(server.environment)) for server in self.setting.servers)
        return tuple((server, deployment) for server, deployment in found if deployment is not None)

    @cached_property
    def on_servers(self) -> tuple[tuple[Query, Server], ...]:
        """Every query with each server that runs it."""
        found = []
        for server, deployment in self.deployments:
            for indicator in {id(one.indicator): one.indicator for one in deployment.objectives}.values():
                found += [(query, server) for query in queries(indicator)]
            found += [(alert.query, server) for alert in deployment.alerts]
        return tuple(found)
