"""Comments that allow findings, put beside the findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Path, Place, Silence, Span
from sre_compiler.documents import comments
from sre_compiler.triage import problems
from sre_compiler.triage.grammar import Allow, parse
from sre_compiler.triage.judged import Judged, Names


def settle(
    findings: Collection[Diagnostic],
    files: Iterable[str],
    read: Callable[[str], bytes],
    names: Names,
    *,
    checked: Collection[str],
) -> Judged:
    """Silence what the comments of these files allow, and report what is wrong with the comments.

    `checked` are the findings that were looked for: an allowance of another one says nothing, and is not unused.
    """
    found = [parsed for file in files for comment in comments(read(file), file) if (parsed := parse(comment))]
    allows = [one for one in found if isinstance(one, Allow)]
    table = _Table(allows, names.allowable)
    judged = [table.judge(finding) for finding in findings]
    reported = [one for one in judged if one.silence is None]
    elsewhere = {(one.name, one.where.file): one.where for one in reversed(reported) if isinstance(one.where, Span)}
    faults = [one for one in found if isinstance(one, Diagnostic)]
    for allow in allows:
        faults += _faults(allow, names)
        idle = [one for one in allow.names if one[0] in checked and (allow.comment.where, one[0]) not in table.used]
        faults += (_unused(allow, name, where, elsewhere.get((name, where.file))) for name, where in idle)
    return Judged((*reported, *faults), tuple(one for one in judged if one.silence is not None))


class _Table:
    """What is allowed where, and which allowances were needed."""

    def __init__(self, allows: Iterable[Allow], allowable: Collection[str]) -> None:
        self.used: set[tuple[Span, str]] = set()
        self._at: dict[tuple[str, Place, bool], Allow] = {}
        for allow in allows:
            for cover in allow.comment.covers:
                for name, _ in allow.names:
                    if name in allowable:
                        self._at[name, cover.place, cover.deep] = allow

    def judge(self, finding: Diagnostic) -> Diagnostic:
        """The finding, silenced if a comment allows it: of several the one whose node is nearest."""
        allow = self._nearest(finding)
        if allow is None:
            return finding
        comment = allow.comment
        self.used.add((comment.where, finding.name))
        return replace(finding, silence=Silence("comment", allow.reason, allow.until, comment.where, finding.at))

    def _nearest(self, finding: Diagnostic) -> Allow | None:
        at = finding.at
        if at is None or not self._at:
            return None
        exact = self._at.get((finding.name, _top(at, at.path), False))
        above = (
            self._at.get((finding.name, _top(at, at.path[:length]), True)) for length in range(len(at.path), -1, -1)
        )
        return next((one for one in (exact, *above) if one is not None), None)


def _top(at: Place, path: Path) -> Place:
    return Place(at.file, at.document, path)


def _faults(allow: Allow, names: Names) -> Iterator[Diagnostic]:
    """What is wrong with a comment by itself."""
    comment = allow.comment
    at = comment.covers[0].place if comment.covers else None
    if not allow.reason:
        yield problems.allow_without_reason(comment, ", ".join(name for name, _ in allow.names))
    for name, where in allow.names:
        if name not in names.allowable:
            every = names.every()
            yield (
                problems.never_allowed(name, where, at)
                if name in every
                else problems.unknown_finding(name, where, every, at)
            )


def _unused(allow: Allow, name: str, where: Span, other: Span | None) -> Diagnostic:
    """The finding for one name; for the whole comment, if that is all of it."""
    is_all = len(allow.names) == 1
    return problems.unused_allow(allow.comment, name, allow.comment.where if is_all else where, other, fix=is_all)
