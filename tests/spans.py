"""What a span covers, as text: easier to read in a table than four numbers."""

from __future__ import annotations

import re

from sre_compiler.diagnostics import Place, Span


def covered(text: str, span: Span | Place | None) -> str:
    """The characters of a span. Fails where it is no span, or not inside the text."""
    assert isinstance(span, Span)
    lines = re.split(r"\r\n|\n|\r", text)
    assert 1 <= span.line <= span.end_line <= len(lines), span
    first, last = lines[span.line - 1], lines[span.end_line - 1]
    assert 1 <= span.column <= len(first) + 1, span
    assert 1 <= span.end_column <= len(last) + 1, span
    if span.line == span.end_line:
        assert span.column <= span.end_column, span
        return first[span.column - 1 : span.end_column - 1]
    return "\n".join([first[span.column - 1 :], *lines[span.line : span.end_line - 1], last[: span.end_column - 1]])
