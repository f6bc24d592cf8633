"""From an SLO's `sli:` to its indicator: templates applied, PromQL read, units worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place, Related
from sre_compiler.program import placeholders, problems
from sre_compiler.program.indicators import (
    ClassicLatency,
    Freshness,
    Indicator,
    NativeLatency,
    ProbeQuorum,
    ProbeSamples,
    Query,
    Ratio,
    Threshold,
)
from sre_compiler.program.placeholders import SERVICE
from sre_compiler.program.queries import Reader
from sre_compiler.promql import Version, bare_selector
from sre_compiler.units import Duration

_UNITS = {
    "seconds": Duration(1_000),
    "milliseconds": Duration(1),
    "minutes": Duration(60_000),
    "hours": Duration(3_600_000),
}
_FINER = {"microseconds": 1_000, "nanoseconds": 1_000_000}


class Written(Struct, frozen=True):
    """The fields of an indicator as the specs write them, and where: in an SLO, or in an SLI document."""

    fields: kinds.Indicator
    place: Place


class Use(Struct, frozen=True):
    """An SLO's `sli:` that names a template: the values it gives, the service that `$service` is, and where it stands."""

    given: Mapping[str, str]
    service: str
    place: Place


def indicator(written: Written, reader: Reader) -> Indicator | None:
    """The indicator, or None after a finding."""
    fields, place = written.fields, written.place
    if fields.ratio is not None:
        return _ratio(fields.ratio, place.at("ratio"), reader)
    if fields.latency is not None:
        return _latency(fields.latency, place.at("latency"), reader)
    if fields.probe is not None:
        return _probe(fields.probe, place.at("probe"), reader)
    if fields.threshold is not None:
        return _threshold(fields.threshold, place.at("threshold"), reader)
    if fields.freshness is not None:
        return _freshness(fields.freshness, place.at("freshness"), reader)
    raise AssertionError("the kinds room lets exactly one through")


def _ratio(ratio: kinds.Ratio, place: Place, reader: Reader) -> Indicator | None:
    good = ratio.errors is None
    field = "good" if good else "errors"
    counted = reader.events(field, str(ratio.good if good else ratio.errors), place.at(field))
    total = reader.events("total", ratio.total, place.at("total"))
    return Ratio(counted, total, good) if counted is not None and total is not None else None


def _latency(latency: kinds.Latency, place: Place, reader: Reader) -> Indicator | None:
    histogram = reader.selector("histogram", latency.histogram, place.at("histogram"))
    total = reader.events("total", latency.total, place.at("total")) if latency.total is not None else None
    if histogram is None or (latency.total is not None and total is None):
        return None
    bound = _bound(latency, histogram, place, reader.found)
    if bound is None:
        return None
    if latency.native:
        return NativeLatency(histogram, bound)
    return ClassicLatency(histogram, bound, total, latency.buckets or (), place.at("below"))


def _bound(latency: kinds.Latency, histogram: Query, place: Place, found: list[Diagnostic]) -> Decimal | None:
    """The threshold in the unit of the metric."""
    selector = bare_selector(histogram.tree)
    metric = (selector.metric if selector else None) or ""
    unit = latency.unit or metric.rpartition("_")[2]
    below = Decimal(latency.below.milliseconds)
    if unit in _UNITS:
        return below / _UNITS[unit].milliseconds
    if unit in _FINER:
        return below * _FINER[unit]
    found.append(problems.unknown_unit(metric, place.at("histogram")))
    return None


def _probe(probe: kinds.Probe, place: Place, reader: Reader) -> Indicator | None:
    up = reader.selector("up", probe.up, place.at("up"))
    if up is None:
        return None
    return ProbeSamples(up) if probe.quorum is None else ProbeQuorum(up, probe.quorum.ratio)


def _threshold(threshold: kinds.Threshold, place: Place, reader: Reader) -> Indicator | None:
    value = replace(reader, window=False).vector("value", threshold.value, place.at("value"))
    above = threshold.bad_above is not None
    bound = threshold.bad_above if above else threshold.bad_below
    return Threshold(value, bound, above) if value is not None and bound is not None else None


def _freshness(freshness: kinds.Freshness, place: Place, reader: Reader) -> Indicator | None:
    timestamp = reader.selector("timestamp", freshness.timestamp, place.at("timestamp"))
    if timestamp is None:
        return None
    return Freshness(timestamp, Decimal(freshness.within.milliseconds).scaleb(-3))


def is_sound(sli: kinds.SLI, place: Place, version: Version, found: list[Diagnostic]) -> bool:
    """Whether a template reads with its own defaults; what does not is reported here, and not again where it is used."""
    before = len(found)
    defaults = place.at("spec", "params")
    found.extend(_unknown_words(sli.spec.params, defaults))
    origins = {name: defaults.at(name) for name in sli.spec.params}
    values = parameters(sli, {}, sli.metadata.name)
    reader = Reader(frozenset({version}), values, found, window=True, origins=origins)
    indicator(Written(sli.spec, place.at("spec")), reader)
    return len(found) == before


def used(
    sli: kinds.SLI, place: Place, use: Use, versions: frozenset[Version]
) -> tuple[Indicator | None, list[Diagnostic]]:
    """The indicator of a sound template with the values of one use, or None and what is wrong with these values."""
    found = [*_unknown_words(use.given, use.place.at("with"))]
    origins = {name: use.place.at("with", name) for name in use.given}
    values = parameters(sli, use.given, use.service)
    reader = Reader(versions, values, found, window=True, origins=origins)
    read = indicator(Written(sli.spec, place.at("spec")), reader)
    return (None if found else read), [_at_use(one, use.place) for one in found]


def _at_use(finding: Diagnostic, use: Place) -> Diagnostic:
    """The finding at the use of a template; the template, which is right with other values, is its other half."""
    where = finding.where
    if isinstance(where, Place) and (where.file, where.document) == (use.file, use.document):
        return finding
    beside = () if where is None else (Related(where, "with the values of this SLO"),)
    return replace(finding, where=use, related=finding.related + beside)


def _unknown_words(values: Mapping[str, str], place: Place) -> Iterator[Diagnostic]:
    """A finding for each `$word` in a value other than `$service`."""
    for name, value in values.items():
        for word, start, end in placeholders.words(value):
            if word != SERVICE:
                yield problems.unknown_placeholder(word, place.at(name).within(start, end), [SERVICE])


def parameters(sli: kinds.SLI, given: Mapping[str, str], service: str) -> dict[str, str]:
    """The value of each parameter: as given, else its default, in which `$service` may stand."""
    chosen = {name: given.get(name, default) for name, default in sli.spec.params.items()}
    return {SERVICE: service} | {name: placeholders.with_service(value, service) for name, value in chosen.items()}
