"""The severity maps of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sre_compiler.diagnostics import Place
from sre_compiler.program.program import Setting


def severity_maps(setting: Setting) -> Iterator[tuple[Mapping[str, str], Place]]:
    """Those of the tiers of each burn-rate policy and of the environments, and where they are written."""
    for policy in setting.burn_rate_policies:
        for tier, mapping in policy.tiers.items():
            yield mapping, policy.place.at("tiers", str(tier))
    environments = setting.project.place.at("spec", "environments")
    for name, mapping in setting.project.environment_severities.items():
        yield mapping, environments.at(name, "severities")
