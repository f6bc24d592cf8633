"""The description or title of an SLO holds a template, and is printed as it is.

The texts of an SLO are the same for every alert and every dashboard; nothing in them is filled in.

Bad:

    slos:
      - name: availability
        description: "{{ $labels.region }} answers."
        objective: 99.9%
        sli: http-availability

Good:

    slos:
      - name: availability
        description: The region answers.
        objective: 99.9%
        sli: http-availability
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(scope: Scope) -> Iterator[Diagnostic]:
    for one, *_ in scope.by_slo:
        for key, text in {"title": one.title, "description": one.description}.items():
            start = text.find("{{")
            if start >= 0:
                yield Diagnostic(
                    "template-in-slo-text",
                    SEVERITY,
                    f"the {key} of an SLO is no template",
                    one.place.at(key).within(start, start + 2),
                    label="is printed as it is",
                    help="say it in plain words; alerts name their group by themselves",
                )
