"""A rule of the mounted configuration asks nothing of the alerts on one of its sides.

Without matchers on the source every alert silences those of the target that share the `equal` labels; without matchers on the target
every alert is silenced. `amtool check-config` says nothing of it.

Bad:

    inhibit_rules:
      - target_matchers: ['severity="warning"']
        equal: [cluster, namespace]

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
_SAID = {
    "source": ("every alert silences those that match", "nothing says which alerts silence others"),
    "target": ("an alert silences all others", "nothing says which alerts are silenced"),
}


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for place, rule in project.base.items("inhibit_rules") if project.base is not None else ():
        for side, (message, label) in _SAID.items():
            if not any(rule.get(f"{side}_{key}") for key in ("matchers", "match", "match_re")):
                yield Diagnostic(
                    "inhibition-without-matchers",
                    SEVERITY,
                    message,
                    place,
                    label=label,
                    help=f"add `{side}_matchers: ['severity=\"…\"']`",
                )
                break
