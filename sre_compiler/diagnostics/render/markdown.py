"""Findings → Markdown, for the comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from sre_compiler.diagnostics.diagnostic import Diagnostic, Span
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.report import Report
from sre_compiler.diagnostics.render.text import summary

_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_TICKS = re.compile(r"`+")
_SIGNS = re.compile(r"[\\`*_\[\]<>~&|$]|:(?=//)|(?<=www)\.")
"""What means something within a line of Markdown; list signs and the like do so only at its start."""
_MENTION = re.compile(r"@|#(?=\d)")


def render(report: Report) -> str:
    """A heading that counts, then a list for each file. Nothing in a message can become a link, a mention or HTML."""
    parts = [f"## sre-compile: {summary(report.findings, len(report.files), report.silenced)}\n"]
    for file, findings in groupby(report.findings, key=lambda finding: finding.where.file if finding.where else ""):
        title = [f"### {_code(file)}\n"] if file else []
        items = "\n".join(line for finding in findings for line in _item(finding))
        parts += [*title, f"{items}\n"]
    return "\n".join(parts)


def _item(finding: Diagnostic) -> Iterator[str]:
    where = f", line {finding.where.line}" if isinstance(finding.where, Span) else ""
    yield f"- **{finding.severity.value}**{where}: {_prose(finding.message)} ({_code(finding.name)})"
    if finding.label:
        yield f"  - here: {_prose(finding.label)}"
    for related in finding.related:
        line = f" line {related.where.line}" if isinstance(related.where, Span) else ""
        yield f"  - {_code(related.where.file)}{line}: {_prose(related.label)}"
    yield from _remark("help", finding.help)
    if finding.fix and finding.fix.title != finding.help:
        yield from _remark("fix" if finding.fix.safe else "unsafe fix", finding.fix.title)
    yield from _remark("note", finding.note)


def _remark(word: str, text: str) -> Iterator[str]:
    """`word: text` as an item; further lines of the text as a block of YAML."""
    if not text:
        return
    first, *others = text.rstrip("\n").split("\n")
    yield f"  - {word}: {_prose(first)}"
    if others:
        fence = _fence(text, 3)
        yield from ("    " + line for line in (f"{fence}yaml", *map(shown, others), fence))


def _prose(text: str) -> str:
    """The text with its `code` kept as code, and every sign that means something outside of code made plain."""
    pieces = _CODE.split(shown(text))
    return "".join(_code(piece) if odd % 2 else _plain(piece) for odd, piece in enumerate(pieces))


def _plain(text: str) -> str:
    return _MENTION.sub(r"\g<0><!-- -->", _SIGNS.sub(r"\\\g<0>", text))


def _code(text: str) -> str:
    text = shown(text)
    fence = _fence(text, 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _fence(text: str, least: int) -> str:
    """Backticks, one more than stand together anywhere in the text."""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    return "`" * max(longest + 1, least)
