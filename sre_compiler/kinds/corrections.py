"""What somebody probably meant: the right form of a value that was written wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches

from msgspec import Struct

from sre_compiler.typos import folded
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


class Better(Struct, frozen=True):
    """The right form; not certain where the same could have been written for something else."""

    text: str
    is_certain: bool = True


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


def duration(written: str) -> Better | None:
    """`1.5h` and `90 min` are 1h30m; `1 month` is likely to be 30d."""
    amounts = _amounts(written.strip().lower())
    if amounts is None or not {unit for _, unit in amounts} <= _UNIT_OF.keys():
        return None
    total = _printed(sum(amount * Duration.parse(_UNIT_OF[unit]).milliseconds for amount, unit in amounts))
    of_months = "M" in written or any(_UNIT_OF[unit] == "30d" for _, unit in amounts)
    return Better(total, not of_months) if total else None


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


def percentage(written: str) -> Better | None:
    """`99.9` is 99.9%; so is `0.999`, where a number below 1 is a ratio, which is less certain."""
    plain = written.strip().removesuffix("%").rstrip()
    if not _NUMBER.fullmatch(plain):
        return None
    value, has_sign = _decimal(plain), "%" in written
    percent = value.scaleb(2) if value < 1 and not has_sign else value
    return Better(f"{decimal_text(percent)}%", has_sign or value > 1) if 0 < percent <= 100 else None


def rate(written: str) -> Better | None:
    """`40rps`, `40 req/s` and `40 per second` are 40/s; so is `40`, in all likelihood."""
    match = _RATE.fullmatch(written.strip().lower())
    if match is None:
        return None
    short = {"rps": "s", "qps": "s", "rpm": "m", "qpm": "m"}.get(match.group(2) or "")
    word = short or match.group(3)
    unit = _UNIT_OF.get(word or "s", "")
    value = _decimal(match.group(1))
    return Better(f"{decimal_text(value)}/{unit[1:]}", bool(word)) if unit in _PER and value else None


def time_of_day(written: str) -> Better | None:
    """`9:00`, `9am` and `09:00:00` are 09:00; so is `9`, in all likelihood."""
    match = _CLOCK.fullmatch(written.strip().lower())
    if match is None:
        return None
    hour, minute, half = int(match.group(1)), int(match.group(2) or 0), match.group(3)
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return Better(f"{time(hour, minute):%H:%M}", not written.strip().isdecimal())
    except ValueError:
        return None


def calendar_day(written: str) -> Better | None:
    """`2026-1-5`, `20260105` and `5.1.2026` are 2026-01-05; a time after it is left out, which may be too much."""
    match = _DAY.fullmatch(written.strip())
    if match is None:
        return None
    numbers = [int(part) for part in match.groups() if part]
    try:
        day = date(*(numbers if match.group(1) else reversed(numbers))).isoformat()
    except ValueError:
        return None
    return Better(day, re.search("[T ]", written.strip()) is None)


def instant(written: str) -> Better | None:
    """`2026-1-5 9:00` is 2026-01-05T09:00; where there is no time, nine o'clock is as good a guess as any."""
    day, *rest = re.split("[T ]+", written.strip(), maxsplit=1)
    date_part = calendar_day(day)
    clock = time_of_day("".join(rest).removesuffix("Z").rstrip())
    if date_part is None:
        return None
    zone = "Z" if written.rstrip().endswith("Z") else ""
    return (
        Better(f"{date_part.text}T{clock.text}{zone}", clock.is_certain)
        if clock
        else Better(f"{date_part.text}T09:00", is_certain=False)
    )


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
