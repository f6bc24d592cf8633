"""The name of an alert says its severity or its environment.

Both are labels, and change without the name: in staging `QueueFullCritical` is a ticket, and silences and runbooks that go by the name
go astray.

Bad:

    alerts:
      - name: QueueFullCritical
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.

Good:

    alerts:
      - name: QueueFull
        expr: queue_depth > 100
        severity: sev3
        summary: A queue is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity
from sre_compiler.kinds import option
from sre_compiler.program.alerts import Alert
from sre_compiler.program.program import Setting

SEVERITY = Severity.INFO

WORDS = option.words(
    "words",
    ("critical", "warning", "page", "ticket"),
    "Words that say a severity, beside the project's own severities and environments.",
)
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def check(scope: Scope) -> Iterator[Diagnostic]:
    words = _words(scope.setting)
    for alert in scope.alerts:
        found = list(_WORD.finditer(alert.name))
        if len(found) > 1 and found[-1].group().lower() in words:
            better = alert.name[: found[-1].start()].rstrip("_")
            yield Diagnostic(
                "alert-name-with-severity",
                SEVERITY,
                f"the name `{alert.name}` ends with its severity or environment",
                alert.place.at("name").within(*found[-1].span()),
                label="is a label already",
                help=f"call it `{better}`",
                fix=None if found[-2].group().lower() in words else _fix(scope, alert, better),
            )


@lru_cache(maxsize=1)
def _words(setting: Setting) -> frozenset[str]:
    """The words that say a severity or an environment."""
    severities = (name for one in setting.severities for name in (one.name, *one.also))
    return frozenset({*setting.option(WORDS), *severities, *setting.project.environment_severities})


def _fix(scope: Scope, alert: Alert, better: str) -> Fix | None:
    """None where the severity may be all that tells it from another alert."""
    if any(one.name.startswith(better) for one in scope.alerts if one is not alert):
        return None
    rename = Edit(alert.place.at("name"), better, "say")
    return Fix(f"call it `{better}`", (rename,), safe=False, changes=True)
