"""A file's bytes → its documents and what is wrong with their text."""

from __future__ import annotations

import yaml

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import problems
from sre_compiler.documents.document import Document
from sre_compiler.documents.plain import plain
from sre_compiler.documents.prescan import prescan
from sre_compiler.documents.source import Source
from sre_compiler.documents.syntax import broken_off
from sre_compiler.documents.tree import DEPTH_LIMIT, TooDeep, trees


def parse(source: bytes, file: str) -> tuple[list[Document], list[Diagnostic]]:
    """The documents of a file and every finding about its text. Empty documents are left out, but counted.

    A document that is not YAML is left out with one finding; the others of the file are read all the same.
    """
    text, found = prescan(source, file)
    documents: list[Document] = []
    index = 0
    for part in text.parts():
        index = _read(part, index, documents, found)
    return documents, found


def _read(part: Source, index: int, documents: list[Document], found: list[Diagnostic]) -> int:
    """Read the documents of one part; the index after the last."""
    roots = trees(part, found)
    while True:
        before = len(found)
        try:
            root = next(roots, None)
        except yaml.MarkedYAMLError as error:
            found.append(broken_off(part, error))
            return index + 1
        except TooDeep as error:
            found.append(problems.nesting_too_deep(part.span(error.mark, part.line_end(error.mark)), DEPTH_LIMIT))
            return index + 1
        if root is None:
            return index
        data = plain(root)
        if data is not None:
            documents.append(Document(part.file, index, data, len(found) > before, part, root))
        index += 1
