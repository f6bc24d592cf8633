"""Findings → the text that people read: in full with the source quoted, or one a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from sre_compiler.diagnostics.diagnostic import Diagnostic
from sre_compiler.diagnostics.render.block import address, block, marker
from sre_compiler.diagnostics.render.display import said
from sre_compiler.diagnostics.render.excerpt import Lines
from sre_compiler.diagnostics.render.order import RANK, ordered
from sre_compiler.diagnostics.secrets import masked

_SHOWN_OF_A_KIND = 5
_BLOCKS = 50
"""Findings in full; a person who has more to read reads lines."""
_LINES = 200
"""Findings as a line after those."""
_ALL = "`--format concise` lists all"
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_LIVED_WITH = {"allowed": "comment", "baselined": "baseline"}
_Read = Callable[[str], str | bytes]


def render(diagnostics: Iterable[Diagnostic], read: _Read, *, color: bool, width: int) -> str:
    """One block per finding, in the order of files and lines. Of findings that say the same, five are shown; after 50 blocks
    a finding is a line, and after 200 lines a number. What is worse is shown in full first.

    `read` gives the text of a source file; of a file that it cannot read (`OSError`) only the place is shown.
    """
    files: dict[str, Lines] = {}
    found = [*_folded(ordered(diagnostics))]
    worst = sorted(range(len(found)), key=lambda index: RANK[found[index][0].severity])
    blocks = []
    for diagnostic, more in (found[index] for index in sorted(worst[:_BLOCKS])):
        _load(files, diagnostic, read)
        lines = block(diagnostic, files, more, width, color=color)
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(
        [*blocks, *_lines_of([found[index] for index in sorted(worst[_BLOCKS : _BLOCKS + _LINES])], len(found))]
    )


def _lines_of(found: Sequence[tuple[Diagnostic, str]], total: int) -> Iterator[str]:
    """The findings as one paragraph of lines, and how many there are beyond."""
    if found:
        beyond = total - _BLOCKS - len(found)
        lines = [_concise(diagnostic) + (f"; {more}" if more else "") for diagnostic, more in found]
        lines += [f"and {beyond} more; {_ALL}"] if beyond else []
        yield "".join(f"{line}\n" for line in lines)


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """One finding a line: `file:line:column: error: message, help (name)`."""
    return "".join(f"{_concise(diagnostic)}\n" for diagnostic in ordered(diagnostics))


def summary(diagnostics: Iterable[Diagnostic], files: int, silenced: Iterable[Diagnostic] = ()) -> str:
    """What was found, in numbers: `2 errors, 1 warning in 14 files (3 allowed, 7 baselined)`."""
    diagnostics = [*diagnostics]
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    found = ", ".join(_count(counts[severity], severity.value) for severity in RANK if counts[severity])
    reasons = Counter(str(one.silence.by) for one in silenced if one.silence)
    others = ", ".join(f"{reasons[by]} {word}" for word, by in _LIVED_WITH.items() if reasons[by])
    return (
        f"{found or 'no findings'} in {_count(files, 'file')}{f' ({others})' if others else ''}{_fixable(diagnostics)}"
    )


def _fixable(diagnostics: Iterable[Diagnostic]) -> str:
    counts = Counter(diagnostic.fix.safe for diagnostic in diagnostics if diagnostic.fix)
    safe, unsafe = counts[True], counts[False]
    if not unsafe:
        return f", {safe} fixable by lint --fix" if safe else ""
    more = f", {unsafe} more with --unsafe-fixes" if safe else f", {unsafe} fixable by lint --fix --unsafe-fixes"
    return f", {safe} fixable by lint --fix{more}" if safe else more


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _folded(ordered: Sequence[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """The findings to show; beside the last that is shown of many alike, how many are not."""
    total = Counter(map(_kind, ordered))
    seen: Counter[tuple[str, str]] = Counter()
    for diagnostic in ordered:
        kind = _kind(diagnostic)
        seen[kind] += 1
        hidden = total[kind] - _SHOWN_OF_A_KIND
        if seen[kind] < _SHOWN_OF_A_KIND or (seen[kind] == _SHOWN_OF_A_KIND and hidden <= 0):
            yield diagnostic, ""
        elif seen[kind] == _SHOWN_OF_A_KIND:
            yield diagnostic, f"{hidden} {'says' if hidden == 1 else 'say'} the same; {_ALL}"


def _kind(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.name, diagnostic.message


def _concise(diagnostic: Diagnostic) -> str:
    where = f"{address(diagnostic.where)}: " if diagnostic.where else ""
    wanted = f", {' '.join(diagnostic.help.split())}" if diagnostic.help else ""
    return f"{where}{diagnostic.severity.value}: {said(f'{diagnostic.message}{wanted}')} ({diagnostic.name}){marker(diagnostic)}"


def _load(files: dict[str, Lines], diagnostic: Diagnostic, read: _Read) -> None:
    for where in (diagnostic.where, *(related.where for related in diagnostic.related)):
        if where is not None and where.file not in files:
            files[where.file] = _lines(where.file, read)


def _lines(file: str, read: _Read) -> Lines:
    try:
        text = read(file)
    except OSError:
        return ()
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return _LINE_BREAK.split(masked(text.removeprefix("\ufeff")))
