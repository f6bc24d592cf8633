"""`sre-compile lint`: every finding in every file."""

from __future__ import annotations

from datetime import datetime

import click
from msgspec.structs import replace

from sre_compiler.cli import screen
from sre_compiler.cli.baseline import Baseline
from sre_compiler.cli.cache import Cache, Entry, entry_of
from sre_compiler.cli.exits import FINE
from sre_compiler.cli.one_file import Asked, asked
from sre_compiler.cli.options import (
    baseline_options,
    diff_option,
    fix_option,
    lint_format_option,
    reports_option,
    since_option,
    specs_argument,
    strict_option,
    today_option,
    unsafe_fixes_option,
)
from sre_compiler.cli.reports import Reports
from sre_compiler.diagnostics import Diagnostic
from sre_compiler.triage.expiry import expire
from sre_compiler.triage.judged import Judged


@click.command(name="lint", short_help="every finding in every file")
@specs_argument
@lint_format_option
@reports_option
@fix_option
@unsafe_fixes_option
@diff_option
@baseline_options
@since_option
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
    baseline: str | None,
    no_baseline: bool,
    write_baseline: bool,
    allow_growth: bool,
    since: str | None,
    today: datetime,
    strict: bool,
) -> int:
    """Check the specs and say what to type instead. Writes nothing but the reports and the baseline, and with --fix the specs.

    SPECS is the folder of the project, or a file in it: then all is checked, and what has to do with the file is told.

    Example: sre-compile lint specs --output sarif=lint.sarif
    """
    narrow = since is not None
    reporting = bool(reports) or style not in {"full", "auto", "concise"}
    _refuse_shown(diff=diff, otherwise=fix or reporting or write_baseline or narrow)
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes says which fixes to make: use it with --fix or --diff")
    if write_baseline and (no_baseline or narrow):
        raise click.UsageError("--write-baseline writes every finding: leave out --no-baseline and --since")
    wanted = asked(specs)
    known = Baseline(wanted.specs, baseline, without=no_baseline, is_written=write_baseline)
    if diff:
        from sre_compiler.cli.mending import show_diff

        return show_diff(wanted, known, unsafe=unsafe_fixes)
    before, entry = _fixed(wanted, known, unsafe=unsafe_fixes) if fix else (None, _findings(wanted.specs))
    found = expire(Judged(entry.findings, entry.silenced), today.date().isoformat())
    code = known.write(found, entry, grow=allow_growth) if write_baseline else FINE
    found, elsewhere = wanted.narrowed(_narrowed(found, known, before, entry, since))
    report = Reports(wanted.specs, found, entry.files, screen.failing(strict=strict))
    report.show(style)
    if elsewhere:
        click.echo(f"{elsewhere} more in other files of {wanted.specs}", err=True)
    for kind, path in reports:
        report.save(kind, path)
    return code or screen.verdict(found.reported, strict=strict)


def _refuse_shown(*, diff: bool, otherwise: bool) -> None:
    """Raises click.UsageError for --diff beside what asks for anything else."""
    if diff and otherwise:
        message = "--diff shows what --fix would change, and nothing else: give it alone or with --unsafe-fixes"
        raise click.UsageError(message)


def _narrowed(found: Judged, known: Baseline, before: Entry | None, entry: Entry, since: str | None) -> Judged:
    """Without what the baseline knows, and without what nothing that changed since a revision touches."""
    if since is None:
        return known.apply(found, entry, before)
    from sre_compiler.cli.revision import changes_since

    changes = changes_since(since, known.specs)
    found = known.apply(found, entry, before, changes.files.__contains__)
    kept = tuple(one for one in found.reported if _is_stale(one) or changes.touch(one, entry.checked))
    screen.say(f"{len(found.reported) - len(kept)} findings are not told: nothing that they are about has changed")
    return replace(found, reported=kept)


def _is_stale(finding: Diagnostic) -> bool:
    """Whether a finding is about the baseline, which looks at files that changed."""
    return finding.name == "stale-baseline-entry"


def _fixed(wanted: Asked, known: Baseline, *, unsafe: bool) -> tuple[Entry, Entry]:
    from sre_compiler.cli.mending import fixed

    return fixed(wanted, known, unsafe=unsafe)


def _findings(specs: str) -> Entry:
    cache = Cache(specs)
    known = cache.read()
    if known is not None:
        screen.say("nothing has changed since the last run")
        return known
    from sre_compiler import pipeline

    compiled = pipeline.compile_specs(specs, cache.read_memory())
    entry = entry_of(compiled)
    cache.write(entry)
    cache.write_memory(compiled.memory)
    return entry
