"""Configuration → the document that Alertmanager reads, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sre_compiler import kinds, routing
from sre_compiler.backends.alertmanager import mount, receivers, templates
from sre_compiler.program.program import Program
from sre_compiler.routing import Configuration, Hours, Inhibition, Route

Data = dict[str, object]
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
NAMED_INHIBITION = (0, 30)
"""The version from which inhibition rules have names."""


def document(program: Program) -> Data:
    """The whole configuration."""
    declared = program.project.spec.alertmanager
    assert declared is not None  # noqa: S101 - the caller asks first
    ours = _own(program, declared)
    return ours if program.base is None else mount.into(program.base, ours, is_first=declared.mount == "first")


def _own(program: Program, declared: kinds.Alertmanager) -> Data:
    configuration = routing.own(program)
    return {
        **_global(declared),
        "templates": [templates.FILE],
        "route": route(configuration.route),
        "inhibit_rules": [inhibition(one, declared.version) for one in configuration.inhibitions],
        **_intervals(configuration),
        "receivers": [receivers.receiver(program, one) for one in configuration.receivers],
    }


def _global(declared: kinds.Alertmanager) -> Data:
    smtp = declared.smtp
    if smtp is None:
        return {}
    values = {
        "smtp_smarthost": smtp.smarthost,
        "smtp_from": smtp.from_,
        "smtp_auth_username": smtp.username,
        "smtp_auth_password_file": receivers.secret(declared, smtp.password_file) if smtp.password_file else None,
        "smtp_require_tls": smtp.require_tls,
    }
    return {"global": {key: value for key, value in values.items() if value is not None}}


def route(one: Route) -> Data:
    """A route and all below it; what it takes over from the one above is left out."""
    timing = one.timing
    found: Data = {"matchers": [str(matcher) for matcher in one.matchers]} if one.matchers else {}
    found |= {"receiver": one.receiver} if one.receiver is not None else {}
    found |= {"group_by": one.group_by} if one.group_by is not None else {}
    if timing is not None:
        found |= {"group_wait": str(timing.group_wait), "group_interval": str(timing.group_interval)}
        found["repeat_interval"] = str(timing.repeat_interval)
    found |= {"active_time_intervals": one.active} if one.active else {}
    found |= {"mute_time_intervals": one.mute} if one.mute else {}
    found |= {"continue": True} if one.goes_on else {}
    return found | ({"routes": [*map(route, one.routes)]} if one.routes else {})


def inhibition(one: Inhibition, version: tuple[int, int]) -> Data:
    name: Data = {"name": one.name} if version >= NAMED_INHIBITION else {}
    matchers = {"source_matchers": [*map(str, one.source)], "target_matchers": [*map(str, one.target)]}
    return {**name, **matchers, "equal": one.equal}


def _intervals(configuration: Configuration) -> Data:
    named = [{"name": name, "time_intervals": [*map(hours, one)]} for name, one in configuration.intervals.items()]
    return {"time_intervals": named} if named else {}


def hours(one: Hours) -> Data:
    """An item of a time interval; a zone stands in each, because it would be UTC without."""
    found: Data = {}
    if one.times:
        found["times"] = [{"start_time": _clock(start), "end_time": _clock(end)} for start, end in one.times]
    found |= {"weekdays": [*_ranges(one.weekdays, _WEEKDAYS)]} if one.weekdays else {}
    found |= {"days_of_month": [*_ranges(one.days)]} if one.days else {}
    found |= {"months": [*_ranges(one.months)]} if one.months else {}
    found |= {"years": [*_ranges(one.years)]} if one.years else {}
    return {**found, "location": one.zone}


def _ranges(ranges: Iterable[tuple[int, int]], words: tuple[str, ...] | None = None) -> Iterator[str]:
    for pair in ranges:
        first, last = (words[number] if words else str(number) for number in pair)
        yield first if first == last else f"{first}:{last}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
