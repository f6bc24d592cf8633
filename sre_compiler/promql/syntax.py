"""What each version of Prometheus reads: the grammar's changes since 2.42, by release."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

Version = tuple[int, int]
LATEST: Version = (3, 16)

_AGGREGATIONS = frozenset(
    "avg bottomk count count_values group max min quantile stddev stdvar sum topk".split()  # noqa: SIM905
)
_LIMITS = frozenset({"limitk", "limit_ratio"})
PARAMETER_AGGREGATIONS = frozenset({"topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio"})
KEYWORDS = frozenset(
    "and or unless atan2 offset by without on ignoring group_left group_right bool start end inf nan".split()  # noqa: SIM905
)
NEVER_METRICS = frozenset({"on", "ignoring", "group_left", "group_right", "bool", "atan2"})
NEVER_LABELS = frozenset({"without", "inf", "nan"})
PRECEDENCE = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(("==", "!=", "<=", "<", ">=", ">", "</", ">/"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
UNARY_PRECEDENCE = 5
COMPARISONS = frozenset({"==", "!=", "<=", "<", ">=", ">"})
SET_OPERATORS = frozenset({"and", "or", "unless"})


class Syntax(Struct, frozen=True):
    r"""The grammar of one version.

    `duration_functions` are those inside `[…]` and after `offset`; `keyword_calls` are keywords that are also functions;
    `modern_regexes` are those that may name a group `(?<name>…)` and leave a `\Q` open.
    """

    version: Version
    aggregations: frozenset[str]
    quoted_names: bool
    numbers_are_durations: bool
    utf8_groupings: bool
    duration_arithmetic: bool
    duration_functions: frozenset[str]
    keyword_calls: frozenset[str]
    extensions: frozenset[str]
    fill: bool
    trim: bool
    range_after_at_start: bool
    modern_regexes: bool


@lru_cache(maxsize=64)
def syntax_of(version: Version) -> Syntax:
    """The grammar of a version (major, minor); versions before 2.42 read like 2.42, later ones like the latest known."""
    return Syntax(
        version=version,
        aggregations=_AGGREGATIONS | (_LIMITS if version >= (2, 54) else frozenset()),
        quoted_names=version >= (2, 51),
        numbers_are_durations=version >= (2, 54),
        utf8_groupings=version >= (3, 0),
        duration_arithmetic=version >= (3, 4),
        duration_functions=_duration_functions(version),
        keyword_calls=_keyword_calls(version),
        extensions=frozenset({"smoothed", "anchored"}) if version >= (3, 7) else frozenset(),
        fill=version >= (3, 10),
        trim=version >= (3, 11),
        range_after_at_start=version < (3, 15),
        modern_regexes=version >= (2, 51),
    )


def _duration_functions(version: Version) -> frozenset[str]:
    names = {"step"} if version >= (3, 6) else set()
    if version >= (3, 10):
        names.add("range")
    if version >= (3, 13):
        names |= {"min_of", "max_of"}
    elif version >= (3, 6):
        names |= {"min", "max"}
    return frozenset(names)


def _keyword_calls(version: Version) -> frozenset[str]:
    names = {"start", "end", "step", "range"} if version >= (3, 12) else set()
    return frozenset(names | {"min_of", "max_of"} if version >= (3, 13) else names)
