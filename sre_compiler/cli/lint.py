"""`sre-compile lint`: every finding in every file."""

from __future__ import annotations

from datetime import datetime

import click

from sre_compiler.cli import screen
from sre_compiler.cli.asked import Asked, asked
from sre_compiler.cli.baseline import Baseline
from sre_compiler.cli.options import (
    baseline_options,
    diff_option,
    fix_option,
    lint_format_option,
    lint_specs_argument,
    reports_option,
    runbooks_option,
    secrets_option,
    since_option,
    strict_option,
    today_option,
    unsafe_fixes_option,
)
from sre_compiler.cli.reports import Reports
from sre_compiler.cli.telling import Wish, tell, together


@click.command(name="lint", short_help="every finding in every file")
@lint_specs_argument
@lint_format_option
@reports_option
@fix_option
@unsafe_fixes_option
@diff_option
@baseline_options
@since_option
@today_option
@runbooks_option
@secrets_option
@strict_option
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    specs: tuple[str, ...],
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
    runbooks: str | None,
    secrets_dir: str | None,
    strict: bool,
) -> int:
    """Check the specs and say what to type instead. Writes nothing but the reports and the baseline, and with --fix the specs.

    SPECS is the folder of a project, or files and folders in it: then the project around them is checked, and what has to do with
    them is told and mended. Those of several projects may be mixed.

    Example: sre-compile lint specs --output sarif=lint.sarif
    """
    narrow = since is not None
    reporting = bool(reports) or style not in {"full", "auto", "concise"}
    _refuse_shown(diff=diff, otherwise=fix or reporting or write_baseline or narrow)
    _refuse_alone(unsafe=unsafe_fixes and not (fix or diff), narrow=write_baseline and (no_baseline or narrow))
    kept = (baseline, no_baseline, write_baseline)
    projects = [(one, Baseline(one.specs, *kept)) for one in _asked(specs, runbooks)]
    if diff:
        from sre_compiler.cli.mending import show_diff

        return max([show_diff(one, known, unsafe=unsafe_fixes) for one, known in projects])
    places = (today.date().isoformat(), since, runbooks, secrets_dir)
    wish = Wish(*places, fix=fix, unsafe=unsafe_fixes, write=write_baseline, grow=allow_growth)
    told = [tell(one, known, wish) for one, known in projects]
    files = sum(one.files for one in told)
    report = Reports([one.specs for one in told], together(told), files, screen.failing(strict=strict))
    report.show(style)
    for one in told:
        one.say_what_is_left_out()
    for kind, path in reports:
        report.save(kind, path)
    return max(one.code for one in told) or screen.verdict(report.found.reported, strict=strict)


def _asked(specs: tuple[str, ...], runbooks: str | None) -> list[Asked]:
    """The projects. Raises click.UsageError for the runbooks of one beside another."""
    found = asked(specs)
    if runbooks is not None and len(found) > 1:
        raise click.UsageError("--runbooks is the folder of one project: check each project by itself")
    return found


def _refuse_alone(*, unsafe: bool, narrow: bool) -> None:
    """Raises click.UsageError for --unsafe-fixes without what makes fixes, and for a baseline of a part."""
    if unsafe:
        raise click.UsageError("--unsafe-fixes says which fixes to make: use it with --fix or --diff")
    if narrow:
        raise click.UsageError("--write-baseline writes every finding: leave out --no-baseline and --since")


def _refuse_shown(*, diff: bool, otherwise: bool) -> None:
    """Raises click.UsageError for --diff beside what asks for anything else."""
    if diff and otherwise:
        message = "--diff shows what --fix would change, and nothing else: give it alone or with --unsafe-fixes"
        raise click.UsageError(message)
