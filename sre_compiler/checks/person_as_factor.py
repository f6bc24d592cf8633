"""A contributing factor names somebody who took part in the incident.

Somebody else would have done the same with the same tools and the same knowledge. Where a person is the cause there is nothing to
mend, and the next one will not say what happened.

Bad:

    roles: {commander: [ana]}
    contributing_factors:
      - {factor: wrong-database, detail: Ana deleted the wrong database.}

Good:

    roles: {commander: [ana]}
    contributing_factors:
      - {factor: environments-look-alike, detail: The prompt is the same in staging and in production.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.checks._incidents import IncidentScope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.INFO


def check_incident(scope: IncidentScope) -> Iterator[Diagnostic]:
    incident = scope.incident
    people = {name for names in incident.roles.values() for name in names} | {
        one.by for one in incident.timeline if one.by
    }
    if not people:
        return
    spellings = sorted(spelling for one in people for spelling in _spellings(one))
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b")
    for index, (_, detail) in enumerate(incident.factors):
        found = named.search(detail)
        if found:
            yield Diagnostic(
                "person-as-factor",
                SEVERITY,
                f"a contributing factor speaks of {found[0]}",
                scope.at("contributing_factors", index, "detail").within(*found.span()),
                label="a person is no cause",
                help="say what made it easy to do, and hard to notice",
            )


def _spellings(name: str) -> set[str]:
    """How a sentence writes somebody: `Ana`, `ana-lima`; but `max` and `will` are words."""
    return {name.title()} if name.isalpha() else {name, name.title()}
