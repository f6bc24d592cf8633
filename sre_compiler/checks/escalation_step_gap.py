"""There are hours in which a step of the escalation calls nobody.

The alert then waits as long as the step may take, and nobody has been told. Another step has somebody; what is lost is time.

Bad:

    # the schedule `day` has nobody at night
    escalation:
      - {call: [{schedule: day}], ack_within: 15m}
      - {call: [{team: shop}], ack_within: 15m}

Good:

    escalation:
      - {call: [{schedule: day}, {schedule: night}], ack_within: 15m}
      - {call: [{team: shop}], ack_within: 15m}
"""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._rotas import Rota, hours, span, wanted, worked_out
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        steps = rota.policy.escalation
        missed = [rota.unreached(step.call) for step in steps]
        if any(missed) and not rota.unreached([target for step in steps for target in step.call]):
            yield from _gaps(rota, missed, project)


def _gaps(rota: Rota, missed: list[list[tuple[int, int]]], project: Setting) -> Iterator[Diagnostic]:
    from sre_compiler import rotas

    for index, hours_missed in enumerate(missed):
        gaps = rotas.intersection(hours_missed, wanted(project, rota))
        if gaps:
            yield _finding(rota, index, gaps)


def _finding(rota: Rota, index: int, gaps: list[tuple[int, int]]) -> Diagnostic:
    length = hours(sum(end - start for start, end in gaps))
    many = "once" if len(gaps) == 1 else f"{len(gaps)} times"
    waited = rota.policy.escalation[index].ack_within
    return Diagnostic(
        "escalation-step-gap",
        SEVERITY,
        f"step {index + 1} of `{rota.policy.name}` calls nobody {many} within the horizon, for {length} in all",
        rota.policy.place.at("spec", "escalation", index, "call"),
        label=f"{'first ' if len(gaps) > 1 else ''}nobody from {span(rota, *gaps[0])}",
        help=f"close the hole in its schedules, or call somebody else as well; alerts wait {waited} for nobody",
    )
