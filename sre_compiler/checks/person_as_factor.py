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
    named = re.compile("|".join(rf"\b({re.escape(one)}|{re.escape(one.title())})\b" for one in sorted(people)))
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
