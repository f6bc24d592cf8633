"""What every machine format is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from hashlib import sha256

from msgspec import Struct

from sre_compiler.diagnostics.diagnostic import Diagnostic, Place, Severity, Span
from sre_compiler.diagnostics.render.block import address
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.order import ordered


class Report(Struct, frozen=True):
    """The findings in their order, and all that was looked at.

    `files` are the specs, sorted, also those without a finding. `failing` are the severities that make the run fail.
    `page` gives the page that explains a finding of this name, if there is one. `silenced` are the findings that are not
    reported because somebody lives with them.
    """

    findings: tuple[Diagnostic, ...]
    files: tuple[str, ...]
    failing: frozenset[Severity]
    page: Callable[[str], str | None]
    silenced: tuple[Diagnostic, ...] = ()

    @property
    def anywhere(self) -> str:
        """The file to name for a finding about no file, where a reader insists on one."""
        return self.files[0] if self.files else "."


def report(
    findings: Iterable[Diagnostic],
    files: Collection[str],
    failing: Collection[Severity],
    page: Callable[[str], str | None],
    silenced: Iterable[Diagnostic] = (),
) -> Report:
    """Findings and files, put in order."""
    return Report(tuple(ordered(findings)), tuple(sorted(files)), frozenset(failing), page, tuple(ordered(silenced)))


def fingerprints(findings: Iterable[Diagnostic]) -> list[str]:
    """One for each finding, unique in the report: 32 hexadecimal digits that moving the lines does not change.

    Made from name, file and object path, of a finding about none from its message; those that agree are counted in their order.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for finding in findings:
        key = finding.name, finding.where.file if finding.where else "", finding.object or finding.message
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        made.append(sha256(text.encode(errors="surrogatepass")).hexdigest()[:32])
    return made


def line_of(where: Span | Place | None) -> int:
    """The line, from 1; the first one where no line is known."""
    return max(where.line, 1) if isinstance(where, Span) else 1


def told(finding: Diagnostic, *, elsewhere: bool = True) -> str:
    """All that a finding says, on as many lines as it takes; what nobody would see is escaped.

    `elsewhere` is for formats that have no place for what stands at a second place.
    """
    parts = [finding.message, finding.label]
    parts += [f"{address(related.where)}: {related.label}" for related in finding.related if elsewhere]
    parts += [f"help: {finding.help}"] if finding.help else []
    parts += [f"note: {finding.note}"] if finding.note else []
    return "\n".join(shown(line) for part in parts if part for line in part.rstrip("\n").split("\n"))


def sentence(finding: Diagnostic) -> str:
    """The message and what to type instead, on one line."""
    return shown(", ".join([finding.message, *([" ".join(finding.help.split())] if finding.help else [])]))
