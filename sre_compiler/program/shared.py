"""What every service is resolved against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast

from msgspec import Struct, field

from sre_compiler import kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program.burn_rate_policies import BurnRatePolicy
from sre_compiler.program.defaults import Defaults
from sre_compiler.program.error_budget_policies import ErrorBudgetPolicy
from sre_compiler.program.names import Names
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.program.project import Project
from sre_compiler.promql import LATEST, Version
from sre_compiler.units import Duration

LegsOfSlo = tuple[tuple[PolicyLeg, ...], tuple[PolicyLeg, ...], tuple[Duration, ...]]
"""All legs of an SLO, those of them that alert somebody, and every window that is recorded."""


class Shared(Struct):
    """Settings and documents that services refer to; `found` collects the findings.

    `legs` keeps the legs that SLOs have in common, and `versions_of` the versions of environments: there are few, and every SLO
    has some.
    """

    project: Project
    defaults: Defaults
    names: Names
    policies: Mapping[str, BurnRatePolicy]
    budget_policies: Mapping[str, ErrorBudgetPolicy]
    slis: Mapping[str, tuple[kinds.SLI, Place]]
    versions: Mapping[str, frozenset[Version]]
    found: list[Diagnostic] = field(default_factory=list)
    broken_slis: frozenset[str] = frozenset()
    legs: dict[object, LegsOfSlo] = field(default_factory=dict)
    versions_of: dict[tuple[str, ...], frozenset[Version]] = field(default_factory=dict)

    def environments(self, spec: kinds.ServiceSpec) -> tuple[str, ...]:
        """Where a service runs, in the order of the project."""
        stated = self.stated_environments(spec)
        return tuple(name for name in self.project.environment_severities if name in stated)

    def stated_environments(self, spec: kinds.ServiceSpec) -> Collection[str]:
        """Where a service runs: as it says, else the defaults, else everywhere; names that are unknown included."""
        if spec.environments is not None:
            return spec.environments
        found = self.defaults.find("environments", spec)
        return cast("Collection[str]", found.value) if found else self.project.environment_severities

    def versions_for(self, spec: kinds.ServiceSpec) -> frozenset[Version]:
        """The versions of the servers that will run a service's PromQL; the latest where there is no server."""
        where = self.environments(spec)
        known = self.versions_of.get(where)
        if known is None:
            sets = (self.versions.get(name, frozenset()) for name in where)
            known = self.versions_of[where] = frozenset[Version]().union(*sets) or frozenset({LATEST})
        return known
