"""Golden signals: latency, traffic, errors and saturation, of one service or of all.

The metrics are those that the specs name. On the board of all, the services' own `job` and `instance` make room for the
reader's choice, and what many services have in common is asked once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import promql
from sre_compiler.backends.grafana import links
from sre_compiler.backends.grafana.board import COLUMNS, Board, Section, Variable
from sre_compiler.backends.grafana.escaping import VARIABLE, literal, query
from sre_compiler.backends.grafana.fields import Scale, Step
from sre_compiler.backends.grafana.panels import Panel, Query, timeseries
from sre_compiler.program import indicators
from sre_compiler.program.boards import SIGNALS
from sre_compiler.program.program import Program
from sre_compiler.program.services import GoldenSignals, Service

QUANTILES = ("0.5", "0.95", "0.99")
MOST = 20
"""Kinds of metrics that the board of all services asks for; those of few services stand on their own boards."""
_CHOSEN = ("job", "instance")
FULL = (Step(None, "green"), Step(0.8, "orange"), Step(0.95, "red"))


class Signals(Struct, frozen=True):
    """The selectors of one service, or of many alike, ready for a panel; `by` are the labels to keep apart."""

    native: bool
    traffic: promql.Selector | None
    errors: promql.Selector | None
    latency: promql.Selector | None
    usage: promql.Selector | None
    limit: promql.Selector | None
    by: tuple[str, ...] = ()

    @property
    def _by(self) -> str:
        return f" by ({', '.join(self.by)}) " if self.by else ""

    @property
    def name(self) -> str:
        return " ".join(f"{{{{{label}}}}}" for label in self.by)

    def rate(self, selector: promql.Selector) -> str:
        return f"sum{self._by}(rate({query(promql.over(selector))}))"

    def quantiles(self, histogram: promql.Selector) -> Iterator[Query]:
        for quantile in QUANTILES:
            name = f"p{quantile[2:].ljust(2, '0')} {self.name}".strip()
            yield Query(f"histogram_quantile({quantile}, {self._buckets(histogram)})", name)

    def _buckets(self, histogram: promql.Selector) -> str:
        if self.native:
            return self.rate(histogram)
        labels = ", ".join(("le", *self.by))
        return f"sum by ({labels}) (rate({query(promql.over(promql.with_suffix(histogram, '_bucket')))}))"

    def fullness(self, usage: promql.Selector, limit: promql.Selector) -> str:
        return f"max{self._by}({query(usage)} / {query(limit)})"


def of_service(service: Service) -> Signals:
    """The signals that the service names."""
    golden = service.golden_signals
    named = (golden.traffic, golden.errors, golden.latency, golden.usage, golden.limit)
    traffic, errors, latency, usage, limit = map(_selector, named)
    native = golden.latency is not None and _is_native(service, golden.latency)
    return Signals(native, traffic, errors, latency, usage, limit)


def panels(signals: Signals) -> Iterator[Panel]:
    """A panel for each signal that there is, in full lines of up to three."""
    found = list(_panels([signals], ""))
    width = COLUMNS // (2 if len(found) == 4 else len(found)) if found else COLUMNS
    yield from (replace(one, width=width) for one in found)


def _selector(one: indicators.Query | None) -> promql.Selector | None:
    return None if one is None else promql.bare_selector(one.tree)


def _is_native(service: Service, latency: indicators.Query) -> bool:
    """Whether an SLO reads the same histogram as a native one."""
    metric = _metric(latency)
    return any(
        isinstance(one.indicator, indicators.NativeLatency) and _metric(one.indicator.histogram) == metric
        for deployment in service.deployments.values()
        for one in deployment.objectives
    )


def _metric(one: indicators.Query) -> str | None:
    selector = promql.bare_selector(one.tree)
    return selector.metric if selector is not None else None


def _panels(many: list[Signals], whose: str) -> Iterator[Panel]:
    """What several services have in common is asked once."""
    latency = [one for signals in many if signals.latency for one in signals.quantiles(signals.latency)]
    if latency:
        about = f"Half, 95 and 99 of a hundred requests{whose} take no longer than this."
        yield timeseries("latency", "Latency", about, list(dict.fromkeys(latency)), Scale("s"))
    traffic = [_named(signals, signals.rate(signals.traffic), "requests") for signals in many if signals.traffic]
    if traffic:
        yield timeseries(
            "traffic",
            "Traffic",
            f"Requests per second{whose}.",
            list(dict.fromkeys(traffic)),
            Scale("reqps"),
        )
    failed = [
        _named(one, f"{one.rate(one.errors)} / {one.rate(one.traffic)}", "errors")
        for one in many
        if one.errors and one.traffic
    ]
    if failed:
        about = f"The share of requests{whose} that failed."
        yield timeseries("errors", "Errors", about, list(dict.fromkeys(failed)), Scale("percentunit"))
    full = [_named(one, one.fullness(one.usage, one.limit), "fullest") for one in many if one.usage and one.limit]
    if full:
        about = f"Usage over limit{whose}, where it is fullest."
        yield timeseries("saturation", "Saturation", about, list(dict.fromkeys(full)), Scale("percentunit", steps=FULL))


def _named(signals: Signals, expr: str, word: str) -> Query:
    return Query(expr, signals.name or word)


def build(program: Program) -> Board | None:
    """The board of all services; None where no service names a signal."""
    many = _common(program)
    content = tuple(_panels(many, " of each job"))
    if not content:
        return None
    metrics = _metrics(many)
    return Board(
        uid=SIGNALS,
        title="Golden signals",
        about="Latency, traffic, errors and saturation of every job whose service names them.",
        sections=(Section("", content),),
        variables=(
            Variable("job", "Job", f"label_values({{__name__=~{metrics}}}, job)", many=True),
            Variable("instance", "Instance", f'label_values({{__name__=~{metrics},job=~"$job"}}, instance)', many=True),
        ),
        links=links.all_boards(SIGNALS),
        since="now-6h",
    )


def _common(program: Program) -> list[Signals]:
    """What is the same for many services but for job and instance, the most common first."""
    found = Counter(_for_all(of_service(one)) for one in program.services if _any(one.golden_signals))
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], _order(pair[0])))
    return [signals for signals, _ in ranked[:MOST]]


def _any(golden: GoldenSignals) -> bool:
    return any(getattr(golden, name) is not None for name in GoldenSignals.__struct_fields__)


def _for_all(signals: Signals) -> Signals:
    chosen = {name: _chosen(getattr(signals, name)) for name in GoldenSignals.__struct_fields__}
    return replace(signals, **chosen, by=("job",))


def _chosen(selector: promql.Selector | None) -> promql.Selector | None:
    """The selector with the reader's job and instance, its positions left out, so that equal ones are equal."""
    if selector is None:
        return None
    own = [promql.Matcher(one.name, one.op, one.value) for one in selector.matchers if one.name not in _CHOSEN]
    readers = [promql.Matcher(name, "=~", f"{VARIABLE}{name}") for name in _CHOSEN]
    return promql.Selector(selector.name, (*readers, *sorted(own, key=lambda one: (one.name, one.op, one.value))))


def _order(signals: Signals) -> str:
    parts = (getattr(signals, name) for name in GoldenSignals.__struct_fields__)
    return "\0".join("" if one is None else promql.print_expr(one) for one in parts)


def _metrics(many: list[Signals]) -> str:
    """A regular expression for the metrics that tell which jobs there are."""
    names = {
        f"{metric}_count" if field == "latency" and not one.native else metric
        for one in many
        for field in ("traffic", "latency", "usage")
        if (selector := getattr(one, field)) is not None and (metric := selector.metric) is not None
    }
    return literal("|".join(sorted(names)))
