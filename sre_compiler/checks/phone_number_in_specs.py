"""A person's phone number stands in the specs.

Specs are read by more people than those who may call at night, and are kept for ever. A paging system knows the number already, and
is the one that calls.

Bad:

    - {name: ana, email: ana@acme.example, handles: {phone: +49 30 901820}}

Good:

    - {name: ana, email: ana@acme.example, handles: {pagerduty: PABC1}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO
_SHORTEST = 9
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.-]{7,24}[0-9]")


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for person in project.people:
        for system, handle in person.handles:
            if _NUMBER.fullmatch(handle) and sum(map(str.isdigit, handle)) >= _SHORTEST:
                yield Diagnostic(
                    "phone-number-in-specs",
                    SEVERITY,
                    f"a phone number of {person.name} stands in the specs",
                    person.place.at("handles", system).key(),
                    label="everybody who reads the specs has it",
                    help="keep it in the paging system, and write the person's name there instead",
                )
