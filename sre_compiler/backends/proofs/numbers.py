"""Numbers as Prometheus's templates print them. Source: `template.go` and `humanize` of 2.42 to 3.x."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

_GREAT = ("k", "M", "G", "T", "P", "E", "Z", "Y")
_SMALL = ("m", "u", "n", "p", "f", "a", "z", "y")
_BINARY = ("ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi")


def plain(value: float) -> str:
    """As Go prints it with `%v`: the fewest digits that mean this number, with an exponent from a million on."""
    digits = Decimal(repr(value))
    if not value or -4 <= digits.adjusted() < 6:
        text = format(digits, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa = format(digits.scaleb(-digits.adjusted()).normalize(), "f")
    return f"{mantissa}e{digits.adjusted():+03d}"


def humanize(value: float) -> str:
    """With prefixes of thousands."""
    prefix = ""
    if abs(value) >= 1:
        for one in _GREAT:
            if abs(value) < 1000:
                break
            prefix, value = one, value / 1000
    elif value:
        value, prefix = _small(value)
    return f"{value:.4g}{prefix}"


def _small(value: float) -> tuple[float, str]:
    prefix = ""
    for one in _SMALL:
        if abs(value) >= 1:
            break
        prefix, value = one, value * 1000
    return value, prefix


def humanize1024(value: float) -> str:
    """With prefixes of powers of 1024."""
    prefix = ""
    if abs(value) > 1:
        for one in _BINARY:
            if abs(value) < 1024:
                break
            prefix, value = one, value / 1024
    return f"{value:.4g}{prefix}"


def percentage(value: float) -> str:
    """Of one."""
    return f"{value * 100:.4g}%"


def duration(value: float) -> str:
    """Of seconds."""
    if abs(value) < 1:
        small, prefix = _small(value) if value else (value, "")
        return f"{small:.4g}{prefix}s"
    minus, size = ("-", -value) if value < 0 else ("", value)
    seconds, minutes, hours, days = int(size) % 60, int(size) // 60 % 60, int(size) // 3600 % 24, int(size) // 86_400
    if days:
        return f"{minus}{days}d {hours}h {minutes}m {seconds}s"
    if hours:
        return f"{minus}{hours}h {minutes}m {seconds}s"
    if minutes:
        return f"{minus}{minutes}m {seconds}s"
    return f"{minus}{size:.4g}s"


PRINTED: Mapping[str, Callable[[float], str]] = {
    "humanize": humanize,
    "humanize1024": humanize1024,
    "humanizePercentage": percentage,
    "humanizeDuration": duration,
}
