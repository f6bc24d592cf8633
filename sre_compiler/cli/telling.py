"""What `lint` tells of one project: its findings, mended if somebody wants that, without those that nobody wants to hear of."""

from __future__ import annotations

from collections.abc import Collection

import click
from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.cli import screen
from sre_compiler.cli.asked import Asked
from sre_compiler.cli.baseline import Baseline
from sre_compiler.cli.cache import Cache, Entry, entry_of
from sre_compiler.cli.exits import FINE
from sre_compiler.cli.written import beside, read_pages
from sre_compiler.diagnostics import Diagnostic
from sre_compiler.triage.expiry import expire
from sre_compiler.triage.judged import Judged


class Wish(Struct, frozen=True):
    """What the command line asks of each project; `today` is `2027-01-31`."""

    today: str
    since: str | None
    runbooks: str | None
    secrets: str | None
    fix: bool
    unsafe: bool
    write: bool
    grow: bool


class Told(Struct, frozen=True):
    """What came of a project: its findings, the number of its files and of findings in others, and how writing a baseline ended."""

    specs: str
    found: Judged
    files: int
    elsewhere: int
    code: int

    def say_what_is_left_out(self) -> None:
        if self.elsewhere:
            click.echo(f"{self.elsewhere} more in other files of {self.specs}", err=True)


def tell(wanted: Asked, known: Baseline, wish: Wish) -> Told:
    """Check the project, or mend it, and write its baseline if that is wished."""
    before, entry = _mended(wanted, known, wish) if wish.fix else (None, _findings(wanted.specs, wish.runbooks))
    missing = _missing_secrets(wanted.specs, wish.secrets) if wish.secrets is not None else []
    found = expire(Judged((*entry.findings, *missing), entry.silenced), wish.today)
    code = known.write(found, entry, grow=wish.grow) if wish.write else FINE
    found, elsewhere = wanted.narrowed(_narrowed(found, known, before, entry, wish.since))
    return Told(wanted.specs, found, entry.files, elsewhere, code)


def _missing_secrets(specs: str, folder: str) -> list[Diagnostic]:
    from sre_compiler.cli.secret_files import missing

    return missing(specs, folder)


def together(told: Collection[Told]) -> Judged:
    """The findings of all projects."""
    reported = tuple(finding for one in told for finding in one.found.reported)
    return Judged(reported, tuple(finding for one in told for finding in one.found.silenced))


def _mended(wanted: Asked, known: Baseline, wish: Wish) -> tuple[Entry, Entry]:
    from sre_compiler.cli.mending import fixed

    return fixed(wanted, known, unsafe=wish.unsafe)


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


def _findings(specs: str, folder: str | None) -> Entry:
    written = read_pages(folder or beside(specs))
    cache = Cache(specs, written)
    known = cache.read()
    if known is not None:
        screen.say("nothing has changed since the last run")
        return known
    from sre_compiler import pipeline

    compiled = pipeline.compile_specs(specs, cache.read_memory(), written=written)
    entry = entry_of(compiled)
    cache.write(entry)
    cache.write_memory(compiled.memory)
    return entry
