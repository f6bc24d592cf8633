"""Durations, percentages, rates, numbers and flags of the language, as types for the fields of models."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, TypeAlias, TypeVar

from pydantic_core import core_schema

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.kinds import problems
from sre_compiler.kinds.scalar import Refuse, Scalar, Written, number, parsed, text
from sre_compiler.kinds.words import described
from sre_compiler.units import Duration, Percent, Rate

Value = TypeVar("Value")
_NONZERO = "(?=.*[1-9])"
_DURATION = "(?=[0-9])" + "".join(f"([0-9]{{1,12}}{unit})?" for unit in ("y", "w", "d", "h", "m", "s", "ms"))
_PERCENT = r"[0-9]{1,12}(\.[0-9]{1,18})?%"
_BELOW_100 = r"(?![0-9]{13})0*[0-9]{1,2}(\.[0-9]{1,18})?%"
_UP_TO_100 = r"(?![0-9]{13})0*([0-9]{1,2}(\.[0-9]{1,18})?|100(\.0{1,18})?)%"
_RATE = r"[0-9]{1,12}(\.[0-9]{1,9})?/(ms|s|m|h|d|w)"


def _within(parse: Callable[[str], Value], fits: Callable[[Value], bool]) -> Callable[[str], Value]:
    """`parse`, but only values that fit."""

    def read(written: str) -> Value:
        value = parse(written)
        if not fits(value):
            raise ValueError
        return value

    return read


def _refuse(form: str, invalid: Callable[[Place, str], Diagnostic], limits: str, example: str) -> Refuse:
    """A text of another form is invalid; one of this form is out of range."""
    has_form = re.compile(form).fullmatch

    def refuse(place: Place, written: Written) -> Diagnostic:
        if has_form(text(written)):
            return problems.out_of_range(place, text(written), limits, f"write it as in `{example}`")
        return invalid(place, text(written))

    return refuse


def _duration(example: str, fits: Callable[[Duration], bool], limits: str, ahead: str = "") -> Scalar:
    return parsed(
        _within(Duration.parse, fits),
        "a duration",
        example,
        _refuse(_DURATION, problems.invalid_duration, limits, example),
        {"pattern": f"^{ahead}{_DURATION}$", "examples": [example]},
    )


def _percentage(example: str, fits: Callable[[Decimal], bool], limits: str, pattern: str) -> Scalar:
    return parsed(
        _within(Percent.parse, lambda percent: fits(percent.ratio)),
        "a percentage",
        example,
        _refuse(_PERCENT, problems.invalid_percentage, limits, example),
        {"pattern": f"^{_NONZERO}{pattern}$", "examples": [example]},
    )


def duration_between(least: Duration, most: Duration, example: str) -> Scalar:
    """A duration in a range, both ends included."""
    return _duration(example, lambda value: least <= value <= most, f"from {least} to {most}")


def share_between(least: Percent, most: Percent, example: str) -> Scalar:
    """A percentage in a range, both ends included; at most 100%."""
    limits = f"from {least} to {most}"
    return _percentage(example, lambda ratio: least.ratio <= ratio <= most.ratio, limits, _UP_TO_100)


AnyDuration: TypeAlias = Annotated[Duration, _duration("30s", lambda _: True, "at most 292 years")]


def _longer_than_zero(example: str) -> Scalar:
    return _duration(example, lambda value: value.milliseconds > 0, "longer than 0s and at most 292 years", _NONZERO)


PositiveDuration: TypeAlias = Annotated[Duration, _longer_than_zero("5m")]
ScrapeInterval: TypeAlias = Annotated[Duration, _longer_than_zero("30s")]
Retention: TypeAlias = Annotated[Duration, _longer_than_zero("15d")]
Objective: TypeAlias = Annotated[
    Percent, _percentage("99.9%", lambda ratio: 0 < ratio < 1, "more than 0% and less than 100%", _BELOW_100)
]
Share: TypeAlias = Annotated[
    Percent, _percentage("5%", lambda ratio: 0 < ratio <= 1, "more than 0% and at most 100%", _UP_TO_100)
]
SpentShare: TypeAlias = Annotated[Percent, _percentage("12%", lambda ratio: ratio > 0, "more than 0%", _PERCENT)]
_ANY_SHARE = "at least 0% and at most 100%"
LeftShare: TypeAlias = Annotated[
    Percent,
    parsed(
        _within(Percent.parse, lambda percent: 0 <= percent.ratio <= 1),
        "a percentage",
        "25%",
        _refuse(_PERCENT, problems.invalid_percentage, _ANY_SHARE, "25%"),
        {"pattern": f"^{_UP_TO_100}$", "examples": ["25%"]},
    ),
]
TrafficShare: TypeAlias = Annotated[
    Percent,
    parsed(
        _within(Percent.parse, lambda percent: percent.ratio <= 100),
        "a percentage",
        "20%",
        _refuse(_PERCENT, problems.invalid_percentage, "from 0% to 10000%", "20%"),
        {"pattern": f"^{_PERCENT}$", "examples": ["20%"]},
    ),
]
PositiveRate: TypeAlias = Annotated[
    Rate,
    parsed(
        _within(Rate.parse, lambda rate: rate.per_second > 0),
        "a rate",
        "40/s",
        _refuse(_RATE, problems.invalid_rate, "more than 0/s", "40/s"),
        {"pattern": f"^{_NONZERO}{_RATE}$", "examples": ["40/s"]},
    ),
]


def whole(least: int, most: int, example: str) -> Scalar:
    """A whole number in a range, both ends included; `3.0` is one."""

    def read(value: Decimal) -> int:
        if not least <= value <= most or value != int(value):
            raise ValueError
        return int(value)

    limits = f"a whole number from {least} to {most}"
    return number(read, "a whole number", example, limits, {"type": "integer", "minimum": least, "maximum": most})


def _positive(value: Decimal) -> Decimal:
    if value <= 0:
        raise ValueError
    return value


PositiveNumber: TypeAlias = Annotated[
    Decimal, number(_positive, "a number", "1", "more than 0", {"type": "number", "exclusiveMinimum": 0})
]
AnyNumber: TypeAlias = Annotated[
    Decimal, number(lambda value: value, "a number", "0.9", "a number", {"type": "number"})
]
Tier: TypeAlias = Annotated[int, whole(0, 9, "1")]
Rank: TypeAlias = Annotated[int, whole(1, 99, "1")]
Count: TypeAlias = Annotated[int, whole(1, 1_000_000, "5")]
Weeks: TypeAlias = Annotated[int, whole(1, 520, "78")]
ChatId: TypeAlias = Annotated[int, whole(-(10**15), 10**15, "-1001234567890")]
Year: TypeAlias = Annotated[int, whole(1970, 9999, "2026")]


_NOT_ZERO = "a whole number from -52 to 52, but not 0"


def _turns(value: Decimal) -> int:
    if not -52 <= value <= 52 or value != int(value) or value == 0:
        raise ValueError
    return int(value)


Turns: TypeAlias = Annotated[
    int,
    number(
        _turns,
        "a whole number",
        "-1",
        _NOT_ZERO,
        {"type": "integer", "minimum": -52, "maximum": 52, "not": {"const": 0}},
    ),
]


_MEANT = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def _refuse_flag(place: Place, written: Written) -> Diagnostic:
    wanted, advice = "`true` or `false`", "write `true` or `false`, without quotes"
    return problems.wrong_type(place, wanted, described(written), advice, _MEANT.get(text(written).lower()))


Flag: TypeAlias = Annotated[
    bool,
    Scalar(
        "`true` or `false`",
        "true",
        core_schema.bool_schema(strict=True),
        {"type": "boolean"},
        _refuse_flag,
    ),
]


def _tier(written: str) -> int:
    if len(written) != 1 or written not in "0123456789":
        raise ValueError
    return int(written)


TierKey: TypeAlias = Annotated[
    int,
    parsed(
        _tier,
        "a tier",
        "1",
        lambda place, written: problems.out_of_range(place, text(written), "a tier from 0 to 9", "write it as in `1`"),
        {"pattern": "^[0-9]$"},
    ),
]
