"""A plain alert: a condition that a service states in PromQL."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler.diagnostics import Place
from sre_compiler.program.boards import PanelRef
from sre_compiler.program.indicators import Query
from sre_compiler.units import Duration


class Proof(Struct, frozen=True):
    """Samples that fire an alert and samples that do not, in promtool's series notation with one value."""

    fires: tuple[str, ...]
    silent: tuple[str, ...]


class Runbook(Struct, frozen=True):
    """What an author knows of an alert: who notices, and what to do, in order."""

    impact: str
    steps: tuple[str, ...]


class Alert(Struct, frozen=True):
    """A plain alert in one environment. `annotations` are templates, as written; `severity` is mapped already.

    `runbook_url` and `dashboard_url` are those of the project; "" where an annotation gives another.
    """

    name: str
    query: Query
    lasting: Duration | None
    keep_firing_for: Duration | None
    severity: str
    labels: tuple[tuple[str, str], ...]
    annotations: tuple[tuple[str, str], ...]
    runbook: Runbook | None
    runbook_url: str
    dashboard_url: str
    panel: PanelRef | None
    proof: Proof | None
    place: Place
