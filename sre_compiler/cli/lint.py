"""`sre-compile lint`: every finding in every file."""

from __future__ import annotations

from datetime import datetime

import click

from sre_compiler.cli import screen
from sre_compiler.cli.cache import Cache, Entry
from sre_compiler.cli.options import (
    diff_option,
    fix_option,
    lint_format_option,
    reports_option,
    specs_argument,
    strict_option,
    today_option,
    unsafe_fixes_option,
)
from sre_compiler.cli.reports import Reports
from sre_compiler.triage.expiry import expire
from sre_compiler.triage.judged import Judged


@click.command(name="lint", short_help="every finding in every file")
@specs_argument
@lint_format_option
@reports_option
@fix_option
@unsafe_fixes_option
@diff_option
@today_option
@strict_option
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    specs: str,
    style: str,
    reports: tuple[tuple[str, str], ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    today: datetime,
    strict: bool,
) -> int:
    """Check the specs and say what to type instead. Writes nothing but the reports, and with --fix the specs.

    Example: sre-compile lint specs --output sarif=lint.sarif
    """
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes says which fixes to make: use it with --fix or --diff")
    if diff:
        from sre_compiler.cli.mending import show_diff

        return show_diff(specs, unsafe=unsafe_fixes)
    entry = _fixed(specs, unsafe=unsafe_fixes) if fix else _findings(specs)
    found = expire(Judged(entry.findings, entry.silenced), today.date().isoformat())
    asked = Reports(specs, found, entry.files, screen.failing(strict=strict))
    asked.show(style)
    for kind, path in reports:
        asked.save(kind, path)
    return screen.verdict(found.reported, strict=strict)


def _fixed(specs: str, *, unsafe: bool) -> Entry:
    from sre_compiler.cli.mending import fixed

    return fixed(specs, unsafe=unsafe)


def _findings(specs: str) -> Entry:
    cache = Cache(specs)
    known = cache.read()
    if known is not None:
        screen.say("nothing has changed since the last run")
        return known
    from sre_compiler import pipeline

    compiled = pipeline.compile_specs(specs, cache.read_memory())
    entry = Entry(compiled.diagnostics, compiled.silenced, compiled.files, None)
    cache.write(entry)
    cache.write_memory(compiled.memory)
    return entry
