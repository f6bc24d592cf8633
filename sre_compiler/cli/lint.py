"""`sre-compile lint`: every finding in every file."""

from __future__ import annotations

import click

from sre_compiler import pipeline
from sre_compiler.cli import screen
from sre_compiler.cli.options import format_option, specs_argument, strict_option


@click.command(name="lint", short_help="every finding in every file")
@specs_argument
@format_option
@strict_option
def command(*, specs: str, style: str, strict: bool) -> int:
    """Check the specs and say what to type instead. Writes nothing.

    Example: sre-compile lint specs --format concise
    """
    compiled = pipeline.compile_specs(specs)
    screen.print_findings(compiled.diagnostics, compiled.files, style)
    return screen.verdict(compiled.diagnostics, strict=strict)
