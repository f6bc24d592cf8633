"""The baseline on disk: beside the specs, or where the command line says."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.files import discover
from sre_compiler.triage.judged import Judged

if TYPE_CHECKING:
    from sre_compiler.cli.cache import Entry
    from sre_compiler.diagnostics import Diagnostic
    from sre_compiler.triage.baseline import Counts, Scope

NAME = ".sre-baseline.json"
"""Read from the folder of the specs where it is there."""
_Looked = Callable[[str], bool]


class Baseline(Struct, frozen=True):
    """The file, whether it was asked for by name, whether the run was told to do without, and whether it writes the file."""

    specs: str
    asked: str | None = None
    without: bool = False
    is_written: bool = False

    @property
    def path(self) -> str:
        folder = self.specs if os.path.isdir(self.specs) else os.path.dirname(self.specs)  # noqa: PTH112, PTH120 - start-up time
        return self.asked or os.path.join(folder, NAME)  # noqa: PTH118 - as above

    def apply(
        self, judged: Judged, entry: Entry, before: Entry | None = None, changed: _Looked | None = None
    ) -> Judged:
        """Silence what the baseline knows; where everything was looked at, report what is gone from the files that `changed`.

        What was there `before` this run mended the specs is not gone. Raises CannotWorkError for a file that is no baseline, OSError
        for one that was asked for and is not there.
        """
        text = self._text()
        if text is None:
            return judged
        from sre_compiler.triage import baseline

        scope, counts = self._scope(entry, changed), self._counts(text)
        after = baseline.applied(judged, counts, scope)
        if not (entry.is_whole and (before is None or before.is_whole)):
            return after
        there = baseline.matched(after, scope)
        if before is not None:
            there |= baseline.matched(baseline.applied(Judged(before.findings), counts, scope), scope)
        return Judged((*after.reported, *baseline.gone(there, counts, scope, self.path, text)), after.silenced)

    def unknown(self, entry: Entry) -> tuple[Diagnostic, ...]:
        """The findings that the baseline does not know. Raises as `apply`."""
        text = self._text()
        if text is None:
            return entry.findings
        from sre_compiler.triage import baseline

        return baseline.applied(Judged(entry.findings), self._counts(text), self._scope(entry, None)).reported

    def write(self, judged: Judged, entry: Entry, *, grow: bool) -> int:
        """Write what is there now, or of an earlier baseline what is still there; growth only if `grow` says so."""
        from sre_compiler.triage import baseline

        if not entry.is_whole:
            click.echo(f"{self.path} is not written: while a spec is broken, not everything is checked", err=True)
            return WRONG
        scope = self._scope(entry, None)
        now = baseline.counted(judged.reported, scope)
        known = os.path.exists(self.path)  # noqa: PTH110 - as above
        before: Counts = self._counts(self._text() or "") if known else {}
        kept = baseline.shrunk(before, now, scope) if known and not grow else baseline.grown(before, now, scope)
        with open(self.path, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - as above
            file.write(baseline.written(kept))
        more = sum(now.values()) - sum(kept.get(key, 0) for key in now)
        click.echo(f"{self.path} holds {_count(sum(kept.values()))}{_refused(more)}", err=True)
        return WRONG if more else FINE

    def _text(self) -> str | None:
        may_be_missing = self.asked is None or self.is_written
        if self.without or (may_be_missing and not os.path.exists(self.path)):  # noqa: PTH110 - as above
            return None
        with open(self.path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - as above
            return file.read()

    def _counts(self, text: str) -> Counts:
        from sre_compiler.triage.baseline import BaselineError, parse

        try:
            return parse(text)
        except BaselineError as error:
            message = (
                f"{self.path} is no baseline: {error}; remove it, and write it with `sre-compile lint --write-baseline`"
            )
            raise CannotWorkError(message) from error

    def _scope(self, entry: Entry, changed: _Looked | None) -> Scope:
        from sre_compiler.triage.baseline import Scope

        folder = os.path.dirname(os.path.abspath(self.path))  # noqa: PTH100, PTH120 - as above
        specs = {self._called(file, folder): file for file in discover(self.specs)}

        def looked_at(name: str) -> bool:
            if name in specs:
                return changed is None or changed(specs[name])
            return not os.path.exists(os.path.join(folder, name))  # noqa: PTH110, PTH118 - as above

        return Scope(frozenset(entry.checked), looked_at, lambda file: self._called(file, folder))

    def _called(self, file: str, folder: str) -> str:
        return os.path.relpath(os.path.abspath(file), folder).replace(os.sep, "/")  # noqa: PTH100 - as above


def _count(number: int) -> str:
    return f"{number} finding" if number == 1 else f"{number} findings"


def _refused(more: int) -> str:
    """What is said of findings that an earlier baseline does not know."""
    return f"; {_count(more)} more would make it grow: mend them, or repeat with --allow-growth" if more else ""
