"""A file's bytes → its documents and what is wrong with their text."""

from __future__ import annotations

from collections.abc import Iterator

from yaml import MarkedYAMLError

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.documents import limits, problems
from sre_compiler.documents.compose import trees
from sre_compiler.documents.document import Document
from sre_compiler.documents.extent import span
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.plain import plain
from sre_compiler.documents.prescan import REPLACEMENT, prescan
from sre_compiler.documents.report import Abandoned
from sre_compiler.documents.source import Source


def parse(source: bytes, file: str) -> tuple[list[Document], list[Diagnostic]]:
    """The documents of a file and every finding about its text. Empty documents are left out, but counted.

    A document that is not YAML is left out with one finding, the others of the file are read all the same; after
    `limits.FINDINGS` findings the rest of the file is not.
    """
    text, found = prescan(source, file)
    is_flawed = bool(found)
    documents: list[Document] = []
    index = 0
    for part in text.parts():
        broken = is_flawed and REPLACEMENT in part.text
        for root, is_sound in roots(part, found):
            data = None if root is None else plain(root)
            if root is not None and data is not None:
                documents.append(Document(file, index, data, broken or not is_sound, part, root))
            index += 1
        if len(found) >= limits.FINDINGS:
            break
    return documents, found


def roots(part: Source, found: list[Diagnostic]) -> Iterator[tuple[Node | None, bool]]:
    """The root of each document of a part, and whether nothing was found in it; None for one that breaks off."""
    before = len(found)
    try:
        for root in trees(part, found):
            _inspect(part, root, found)
            yield root, len(found) == before
            before = len(found)
    except Abandoned:
        yield None, False
    except MarkedYAMLError as error:
        from sre_compiler.documents.syntax import broken_off

        _report_break(broken_off(part, error), found)
        yield None, False


def _report_break(finding: Diagnostic, found: list[Diagnostic]) -> None:
    """Add the finding, unless the same line has one already: it is the same mistake, seen twice."""
    if not any(_line(earlier) == _line(finding) for earlier in found):
        found.append(finding)


def _line(finding: Diagnostic) -> int:
    return finding.where.line if isinstance(finding.where, Span) else 0


def _inspect(part: Source, root: Node, found: list[Diagnostic]) -> None:
    if isinstance(root, Collection) and not root.is_mapping:
        found.append(problems.not_a_mapping(span(part, root), "a list"))
    elif not isinstance(root, Collection) and plain(root) is not None:
        found.append(problems.not_a_mapping(span(part, root), "a single value"))
