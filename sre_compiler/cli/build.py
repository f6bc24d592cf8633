"""`sre-compile build`: lint, then write everything, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from sre_compiler import pipeline
from sre_compiler.cli import screen
from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.options import format_option, output_option, specs_argument, strict_option
from sre_compiler.output.compare import Changes, compare, short_diff
from sre_compiler.output.errors import OutputError
from sre_compiler.output.write import Written, write
from sre_compiler.program import Program


@click.command(name="build", short_help="lint, then write everything, all or nothing")
@specs_argument
@output_option
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the files on disk are stale.")
@click.option("--dry-run", is_flag=True, help="Compile and report, for teams that do not commit the output.")
@click.option("--only", "only", metavar="TARGET,…", help="Build these outputs only, separated by commas.")
@format_option
@strict_option
def command(  # noqa: PLR0913 - one parameter for each option
    *, specs: str, output: str, check: bool, dry_run: bool, only: str | None, style: str, strict: bool
) -> int:
    """Compile the specs and write every output. A bad spec leaves the old output untouched.

    Example: sre-compile build specs -o generated --check
    """
    targets = _targets(only)
    compiled = pipeline.compile_specs(specs)
    screen.print_findings(compiled.diagnostics, compiled.files, style)
    code = screen.verdict(compiled.diagnostics, strict=strict)
    if code != FINE or compiled.program is None:
        return WRONG
    if dry_run:
        return _dry_run(compiled.program, targets)
    try:
        return (_check if check else _write)(compiled.program, targets, output)
    except OutputError as error:
        raise CannotWorkError(str(error)) from error


def _targets(only: str | None) -> tuple[str, ...]:
    known = pipeline.targets()
    if only is None:
        return known
    chosen = tuple(sorted({one.strip() for one in only.split(",") if one.strip()}))
    unknown = [one for one in chosen if one not in known]
    if unknown or not chosen:
        raise click.BadParameter(f"{only!r} names no output; use {', '.join(known)}", param_hint="--only")
    return chosen


def _scope(targets: Sequence[str]) -> Callable[[str], bool]:
    """The paths that these targets own."""
    folders = tuple(f"{target}/" for target in targets)
    return lambda path: path.startswith(folders)


def _write(program: Program, targets: Sequence[str], output: str) -> int:
    written, problems = write(pipeline.artifacts(program, targets), output, scope=_scope(targets))
    if problems:
        screen.print_findings(problems, 0, "full")
        return WRONG
    click.echo(f"{output}: {_counts(written)}")
    return FINE


def _counts(written: Written) -> str:
    parts = {"added": written.added, "changed": written.changed, "removed": written.removed}
    touched = ", ".join(f"{len(paths)} {word}" for word, paths in parts.items() if paths)
    return f"{written.artifacts} files, {touched or 'nothing changed'}"


def _check(program: Program, targets: Sequence[str], output: str) -> int:
    changes, problems = compare(pipeline.artifacts(program, targets), output, scope=_scope(targets))
    if problems:
        screen.print_findings(problems, 0, "full")
        return WRONG
    if not changes:
        click.echo(f"{output} is fresh")
        return FINE
    click.echo(short_diff(changes).rstrip("\n"))
    click.echo(_stale(changes, output), err=True)
    return WRONG


def _stale(changes: Changes, output: str) -> str:
    count = len(changes.added) + len(changes.changed) + len(changes.removed)
    files = "1 file is" if count == 1 else f"{count} files are"
    return f"{output} is stale: {files} not as the specs want them; run `sre-compile build` and commit the result"


def _dry_run(program: Program, targets: Sequence[str]) -> int:
    files = sum(1 for _ in pipeline.artifacts(program, targets))
    click.echo(f"{files} files compile; nothing was written")
    return FINE
