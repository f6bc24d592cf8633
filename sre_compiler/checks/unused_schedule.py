"""A schedule is called by no step of the escalation.

People take turns in it, and are never called. Only a schedule that another one follows is of use without a step.

Bad:

    schedules:
      - {name: primary, layers: […]}
      - {name: secondary, follows: {schedule: primary, turns: -1}}
    escalation:
      - {call: [{schedule: primary}], ack_within: 5m}
      - {call: [{team: shop}], ack_within: 15m}

Good:

    escalation:
      - {call: [{schedule: primary}], ack_within: 5m}
      - {call: [{schedule: secondary}], ack_within: 5m}
      - {call: [{team: shop}], ack_within: 15m}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for policy in project.oncall_policies:
        used = {name for step in policy.escalation for noun, name in step.call if noun == "schedule"}
        used |= {one.follows for one in policy.schedules if one.follows is not None}
        for schedule in policy.schedules:
            if schedule.name not in used:
                yield Diagnostic(
                    "unused-schedule",
                    SEVERITY,
                    f"no step of `{policy.name}` calls the schedule `{schedule.name}`",
                    schedule.place.at("name"),
                    label="nobody is called by it",
                    help=f"add a step `{{call: [{{schedule: {schedule.name}}}], ack_within: 5m}}`, or remove it",
                )
