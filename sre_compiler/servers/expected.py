"""What a generated test of routes expects: which alerts go where, who is told when, and how to know which alert silences which."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct, ValidationError, convert

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
    told: tuple[Instant, ...] = ()


class Scale(Struct, frozen=True):
    """The label of the severity and its values from the worst on, those that page, and the labels that tell places apart."""

    label: str
    severities: tuple[str, ...]
    pages: tuple[str, ...]
    places: tuple[str, ...]


class RouteTests(Struct, frozen=True):
    """A file of tests."""

    scale: Scale
    tests: tuple[Expected, ...]

    def knows(self, labels: Labels) -> bool:
        """Whether the scale has the severity of a burn alert, so that it can be told which one is more urgent."""
        return "leg" not in labels or labels.get(self.scale.label) in self.scale.severities


def read(file: str) -> RouteTests | None:
    """The tests of a file; None where it is no file of tests. Raises OSError."""
    parsed, _ = documents.parse(documents.read(file), file)
    try:
        tests = convert(parsed[0].data if parsed else None, RouteTests)
    except ValidationError:
        return None
    return tests if all(tests.knows(labels_of(alert)) for one in tests.tests for alert in one.alerts) else None


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
