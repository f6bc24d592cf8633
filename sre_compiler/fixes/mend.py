"""Making fixes until there is nothing left to mend."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.fixes import problems
from sre_compiler.fixes.batch import Wanted, batch, stages
from sre_compiler.fixes.proof import objection
from sre_compiler.fixes.specs import Specs, can_be_edited, edits_of
from sre_compiler.pipeline import Compiled

PASSES = 10
"""More than enough: what is left then goes round in a circle."""


Among = Callable[[Compiled], Collection[Diagnostic]]


def every(compiled: Compiled) -> Collection[Diagnostic]:
    """All findings."""
    return compiled.diagnostics


class Mended(Struct, frozen=True):
    """What came of it: the files that change, before and after; what was mended, with the places it had then; what is left."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    made: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]
    compiled: Compiled


def mend(start: Specs, wanted: Wanted, among: Among = every) -> Mended:
    """The specs with every wanted fix, of the findings `among` those of a state, that is proven to do no more than it says.

    Nothing is written. Raises OSError.
    """
    work = _Work(start, wanted, among)
    for _ in range(PASSES):
        if not work.one_pass():
            break
    changed = [file for file, content in start.contents.items() if work.specs.contents[file] != content]
    return Mended(
        before={file: start.contents[file] for file in changed},
        after={file: work.specs.contents[file] for file in changed},
        made=tuple(work.made),
        left=(*map(work.without_fix, work.specs.compiled.diagnostics), *work.reports()),
        compiled=work.specs.compiled,
    )


class _Work(Struct):
    """The specs as far as they are mended, and the fixes that were withdrawn, with the reason."""

    specs: Specs
    choice: Wanted
    among: Among
    made: list[Diagnostic] = field(default_factory=list)
    withdrawn: dict[tuple[object, ...], tuple[Diagnostic, str]] = field(default_factory=dict)

    def one_pass(self) -> bool:
        """Mend what each room finds, in their order; whether anything was mended."""
        before = len(self.made)
        for stage in stages(self.among(self.specs.compiled), self.wanted):
            self._prove(batch(self.among(self.specs.compiled), stage, self.wanted))
        return len(self.made) > before

    def wanted(self, finding: Diagnostic) -> bool:
        if _key(finding) in self.withdrawn or not self.choice(finding):
            return False
        return all(can_be_edited(self.specs.contents.get(edit.where.file, b"\xff")) for edit in edits_of([finding]))

    def _prove(self, chosen: Sequence[Diagnostic]) -> None:
        """Make the fixes, but for those against which something speaks: halves of halves until they are found."""
        sound: list[Diagnostic] = []
        after = self.specs
        waiting = [chosen] if chosen else []
        while waiting:
            some = waiting.pop()
            attempt = self.specs.with_edits(edits_of([*sound, *some]))
            reason = objection(self.specs, attempt, [*sound, *some])
            if not reason:
                sound, after = [*sound, *some], attempt
            elif len(some) == 1:
                self.withdrawn[_key(some[0])] = some[0], reason
            else:
                half = len(some) // 2
                waiting += [some[half:], some[:half]]
        self.made += sound
        self.specs = after

    def without_fix(self, finding: Diagnostic) -> Diagnostic:
        return replace(finding, fix=None) if _key(finding) in self.withdrawn else finding

    def reports(self) -> list[Diagnostic]:
        """A finding for each fix that was withdrawn, where the mistake is now."""
        now = {_key(one): one for one in self.specs.compiled.diagnostics}
        return [problems.withdrawn_fix(now[key], reason) for key, (_, reason) in self.withdrawn.items() if key in now]


def _key(finding: Diagnostic) -> tuple[object, ...]:
    """A finding and its fix, whatever lines they stand on."""
    where = finding.at or (finding.where.file if finding.where else None)
    return finding.name, finding.message, where, finding.fix and finding.fix.title
