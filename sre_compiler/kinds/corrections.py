"""What somebody probably meant: the right form of a value that was written wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches

from sre_compiler.units import Duration, UnitError, decimal_text

_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,9})?")
_AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*([a-z]*)(?:\s*(?:,|and)\s*|\s*)")
_UNITS = {
    "1ms": ("ms", "msec", "msecs", "millisecond", "milliseconds"),
    "1s": ("s", "sec", "secs", "second", "seconds"),
    "1m": ("m", "min", "mins", "minute", "minutes"),
    "1h": ("h", "hr", "hrs", "hour", "hours"),
    "1d": ("d", "day", "days"),
    "1w": ("w", "week", "weeks"),
    "30d": ("mo", "month", "months"),
    "1y": ("y", "yr", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_RATE = re.compile(r"(\d{1,12}(?:[.,]\d{1,9})?)\s*(?:(rps|qps|rpm|qpm)|[a-z]*\s*(?:/|per)?\s*([a-z]*))")
_PER = ("1ms", "1s", "1m", "1h", "1d", "1w")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2})?\s*(am|pm|h)?")
_DAY = re.compile(r"(?:(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?:[T ].*)?")
_LONGEST_NAME = 63


def folded(word: str) -> str:
    """A word without what people mix up: case, dashes, underscores."""
    return re.sub(r"[-_ ]", "", word).lower()


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is a misspelling, an abbreviation or an extension of."""
    by_fold = {folded(one): one for one in known}
    plain = folded(word)[:_LONGEST_NAME]
    close = get_close_matches(plain, by_fold, n=1, cutoff=0.7)
    close = close or [
        one for one in by_fold if len(plain) > 2 < len(one) and (one.startswith(plain) or plain.startswith(one))
    ]
    return by_fold[close[0]] if len(close) == 1 else None


def without_unit(written: str) -> tuple[str, ...]:
    """The durations that a bare number may stand for: minutes or seconds; with a fraction, seconds."""
    plain = written.strip()
    if plain.isdecimal():
        return f"{int(plain)}m", f"{int(plain)}s"
    seconds = _printed(_decimal(plain) * 1_000) if _NUMBER.fullmatch(plain) else None
    return (seconds,) if seconds else ()


def duration(written: str) -> str | None:
    """`1.5h` and `90 min` are 1h30m, `1 month` is 30d."""
    amounts = _amounts(written.strip().lower())
    if amounts is None or not {unit for _, unit in amounts} <= _UNIT_OF.keys():
        return None
    return _printed(sum(amount * Duration.parse(_UNIT_OF[unit]).milliseconds for amount, unit in amounts))


def _amounts(written: str) -> list[tuple[Decimal, str]] | None:
    """The numbers of a text with the words after them, or None when there is anything else in it."""
    found = list(_AMOUNT.finditer(written))
    if not found or sum(len(one.group()) for one in found) != len(written):
        return None
    return [(_decimal(one.group(1)), one.group(2)) for one in found]


def _printed(milliseconds: Decimal | int) -> str | None:
    text = str(Duration(int(milliseconds)))
    try:
        Duration.parse(text)
    except UnitError:
        return None
    return text if milliseconds and milliseconds == int(milliseconds) else None


def percentage(written: str) -> str | None:
    """`99.9` and `0.999` are 99.9%: a number below 1 is taken for a ratio."""
    plain = written.strip().removesuffix("%").rstrip()
    if not _NUMBER.fullmatch(plain):
        return None
    value = _decimal(plain)
    if value < 1 and "%" not in written:
        value = value.scaleb(2)
    return f"{decimal_text(value)}%" if 0 < value <= 100 else None


def rate(written: str) -> str | None:
    """`40`, `40rps`, `40 req/s` and `40 per second` are 40/s."""
    match = _RATE.fullmatch(written.strip().lower())
    if match is None:
        return None
    short = {"rps": "s", "qps": "s", "rpm": "m", "qpm": "m"}.get(match.group(2) or "")
    unit = _UNIT_OF.get(short or match.group(3) or "s", "")
    value = _decimal(match.group(1))
    return f"{decimal_text(value)}/{unit[1:]}" if unit in _PER and value else None


def time_of_day(written: str) -> str | None:
    """`9:00`, `9`, `9am` and `09:00:00` are 09:00."""
    match = _CLOCK.fullmatch(written.strip().lower())
    if match is None:
        return None
    hour, minute, half = int(match.group(1)), int(match.group(2) or 0), match.group(3)
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return f"{time(hour, minute):%H:%M}"
    except ValueError:
        return None


def calendar_day(written: str) -> str | None:
    """`2026-1-5`, `20260105` and `5.1.2026` are 2026-01-05."""
    match = _DAY.fullmatch(written.strip())
    if match is None:
        return None
    numbers = [int(part) for part in match.groups() if part]
    try:
        return date(*(numbers if match.group(1) else reversed(numbers))).isoformat()
    except ValueError:
        return None


def name(written: str) -> str | None:
    """The same words in small letters, joined by dashes."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", written).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789").rstrip("-")
    return slug[:_LONGEST_NAME] or None


def label_name(written: str) -> str | None:
    """The same words joined by underscores."""
    return re.sub(r"[^a-zA-Z0-9]+", "_", written).strip("_").lstrip("0123456789") or None


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))
