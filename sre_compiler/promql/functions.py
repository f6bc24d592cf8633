"""Every function of Prometheus: argument types, return type, the versions that have it, what must be enabled for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from sre_compiler.promql.nodes import ValueType
    from sre_compiler.promql.syntax import Version

_FIRST: Version = (0, 0)
_NEVER: Version = (99, 0)


class Function(Struct, frozen=True):
    """A function's signature.

    `optional` is the number of arguments that may be left out or, with `unbounded`, repeated: from `len(args) - 1` to
    `len(args) - 1 + optional`. It exists in versions since <= v < until and is experimental before `stable`.
    """

    name: str
    args: tuple[ValueType, ...]
    result: ValueType = "vector"
    optional: int = 0
    unbounded: bool = False
    since: Version = _FIRST
    until: Version = _NEVER
    stable: Version = _FIRST

    @property
    def fewest(self) -> int:
        return len(self.args) - (1 if self.optional or self.unbounded else 0)

    @property
    def most(self) -> int | None:
        """None where there is no end."""
        return None if self.unbounded else self.fewest + self.optional


def _alike(args: tuple[ValueType, ...], names: str, result: ValueType = "vector", optional: int = 0) -> list[Function]:
    return [Function(name, args, result, optional) for name in names.split()]


def _new(name: str, args: tuple[ValueType, ...], since: Version, stable: Version = _FIRST, **rest: object) -> Function:
    return Function(name, args, since=since, stable=stable, **rest)  # type: ignore[arg-type]


_ALL: tuple[Function, ...] = (
    *_alike(
        ("vector",),
        "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_count histogram_sum ln log10"
        " log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp",
    ),
    *_alike(("vector",), "day_of_month day_of_week day_of_year days_in_month hour minute month year", optional=1),
    *_alike(
        ("matrix",),
        "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time"
        " max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time",
    ),
    *_alike((), "pi time", "scalar"),
    Function("scalar", ("vector",), "scalar"),
    Function("vector", ("scalar",)),
    Function("clamp", ("vector", "scalar", "scalar")),
    Function("clamp_max", ("vector", "scalar")),
    Function("clamp_min", ("vector", "scalar")),
    Function("histogram_fraction", ("scalar", "scalar", "vector")),
    Function("histogram_quantile", ("scalar", "vector")),
    Function("holt_winters", ("matrix", "scalar", "scalar"), until=(3, 0)),
    Function("label_join", ("vector", "string", "string", "string"), unbounded=True),
    Function("label_replace", ("vector", "string", "string", "string", "string")),
    Function("predict_linear", ("matrix", "scalar")),
    Function("quantile_over_time", ("scalar", "matrix")),
    Function("round", ("vector", "scalar"), optional=1),
    _new("histogram_stddev", ("vector",), (2, 47)),
    _new("histogram_stdvar", ("vector",), (2, 47)),
    _new("histogram_avg", ("vector",), (2, 51)),
    _new("mad_over_time", ("matrix",), (2, 49), _NEVER),
    _new("sort_by_label", ("vector", "string"), (2, 49), _NEVER, unbounded=True),
    _new("sort_by_label_desc", ("vector", "string"), (2, 49), _NEVER, unbounded=True),
    _new("info", ("vector", "vector"), (2, 55), _NEVER, optional=1),
    _new("double_exponential_smoothing", ("matrix", "scalar", "scalar"), (3, 0), _NEVER),
    _new("ts_of_last_over_time", ("matrix",), (3, 5), _NEVER),
    _new("ts_of_max_over_time", ("matrix",), (3, 5), _NEVER),
    _new("ts_of_min_over_time", ("matrix",), (3, 5), _NEVER),
    _new("first_over_time", ("matrix",), (3, 7), (3, 14)),
    _new("ts_of_first_over_time", ("matrix",), (3, 7), _NEVER),
    _new("histogram_quantiles", ("vector", "string", "scalar", "scalar"), (3, 11), _NEVER, optional=9),
    *(_new(name, (), (3, 12), _NEVER, result="scalar") for name in ("start", "end", "step", "range")),
    _new("max_of", ("scalar", "scalar"), (3, 13), _NEVER, result="scalar"),
    _new("min_of", ("scalar", "scalar"), (3, 13), _NEVER, result="scalar"),
    _new("start_timestamp", ("vector",), (3, 14), _NEVER),
    _new("integral", ("matrix", "scalar"), (3, 16), _NEVER, optional=1),
)
ALL_FUNCTIONS = {function.name: function for function in _ALL}


@lru_cache(maxsize=64)
def functions_of(version: Version) -> dict[str, Function]:
    """The functions of one version by name, experimental ones included."""
    return {f.name: f for f in _ALL if f.since <= version < f.until}
