"""Secrets in the text of a file, comments and what nobody reads included."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.diagnostics.secrets import secrets
from sre_compiler.documents import limits, problems
from sre_compiler.documents.source import START, Mark, Source
from sre_compiler.files import SIZE


def open_secrets(content: bytes, file: str, told: Collection[int]) -> Iterator[Diagnostic]:
    """A finding for each secret, at most as many as a file may have; on the lines `told` there is one already."""
    if len(content) > SIZE:
        return
    source = Source(file, content.removeprefix(b"\xef\xbb\xbf").decode(errors="replace"))
    near: Mark = START
    for secret in islice(secrets(source.text), limits.FINDINGS):
        near = source.point(secret.at, near)
        end = min(secret.end, source.line_end(near).index)
        if near.line + 1 not in told:
            yield problems.secret_in_text(source.span(near, source.point(end, near)), secret.what)
