"""An SLO promises more than the SLO of the same name of a service that it depends on.

When the other service uses up what it may, this one has missed its objective already, and nothing that its own team does would help.
Where it can do without the other one for a while, the dependency is none, or the SLO is called otherwise.

Bad:

    kind: Service
    metadata: {name: storefront}
    spec:
      team: shop
      depends_on: [stock]        # stock's availability: 99.5%
      slos:
        - {name: availability, objective: 99.9%, sli: http-availability}

Good:

    kind: Service
    metadata: {name: storefront}
    spec:
      team: shop
      depends_on: [stock]        # stock's availability: 99.95%
      slos:
        - {name: availability, objective: 99.9%, sli: http-availability}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Related, Severity
from sre_compiler.program.outline import SloOutline
from sre_compiler.program.program import Outline
from sre_compiler.units import Percent

SEVERITY = Severity.WARNING


def check_project(project: Outline) -> Iterator[Diagnostic]:
    services = {service.name: {slo.name: slo for slo in service.slos} for service in project.services}
    for service in project.services:
        for needed in service.depends_on:
            for slo in service.slos:
                other = services.get(needed, {}).get(slo.name)
                if other is not None and needed != service.name:
                    yield from _findings(slo, needed, other)


def _findings(slo: SloOutline, needed: str, other: SloOutline) -> Iterator[Diagnostic]:
    """Where it promises more in every environment that has both: one alone may be a matter of an override there."""
    allowed = dict(other.objectives)
    both = [(promised, allowed[where]) for where, promised in slo.objectives if where in allowed]
    if both and all(promised > most for promised, most in both):
        promised, most = both[0]
        yield Diagnostic(
            "stricter-than-dependency",
            SEVERITY,
            f"{Percent(promised)} is more than `{needed}` promises",
            slo.place.at("name"),
            label=f"`{needed}` is allowed to fail more often",
            help=f"promise at most {Percent(most)}, raise the objective of `{needed}`, or do without it when it fails",
            related=(Related(other.place.at("name"), f"promises {Percent(most)}"),),
        )
