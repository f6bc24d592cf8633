"""Classic histograms by the names of their series: `x_bucket` with the label `le`, `x_count`, `x_sum`."""

from __future__ import annotations

from sre_compiler import promql

BUCKET = "_bucket"
_SUFFIXES = (BUCKET, "_count", "_sum")


def family(metric: str) -> str | None:
    """The histogram that a series belongs to by its name."""
    return next((metric.removesuffix(suffix) for suffix in _SUFFIXES if metric.endswith(suffix)), None)


def is_buckets(selector: promql.Selector) -> bool:
    """Whether it selects the buckets of histograms."""
    return (selector.metric or "").endswith(BUCKET)


def chooses_bucket(selector: promql.Selector) -> bool:
    return any(one.name == "le" for one in selector.matchers)


def counted(expr: promql.Expr) -> promql.Selector | None:
    """The selector whose counters the expression is the rate or the increase of, or that it is itself."""
    node = promql.unwrapped(expr)
    if isinstance(node, promql.Call) and node.function in {"rate", "increase", "irate"}:
        node = promql.unwrapped(node.args[0])
    if isinstance(node, promql.Range):
        return node.selector
    return node if isinstance(node, promql.Selector) else None
