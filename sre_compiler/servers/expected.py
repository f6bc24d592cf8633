"""What a generated test of routes expects: which alerts go where, who is told when, and how to know which alert silences which."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct

from sre_compiler import documents, routing

Labels = dict[str, str]


class Instant(Struct, frozen=True):
    """A time as it is written, in UTC, why this time was chosen, and the receivers that are told at it."""

    at: str
    why: str
    receivers: tuple[str, ...]


class Expected(Struct, frozen=True):
    """What becomes of these alerts of one severity: the receivers of their routes, and those that are told at each instant."""

    severity: str
    alerts: tuple[str, ...]
    routes: tuple[str, ...]
    told: tuple[Instant, ...]


class Scale(Struct, frozen=True):
    """The label of the severity and its values from the worst on, those that page, and the labels that tell places apart."""

    label: str
    severities: tuple[str, ...]
    pages: tuple[str, ...]
    places: tuple[str, ...]


class RouteTests(Struct, frozen=True):
    """A file of tests; what an older build wrote has no scale."""

    scale: Scale | None
    tests: tuple[Expected, ...]


def read(file: str) -> RouteTests:
    """The tests of a file. Raises OSError."""
    parsed, _ = documents.parse(documents.read(file), file)
    data: Any = parsed[0].data if parsed else {}
    scale = data.get("scale")
    return RouteTests(
        None
        if scale is None
        else Scale(scale["label"], *(tuple(scale[key]) for key in ("severities", "pages", "places"))),
        tuple(_expected(one) for one in data.get("tests", ())),
    )


def _expected(one: dict[str, Any]) -> Expected:
    told = tuple(Instant(each["at"], each["why"], tuple(each["receivers"])) for each in one.get("told", ()))
    return Expected(one["severity"], tuple(one["alerts"]), tuple(one["routes"]), told)


def labels_of(alert: str) -> Labels:
    """The labels of an alert that is written as arguments of amtool."""
    return {one.name: one.value for one in routing.parsed(alert)}


def about(labels: Labels) -> str:
    """The SLO, else the alert."""
    return labels.get("slo_id") or alertname(labels)


def alertname(labels: Labels) -> str:
    return labels.get("alertname", "an alert")


def listed(receivers: Collection[str]) -> str:
    """Receivers in words."""
    *most, last = sorted(receivers) or ["nobody"]
    return f"{', '.join(most)} and {last}" if most else last
