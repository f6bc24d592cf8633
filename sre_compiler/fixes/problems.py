"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from sre_compiler.diagnostics import Diagnostic, Severity


def withdrawn_fix(mistake: Diagnostic, reason: str) -> Diagnostic:
    """A fix was not made, because the specs compiled with it in memory were not what they should be.

    `lint --fix` compiles the specs again before it writes them. A fix that brings another error, or changes generated files
    of which it does not say so, is not made; the mistake itself stays a finding.

    Bad:

        environments: [prod, prd]   # `prod` in place of `prd` would stand there twice

    Good:

        environments: [prod]
    """
    return Diagnostic(
        "withdrawn-fix",
        Severity.INFO,
        f"the fix of {mistake.name} was withdrawn",
        mistake.where,
        label=f"not mended: {mistake.fix.title}" if mistake.fix else "not mended",
        help=f"mend it by hand; {reason}",
        at=mistake.at,
    )
