"""What we tell people.

In: nothing; every room may make a `Diagnostic`. Out: frozen values; `render/` turns them into text and machine formats.
Must not: read specs, decide what is wrong, print.
"""

from sre_compiler.diagnostics.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Path,
    Place,
    Related,
    Severity,
    Silence,
    Span,
    Step,
)

__all__ = ["Diagnostic", "Edit", "Fix", "Path", "Place", "Related", "Severity", "Silence", "Span", "Step"]
