"""A rule of the mounted configuration silences alerts whatever they are about.

Without `equal` one alert anywhere that matches the source silences all that match the target, in every cluster, of every team.
`amtool check-config` says nothing of it.

Bad:

    inhibit_rules:
      - source_matchers: ['severity="critical"']
        target_matchers: ['severity="warning"']

Good:

    inhibit_rules:
      - source_matchers: ['severity="critical"']
        target_matchers: ['severity="warning"']
        equal: [cluster, namespace, alertname]
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for place, rule in project.base.items("inhibit_rules") if project.base is not None else ():
        if not rule.get("equal"):
            yield Diagnostic(
                "inhibition-without-equal",
                SEVERITY,
                "one alert silences all others that match",
                place,
                label="no `equal`",
                help="name the labels that both alerts have to share: `equal: [cluster, …]`",
            )
