"""Cases of findings: good and bad specs in one file, each expected finding as a comment on its line.

A case begins with `# good: …` or `# bad: …`, or `# bad without Severities: …` where a document of the prelude is left out, or
`# bad on 2027-02-01: …` where it is linted on this day. It holds documents, or the rest of a service's `spec:` below `team:`. `#! name: part` expects a finding of this name on its line
with these words in it; alone on a line, on the next one; in the head of the case, about no line. A line `=== path` begins another file of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sre_compiler import pipeline
from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.triage.expiry import expire
from sre_compiler.triage.judged import Judged

TESTS = Path(__file__).parent
PRELUDE = TESTS / "checks" / "_prelude.yaml"
SERVICE = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {name: web}
spec:
  team: shop
"""
HUGE = "<5 MiB of text>"
OF_TASTE = {
    "alert-name-style",
    "no-fallback-team",
    "service-without-alert",
    "slo-without-description",
    "summary-without-labels",
    "unused-definition",
}
"""Findings about how complete and how readable specs are: only their own cases are written for that."""
_HEAD = re.compile(r"^# (good|bad)(?: without (\w+))?(?: on ([\d-]+))?: ([^#\n]+)(.*)\n", re.MULTILINE)
_FILE = re.compile(r"^=== (\S+)\n", re.MULTILINE)
_REST = re.compile(r"(#.*\n)*  ")
_EXPECTED = re.compile(r"#! ([a-z0-9-]+): (.+?) *$")
_IDENTITY = re.compile(r"kind: (\w+)\nmetadata: \{name: ([a-z-]+)")


@dataclass(frozen=True)
class Expected:
    """A finding on a line of the case, 0 for none, by its name and some of its words."""

    line: int
    name: str
    words: str
    path: str = "case.yaml"

    def is_met_by(self, finding: Diagnostic, file: Path) -> bool:
        where = finding.where
        own = isinstance(where, Span) and where.file == str(file.parent / self.path)
        line = where.line if isinstance(where, Span) and own else 0 if where is None else -1
        said = f"{finding.message}\n{finding.label}\n{finding.help}"
        return (line, finding.name) == (self.line, self.name) and self.words in said


@dataclass(frozen=True)
class Case:
    """One spec, and all that is to be found in it."""

    name: str
    is_good: bool
    without: str
    today: str
    title: str
    text: str
    expected: tuple[Expected, ...]

    def compile(self, folder: Path) -> tuple[Path, tuple[Diagnostic, ...]]:
        """The file of the case below the folder, and what is found when it is compiled with the prelude."""
        file = self.write(folder)
        compiled = pipeline.compile_specs(str(folder))
        found = expire(Judged(compiled.diagnostics, compiled.silenced), self.today).reported
        return file, tuple(one for one in found if self._is_about(one, file))

    def write(self, folder: Path) -> Path:
        """Write the case, and of the prelude what it does not hold itself; the file of the case."""
        own = set(_IDENTITY.findall(self.text))
        for index, text in enumerate(PRELUDE.read_text(encoding="utf-8").split("---\n")):
            [(kind, name)] = _IDENTITY.findall(text)
            if kind != self.without and (kind, name) not in own:
                (folder / f"a{index}.yaml").write_text(text, encoding="utf-8")
        file = folder / "case.yaml"
        for path, text in _files(self.text):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text.replace(HUGE, "x" * (5 << 20)), encoding="utf-8", errors="surrogateescape")
        return file

    def _is_about(self, finding: Diagnostic, file: Path) -> bool:
        """Whether a finding is about the case: what it does without in the prelude is not, nor what `OF_TASTE` names."""
        own = {str(file.parent / path) for path, _ in _files(self.text)}
        elsewhere = isinstance(finding.where, Span) and finding.where.file not in own
        return (finding.name == self.name or finding.name not in OF_TASTE) and not (
            elsewhere and finding.name == "unused-definition"
        )


def read(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    _, *parts = _HEAD.split(path.read_text(encoding="utf-8", errors="surrogateescape"))
    for verdict, without, today, title, head, text in zip(*(parts[i::6] for i in range(6)), strict=True):
        whole = text if _REST.match(text) is None else SERVICE + text
        expected = [*_expected(head, 0)]
        for file, content in _files(whole):
            expected += [replace(one, path=file) for one in _on_lines(content)]
        name = path.stem.replace("_", "-")
        yield Case(name, verdict == "good", without or "", today or "", title.strip(), whole, tuple(expected))


def _files(text: str) -> Iterator[tuple[str, str]]:
    """The files of a case and their texts."""
    first, *others = _FILE.split(text)
    yield "case.yaml", first
    yield from zip(others[::2], others[1::2], strict=True)


def _on_lines(text: str) -> Iterator[Expected]:
    for number, line in enumerate(text.split("\n"), start=1):
        yield from _expected(line, number + line.lstrip().startswith("#!"))


def _expected(text: str, line: int) -> Iterator[Expected]:
    for name, words in _EXPECTED.findall(text):
        yield Expected(line, name, words)
