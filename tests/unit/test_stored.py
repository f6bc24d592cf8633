"""What the cache keeps comes back as it was, every field of it."""

from __future__ import annotations

from msgspec import json
from msgspec.structs import fields

from sre_compiler.cli.stored_findings import findings_in, findings_out
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity, Silence, Span

SPAN = Span("a.yaml", 1, 2, 3, 4)
FULL = Diagnostic(
    name="unknown-key",
    severity=Severity.WARNING,
    message="unknown key",
    where=SPAN,
    label="here",
    help="remove it",
    related=(Related(Span("b.yaml", 5, 6, 7, 8), "there"),),
    note="It may be a typo.",
    fix=Fix("remove it", (Edit(SPAN, ""),), safe=False, changes=True),
    at=Place("a.yaml", 1, ("spec", "slos", 0), "key", (3, 4)),
    object="Service/web: spec.slos",
    silence=Silence("comment", "known", "2027-01-31", SPAN, Place("a.yaml", 0, ("spec",))),
    after="2026-12-31",
)


def test_a_finding_comes_back_whole() -> None:
    bare = Diagnostic("n", Severity.ERROR, "m", None)
    assert all(getattr(FULL, field.name) != getattr(bare, field.name) for field in fields(Diagnostic))
    assert findings_in(json.decode(json.encode(findings_out((FULL, bare))))) == (FULL, bare)
