"""`sre-compile build`: lint, then write everything, all or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click
from msgspec import Struct, field

from sre_compiler.cli import screen
from sre_compiler.cli.baseline import Baseline
from sre_compiler.cli.cache import Cache, Entry, Tree, digest, entry_of, fresh
from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.options import format_option, output_option, specs_argument, strict_option
from sre_compiler.triage.judged import Judged

if TYPE_CHECKING:  # what a warm run does not need is imported by a cold one
    from sre_compiler.output.artifact import Artifact
    from sre_compiler.output.compare import Changes
    from sre_compiler.output.write import Written
    from sre_compiler.pipeline import Compiled
    from sre_compiler.program import Program


@click.command(name="build", short_help="lint, then write everything, all or nothing")
@specs_argument
@output_option
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the files on disk are stale.")
@click.option("--dry-run", is_flag=True, help="Compile and report, for teams that do not commit the output.")
@click.option("--only", "only", metavar="TARGET,…", help="Build these outputs only, separated by commas.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), help="Processes that write outputs; one for each core by default."
)
@format_option
@strict_option
def command(  # noqa: PLR0913 - one parameter for each option
    *, specs: str, output: str, check: bool, dry_run: bool, only: str | None, jobs: int | None, style: str, strict: bool
) -> int:
    """Compile the specs and write every output. A bad spec leaves the old output untouched.

    Example: sre-compile build specs -o generated --check
    """
    if check and dry_run:
        raise click.UsageError("--check and --dry-run exclude each other: one compares with the files, one needs none")
    _keep_apart(specs, output)
    whole = only is None and not dry_run
    targets = None if only is None else _targets(only)
    cache = Cache(specs)
    known = cache.read() if whole else None
    if known is not None and known.tree is not None and fresh(known.tree, output):
        code = _show(known, specs, style, strict=strict)
        if code == FINE:
            click.echo(f"{output} is fresh")
        return code
    from sre_compiler import pipeline
    from sre_compiler.workers import available

    compiled = pipeline.compile_specs(specs)
    code = _show(entry_of(compiled), specs, style, strict=strict)
    if code != FINE or compiled.program is None:
        return WRONG
    job = Job(compiled, compiled.program, targets or pipeline.targets(), output, jobs or available(), whole)
    return job.dry_run() if dry_run else job.run(cache if whole else None, check=check)


def _keep_apart(specs: str, output: str) -> None:
    """Refuse to write where the next run would read it as specs."""
    if f"{os.path.realpath(output)}/".startswith(f"{os.path.realpath(specs)}/"):
        message = f"{output} is inside of {specs}: what is written there would be read as specs; choose another folder with -o"
        raise CannotWorkError(message)


def _show(entry: Entry, specs: str, style: str, *, strict: bool) -> int:
    """Print what nobody lives with; its verdict."""
    judged = Baseline(specs).apply(Judged(entry.findings, entry.silenced), entry)
    screen.print_findings(judged.reported, style)
    if judged.reported:
        screen.print_summary(judged.reported, entry.files, style, judged.silenced)
    return screen.verdict(judged.reported, strict=strict)


def _targets(only: str) -> tuple[str, ...]:
    """The outputs that were asked for; a name that none has is a usage error, before anything is compiled."""
    from sre_compiler.pipeline import targets

    chosen = tuple(sorted({one.strip() for one in only.split(",") if one.strip()}))
    if not chosen or not set(chosen) <= set(targets()):
        raise click.BadParameter(f"{only!r} names no output; use {', '.join(targets())}", param_hint="--only")
    return chosen


class Job(Struct, frozen=True):
    """A program that compiled, what to make of it, and where."""

    compiled: Compiled
    program: Program
    targets: Sequence[str]
    output: str
    jobs: int
    whole: bool
    made: list[tuple[str, str, bool]] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def dry_run(self) -> int:
        """Compile everything and throw it away."""
        count = sum(1 for _ in self._artifacts())
        click.echo(f"{count} files compile; nothing was written")
        return FINE

    def run(self, cache: Cache | None, *, check: bool) -> int:
        """Write the files, or compare them; remember what a whole build comes to."""
        from sre_compiler.output.errors import OutputError

        try:
            code = self._check() if check else self._write()
        except OutputError as error:
            raise CannotWorkError(str(error)) from error
        if cache is not None:
            cache.write(entry_of(self.compiled, self._tree()))
        return code

    def _artifacts(self) -> Iterator[Artifact]:
        """Every artifact; what the cache has to know of it is noted as it goes by."""
        from sre_compiler.pipeline import artifacts

        for artifact in screen.progress(artifacts(self.program, self.targets, self.jobs), "building"):
            self.made.append((artifact.path, artifact.digest, artifact.executable))
            self.rows.setdefault(artifact.owner, {})[artifact.path] = artifact.source
            yield artifact

    def _tree(self) -> Tree:
        """All files of a whole build, manifests included."""
        from sre_compiler.output import manifest

        owned = [(manifest.path_of(owner), manifest.text_of(rows)) for owner, rows in self.rows.items()]
        return (*self.made, *((path, digest(text.encode()), False) for path, text in owned))

    def _scope(self) -> Callable[[str], bool]:
        """All paths, or those that the chosen targets own."""
        if self.whole:
            return lambda _path: True
        folders = tuple(f"{target}/" for target in self.targets)
        return lambda path: path.startswith(folders)

    def _write(self) -> int:
        from sre_compiler.output.write import write

        written, problems = write(self._artifacts(), self.output, scope=self._scope())
        if problems:
            screen.print_findings(problems, "full")
            return WRONG
        files = written.artifacts + len(self.rows)  # each owner has a manifest
        click.echo(f"{self.output}: {files} files, {_touched(written)}")
        return FINE

    def _check(self) -> int:
        from sre_compiler.output.compare import compare, short_diff

        changes, problems = compare(self._artifacts(), self.output, scope=self._scope())
        if problems:
            screen.print_findings(problems, "full")
            return WRONG
        if not changes:
            click.echo(f"{self.output} is fresh")
            return FINE
        click.echo(short_diff(changes).rstrip("\n"))
        click.echo(_stale(changes, self.output), err=True)
        return WRONG


def _touched(written: Written) -> str:
    parts = {"added": written.added, "changed": written.changed, "removed": written.removed}
    return ", ".join(f"{len(paths)} {word}" for word, paths in parts.items() if paths) or "nothing changed"


def _stale(changes: Changes, output: str) -> str:
    count = len(changes.added) + len(changes.changed) + len(changes.removed)
    files = "1 file is" if count == 1 else f"{count} files are"
    return f"{output} is stale: {files} not as the specs want them; run `sre-compile build` and commit the result"
