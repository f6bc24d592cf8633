"""Services, and what is deployed for them in each environment."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler.diagnostics import Place
from sre_compiler.program.alerts import Alert
from sre_compiler.program.indicators import Query
from sre_compiler.program.objectives import Objective
from sre_compiler.units import Rate


class GoldenSignals(Struct, frozen=True):
    """Selectors of what a service always shows; each may be missing. Saturation is usage over limit."""

    traffic: Query | None
    errors: Query | None
    latency: Query | None
    usage: Query | None
    limit: Query | None


class Deployment(Struct, frozen=True):
    """The objectives and plain alerts of a service in one environment."""

    objectives: tuple[Objective, ...]
    alerts: tuple[Alert, ...]


class Service(Struct, frozen=True):
    """A service. `source` is its file as generated headers name it; `deployments` has a key for each environment."""

    name: str
    title: str
    description: str
    team: str
    tier: int | None
    depends_on: tuple[str, ...]
    external_dependencies: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    traffic: Rate | None
    golden_signals: GoldenSignals
    deployments: dict[str, Deployment]
    source: str
    place: Place
