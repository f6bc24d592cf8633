"""There are on-call policies, and no calendar horizon to look at them in.

Gaps, overlaps and shares are found by working out who is on call on each day. The compiler reads no clock, so the project says
which days those are.

Bad:

    # kind: Project, without `calendar_horizon`, beside a document of kind OnCallPolicy
    environments: {prod: {}}

Good:

    environments: {prod: {}}
    calendar_horizon: {from: "2026-01-01", weeks: 78}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    if project.oncall_policies and project.project.spec.calendar_horizon is None:
        yield Diagnostic(
            "no-calendar-horizon",
            SEVERITY,
            "the schedules are not looked at, because the project has no calendar horizon",
            project.project.place.at("metadata", "name"),
            label="it has no `calendar_horizon`",
            help='add `calendar_horizon: {from: "2026-01-01", weeks: 78}`',
        )
