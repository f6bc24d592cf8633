"""Mistakes in and around a text: quotes, escapes, characters that mean something to YAML."""

from __future__ import annotations

import re

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import problems
from sre_compiler.documents.cut import suspicious_comments, truncated
from sre_compiler.documents.source import Mark
from sre_compiler.documents.syntax.fracture import Fracture, quoted, whole_in_quotes, without_comment

_TEMPLATE = re.compile(r"(?:^|[:\-,\[{])[ \t]+(\{[{%].*)")
_KEY = re.compile(r"[ \t]+[\w-]+:(?:[ \t]|$)")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.)?")
_QUOTES = "\"'"


def truncated_by_comment(broken: Fracture) -> Diagnostic | None:
    """`expr: foo{path=~"/a #b"}`, and the text goes on on the next line."""
    if broken.before is None:
        return None
    return truncated(broken.source, broken.before, suspicious_comments(broken.source.text), is_alone=False)


def template_without_quotes(broken: Fracture) -> Diagnostic | None:
    """`summary: {{ $value }} errors`; the break may be on the line below."""
    for line in (broken.at.line, broken.line_above()):
        found = _TEMPLATE.search(without_comment(broken.lines[line])) if line is not None else None
        if found and line is not None:
            return problems.yaml_syntax(
                broken.span(line, found.start(1)),
                f"a text without quotes begins with `{found[1][:2]}`",
                "YAML reads a mapping here",
                f"put the whole text in quotes: {quoted(found[1])}",
                whole_in_quotes(broken, line, found[1]),
            )
    return None


def quote_not_closed(broken: Fracture) -> Diagnostic | None:
    if broken.problem not in {"found unexpected end of stream", "found unexpected document indicator"}:
        return None
    quote = broken.line(broken.begun)[broken.begun.column : broken.begun.column + 1]
    return problems.yaml_syntax(
        broken.span(broken.begun.line, broken.begun.column),
        "a quote is not closed",
        "opened here",
        f"close it with {quote} where the text ends",
    )


def quote_closed_on_another_line(broken: Fracture) -> Diagnostic | None:
    """`a: "foo` and below it `b: "bar"`: the quote of the second line closes the first."""
    text = broken.before
    if text is None or not text.style or text.style not in _QUOTES or text.start_mark.line == text.end_mark.line:
        return None
    if broken.at.line != text.end_mark.line:
        return None
    return problems.yaml_syntax(
        broken.span(text.start_mark.line, text.start_mark.column),
        "a quote is not closed on its line",
        f"closed only by a quote on line {broken.source.line + text.end_mark.line + 1}",
        f"close it with {text.style} where the text ends",
    )


def text_after_quote(broken: Fracture) -> Diagnostic | None:
    """`a: "foo" bar`, `a: 'it's broken'`; but `["b" "c"]` is a missing comma."""
    text = broken.before
    if text is None or not text.style or text.style not in _QUOTES or broken.at.line != text.end_mark.line:
        return None
    rest = broken.line()[text.end_mark.column :]
    if not rest.strip() or rest.lstrip()[0] in "\"',]}:" or _KEY.match(rest):
        return None
    other = "'" if text.style == '"' else '"'
    escape = '\\"' if text.style == '"' else "''"
    return problems.yaml_syntax(
        broken.span(broken.at.line, broken.at.column),
        "text stands after a closing quote",
        "after the end of the quoted text",
        f"put the whole text in {other}…{other}, or write {escape} for a quote inside it",
    )


def unknown_escape(broken: Fracture) -> Diagnostic | None:
    r"""`"\d+"`: in double quotes a backslash begins an escape."""
    if "escape" not in broken.problem and "hexdecimal" not in broken.problem:
        return None
    start = broken.line().rfind("\\", 0, broken.at.column + 1)
    found = _ESCAPE.match(broken.line(), max(start, 0))
    if found is None:
        return None
    return problems.yaml_syntax(
        broken.span(broken.at.line, *found.span()),
        f"`{found.group()}` is no escape in double quotes",
        "not known",
        r"write `\\` for a backslash, or put the text in single quotes, where a backslash is only that",
    )


def indicator_at_start(broken: Fracture) -> Diagnostic | None:
    """`host: *.example.com`, `user: @ana`: characters that cannot begin a text without quotes."""
    at = broken.begun if broken.problem == "did not find expected alphabetic or numeric character" else broken.at
    first = broken.line(at)[at.column : at.column + 1]
    known = {"found character that cannot start any token", "mapping keys are not allowed in this context"}
    if not first or (at is broken.at and broken.problem not in known):
        return None
    name = "a backtick" if first == "`" else f"`{first}`"
    return _needs_quotes(broken, at, f"a text without quotes cannot begin with {name}")


def tag_not_closed(broken: Fracture) -> Diagnostic | None:
    """`!{x`, `!<a`, `!a!b`: a tag that not even YAML could read."""
    first = broken.line(broken.begun)[broken.begun.column : broken.begun.column + 1]
    return _needs_quotes(broken, broken.begun, "a text without quotes cannot begin with `!`") if first == "!" else None


def block_header(broken: Fracture) -> Diagnostic | None:
    """`errors: > 5`: a `>` or `|` begins a block, whose text stands on the lines below."""
    first = broken.line(broken.begun)[broken.begun.column : broken.begun.column + 1]
    known = {"did not find expected comment or line break", "found an indentation indicator equal to 0"}
    if broken.problem not in known or first not in "|>":
        return None
    return _needs_quotes(broken, broken.begun, f"`{first}` begins a block of text, which stands on the lines below it")


def _needs_quotes(broken: Fracture, at: Mark, message: str) -> Diagnostic:
    text = without_comment(broken.line(at))[at.column :]
    if broken.line(at)[: at.column].count("{") + broken.line(at)[: at.column].count("["):
        text = re.split(r"[,\]}]", text, maxsplit=1)[0].rstrip()
    return problems.yaml_syntax(
        broken.span(at.line, at.column, at.column + len(text)),
        message,
        "not read as text",
        f"put it in quotes: {quoted(text)}",
    )
