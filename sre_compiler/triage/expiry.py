"""What is allowed until a day, and what is a finding from a day on."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.triage import problems
from sre_compiler.triage.judged import Judged


def expire(judged: Judged, today: str) -> Judged:
    """Report again what was allowed until a day before `today`, as `2027-01-31`, and once for each comment that it was.

    What is a finding from a later day on is left out; where `today` is "", so is all that depends on the day.
    """
    judged = Judged(_due(judged.reported, today), _due(judged.silenced, today))
    kept: list[Diagnostic] = []
    back: list[Diagnostic] = []
    told: dict[tuple[Span | None, str], Diagnostic] = {}
    for finding in judged.silenced:
        silence = finding.silence
        if silence is None or not silence.until or silence.until >= today:
            kept.append(finding)
        else:
            back.append(replace(finding, silence=None))
            told.setdefault((silence.where, finding.name), problems.expired_allow(silence, finding.name))
    return Judged((*judged.reported, *back, *told.values()), tuple(kept))


def _due(findings: Iterable[Diagnostic], today: str) -> tuple[Diagnostic, ...]:
    return tuple(one for one in findings if not one.after or one.after < today)
