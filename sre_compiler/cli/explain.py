"""`sre-compile explain`: a finding, an SLO or an alert, in words and numbers."""

from __future__ import annotations

from difflib import get_close_matches

import click
from click.shell_completion import CompletionItem

from sre_compiler import pages, pipeline
from sre_compiler.cli import screen
from sre_compiler.cli.exits import FINE, CannotWorkError
from sre_compiler.cli.options import specs_argument


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's
    """Findings, and the SLOs and alerts of the specs in this folder where they compile."""
    names = list(pages.names())
    try:
        program = pipeline.compile_specs("specs").program
    except OSError:
        program = None
    if program is not None:
        from sre_compiler.explanation import names_of

        names += names_of(program)
    return [CompletionItem(name) for name in sorted(names) if name.startswith(incomplete)]


@click.command(name="explain", short_help="a finding, an SLO or an alert, in words and numbers")
@click.argument("name", shell_complete=_complete)
@specs_argument
def command(*, name: str, specs: str) -> int:
    """Explain a finding by its NAME, or an SLO by its id, or an alert by its name.

    Example: sre-compile explain checkout/availability
    """
    page = pages.page(name)
    if page is not None:
        click.echo(page.rstrip("\n"))
        return FINE
    return _explain_program(name, specs)


def _explain_program(name: str, specs: str) -> int:
    from sre_compiler.diagnostics.render.display import shown
    from sre_compiler.explanation import explain, names_of
    from sre_compiler.triage.expiry import expire
    from sre_compiler.triage.judged import Judged

    compiled = pipeline.compile_specs(specs)
    if compiled.program is None:
        found = expire(Judged(compiled.diagnostics), "").reported
        screen.print_findings(found, "full")
        return screen.verdict(found, strict=False)
    text = explain(compiled.program, name, pipeline.line_of)
    if text is None:
        known = [*names_of(compiled.program), *pages.names()]
        close = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else "give an SLO id, an alert or a finding"
        raise CannotWorkError(f"nothing is called {name}: {hint}")
    click.echo("\n".join(map(shown, text.rstrip("\n").split("\n"))))
    return FINE
