"""`sre-compile explain`: a finding, an SLO, an alert, a person, a team, an on-call policy or a receiver."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from sre_compiler import pages, pipeline
from sre_compiler.cli import screen
from sre_compiler.cli.exits import FINE, CannotWorkError
from sre_compiler.cli.oncall.instant import at_option, instant_of
from sre_compiler.cli.options import specs_argument

if TYPE_CHECKING:  # a page of a finding needs no specs
    from sre_compiler.program import Program


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's
    """Findings, and what the specs in this folder name where they compile."""
    names = list(pages.names())
    try:
        program = pipeline.compile_specs("specs").program
    except OSError:
        program = None
    if program is not None:
        names += _names_of(program)
    return [CompletionItem(name) for name in sorted(names) if name.startswith(incomplete)]


def _names_of(program: Program) -> list[str]:
    from sre_compiler import explanation
    from sre_compiler.cli import explained

    return sorted({*explanation.names_of(program), *explained.names_of(program)})


@click.command(name="explain", short_help="a finding, an SLO, an alert, a person, a team or a receiver")
@click.argument("name", shell_complete=_complete)
@specs_argument
@at_option
def command(*, name: str, specs: str, at: str | None) -> int:
    """Explain a finding, an alert, a person, a team, an on-call policy or a receiver by its NAME, or an SLO by its id.

    Of people and policies it tells who is on call, now or at another time.

    Example: sre-compile explain checkout/availability
    """
    page = pages.page(name)
    if page is not None:
        click.echo(page.rstrip("\n"))
        return FINE
    return _explain_program(name, specs, at)


def _explain_program(name: str, specs: str, at: str | None) -> int:
    from sre_compiler.diagnostics.render.display import shown
    from sre_compiler.triage.expiry import expire
    from sre_compiler.triage.judged import Judged

    compiled = pipeline.compile_specs(specs)
    if compiled.program is None:
        found = expire(Judged(compiled.diagnostics), "").reported
        screen.print_findings(found, "full")
        return screen.verdict(found, strict=False)
    texts = [*_texts(compiled.program, name, at)]
    if not texts:
        known = [*_names_of(compiled.program), *pages.names()]
        close = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else "give an SLO id, an alert, a person, a team or a finding"
        raise CannotWorkError(f"nothing is called {name}: {hint}")
    click.echo("\n".join(map(shown, "\n\n".join(texts).split("\n"))))
    return FINE


def _texts(program: Program, name: str, at: str | None) -> Iterator[str]:
    """A text for everything of this name."""
    from sre_compiler.cli import explained
    from sre_compiler.explanation import explain

    text = explain(program, name, pipeline.line_of)
    if text is not None:
        yield text.rstrip("\n")
    if name in explained.names_of(program):
        instant = instant_of(at, explained.zones_of(program, name), "ask about one of them")
        yield from explained.sections(program, name, instant)
