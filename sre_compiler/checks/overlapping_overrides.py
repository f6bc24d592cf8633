"""Two overrides of a schedule are in force at the same time.

The later one in the list wins, so that the other person believes to be on call and is not.

Bad:

    overrides:
      - {person: ana, from: "2026-03-02T09:00", to: "2026-03-04T09:00"}
      - {person: cy, from: "2026-03-03T09:00", to: "2026-03-05T09:00"}

Good:

    overrides:
      - {person: ana, from: "2026-03-02T09:00", to: "2026-03-03T09:00"}
      - {person: cy, from: "2026-03-03T09:00", to: "2026-03-05T09:00"}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sre_compiler.checks._rotas import Rota, overrides, span, worked_out
from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.program.program import Setting

SEVERITY = Severity.WARNING


def check_project(project: Setting) -> Iterator[Diagnostic]:
    for rota in worked_out(project):
        for _, group in groupby(overrides(rota), key=lambda one: one[0].name):
            yield from _overlaps(rota, sorted((when, index, place) for index, (_, place, _, when) in enumerate(group)))


def _overlaps(rota: Rota, found: list[tuple[tuple[int, int], int, Place]]) -> Iterator[Diagnostic]:
    """Each override, in the order of time, with the one before it that lasts longest."""
    last: tuple[tuple[int, int], int, Place] | None = None
    for one in found:
        if last is not None and one[0][0] < last[0][1]:
            earlier, later = sorted((last, one), key=lambda each: each[1])
            yield _finding(earlier[2], later[2], span(rota, one[0][0], min(one[0][1], last[0][1])))
        last = one if last is None or one[0][1] > last[0][1] else last


def _finding(earlier: Place, later: Place, when: str) -> Diagnostic:
    return Diagnostic(
        "overlapping-overrides",
        SEVERITY,
        "two overrides are in force at the same time",
        later.at("from"),
        label=f"this one wins from {when}",
        help="let one end when the other begins",
        related=(Related(earlier, "the other one"),),
    )
