"""`sre-compile build`: lint, then write everything, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, field

from sre_compiler.cli import identity, screen
from sre_compiler.cli.baseline import Baseline
from sre_compiler.cli.cache import Cache, Entry, Tree, digest, entry_of, fresh, wanted_of
from sre_compiler.cli.destination import Destination, destination
from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.options import format_option, output_option, specs_argument, strict_option
from sre_compiler.triage.expiry import expire
from sre_compiler.triage.judged import Judged

if TYPE_CHECKING:  # what a warm run does not need is imported by a cold one
    from sre_compiler.diagnostics import Diagnostic
    from sre_compiler.output.artifact import Artifact
    from sre_compiler.output.compare import Changes
    from sre_compiler.output.manifest import Rows
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
@click.option(
    "--runbooks", type=click.Path(file_okay=False), metavar="DIR", help="Keep runbooks/ in this folder instead."
)
@click.option(
    "--restore",
    "restored",
    multiple=True,
    type=click.Path(exists=True),
    metavar="PAGE",
    help="Give back to this page, or to all in this folder, the blocks that were deleted; as often as wanted.",
)
@format_option
@strict_option
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    specs: str,
    output: str,
    check: bool,
    dry_run: bool,
    only: str | None,
    jobs: int | None,
    runbooks: str | None,
    restored: tuple[str, ...],
    style: str,
    strict: bool,
) -> int:
    """Compile the specs and write every output. A bad spec leaves the old output untouched.

    Example: sre-compile build specs -o generated --check
    """
    if check and dry_run:
        raise click.UsageError("--check and --dry-run exclude each other: one compares with the files, one needs none")
    place = destination(specs, output, runbooks, restored)
    whole = only is None and not dry_run
    targets = None if only is None else _targets(only)
    cache = Cache(specs)
    known = cache.read() if whole and not restored else None
    if known is not None and known.tree is not None and fresh(known.tree, output, place.elsewhere):
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
    job = Job(compiled, compiled.program, targets or pipeline.targets(), place, jobs or available(), whole)
    return job.dry_run() if dry_run else job.run(cache if whole else None, check=check, strict=strict)


def _show(entry: Entry, specs: str, style: str, *, strict: bool) -> int:
    """Print what nobody lives with, whatever the day; its verdict."""
    judged = Baseline(specs).apply(expire(Judged(entry.findings, entry.silenced), ""), entry)
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
    place: Destination
    jobs: int
    whole: bool
    made: list[tuple[str, str, bool]] = field(default_factory=list)
    rows: dict[str, Rows] = field(default_factory=dict)
    renamed: list[Diagnostic] = field(default_factory=list)

    def dry_run(self) -> int:
        """Compile everything and throw it away."""
        count = sum(1 for _ in self._artifacts())
        click.echo(f"{count} files compile; nothing was written")
        return FINE

    def run(self, cache: Cache | None, *, check: bool, strict: bool) -> int:
        """Write the files, or compare them; remember what a whole build comes to, unless there is something to say again."""
        from sre_compiler.output.errors import OutputError

        try:
            code, found = self._check() if check else self._write()
        except OutputError as error:
            raise CannotWorkError(str(error)) from error
        if cache is not None:
            cache.write(entry_of(self.compiled, None if found else self._tree()))
        return code or screen.verdict(found, strict=strict)

    def _artifacts(self) -> Iterator[Artifact]:
        """Every artifact; what the cache has to know of it is noted as it goes by."""
        from sre_compiler.output.manifest import row_of
        from sre_compiler.pipeline import artifacts

        for artifact in screen.progress(artifacts(self.program, self.targets, self.jobs), "building"):
            self.made.append(wanted_of(artifact))
            self.rows.setdefault(artifact.owner, {})[artifact.path] = row_of(artifact)
            if artifact.path == identity.CONFIGURATION:
                self.renamed.extend(identity.changes(artifact, self.place.output))
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

    def _write(self) -> tuple[int, Sequence[Diagnostic]]:
        from sre_compiler.output.write import has_errors, write

        written, found = write(self._artifacts(), self.place.output, **self._ways())
        found = [*found, *self.renamed]
        screen.print_findings(found, "full")
        if has_errors(found):
            return WRONG, found
        files = written.artifacts + len(self.rows)  # each owner has a manifest
        click.echo(f"{self.place.output}: {files} files, {_touched(written)}")
        return FINE, found

    def _check(self) -> tuple[int, Sequence[Diagnostic]]:
        from sre_compiler.output.compare import compare, short_diff
        from sre_compiler.output.write import has_errors

        changes, found = compare(self._artifacts(), self.place.output, **self._ways())
        found = [*found, *self.renamed]
        screen.print_findings(found, "full")
        if has_errors(found):
            return WRONG, found
        if not changes:
            click.echo(f"{self.place.output} is fresh")
            return FINE, found
        click.echo(short_diff(changes).rstrip("\n"))
        click.echo(_stale(changes, self.place.output), err=True)
        return WRONG, found

    def _ways(self) -> dict[str, Any]:
        """How the files are to be treated."""
        return {"scope": self._scope(), "restored": self.place.is_restored, "elsewhere": self.place.elsewhere}


def _touched(written: Written) -> str:
    parts = {"added": written.added, "changed": written.changed, "removed": written.removed}
    return ", ".join(f"{len(paths)} {word}" for word, paths in parts.items() if paths) or "nothing changed"


def _stale(changes: Changes, output: str) -> str:
    count = len(changes.added) + len(changes.changed) + len(changes.removed)
    files = "1 file is" if count == 1 else f"{count} files are"
    return f"{output} is stale: {files} not as the specs want them; run `sre-compile build` and commit the result"
