"""`sre-compile lint`: every finding in every file."""

from __future__ import annotations

import click

from sre_compiler.cli import screen
from sre_compiler.cli.cache import Cache, Entry
from sre_compiler.cli.options import format_option, specs_argument, strict_option


@click.command(name="lint", short_help="every finding in every file")
@specs_argument
@format_option
@strict_option
def command(*, specs: str, style: str, strict: bool) -> int:
    """Check the specs and say what to type instead. Writes nothing.

    Example: sre-compile lint specs --format concise
    """
    found = _findings(specs)
    screen.print_findings(found.findings, style)
    if found.findings or style == "full":
        screen.print_summary(found.findings, found.files, style)
    return screen.verdict(found.findings, strict=strict)


def _findings(specs: str) -> Entry:
    cache = Cache(specs)
    known = cache.read()
    if known is not None:
        screen.say("nothing has changed since the last run")
        return known
    from sre_compiler import pipeline

    compiled = pipeline.compile_specs(specs)
    entry = Entry(compiled.diagnostics, compiled.files, None)
    cache.write(entry)
    return entry
