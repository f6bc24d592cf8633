"""Mistakes inside `{…}` and `[…]`."""

from __future__ import annotations

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import problems
from sre_compiler.documents.cut import cut_in_flow
from sre_compiler.documents.syntax.fracture import Fracture, indentation

_PARTNERS = {"[": "]", "{": "}"}


def promql_in_flow(broken: Fracture) -> Diagnostic | None:
    """`{value: up{job="x"}}`: a bracket directly behind a text without quotes."""
    text = broken.before
    if not _in_flow(broken) or text is None or text.style or text.end_mark.index != broken.at.index:
        return None
    if broken.character not in _PARTNERS:
        return None
    cut = broken.span(broken.at.line, broken.at.column, broken.at.column + 1)
    return cut_in_flow(broken.source, broken.begun.index, text, _key(broken), cut)


def _in_flow(broken: Fracture) -> bool:
    return broken.problem.startswith("did not find expected ','")


def _key(broken: Fracture) -> str:
    """The key whose value the last text is; "" if it is none."""
    if broken.key is None or broken.before is None:
        return ""
    between = broken.source.text[broken.key.end_mark.index : broken.before.start_mark.index]
    return broken.key.value if between.strip() == ":" else ""


def bracket_without_partner(broken: Fracture) -> Diagnostic | None:
    """`[a, b}`, `{a: b}}`, `a: ]`."""
    closing = broken.character
    if closing not in _PARTNERS.values():
        return None
    if _in_flow(broken):
        opening = _opening(broken)
        label = f"the `{opening}` on line {broken.source.line + broken.begun.line + 1} is still open"
        message, wanted = f"`{opening}` is closed by `{closing}`", f"write `{_PARTNERS[opening]}`"
    else:
        message, label = f"nothing is open that `{closing}` could close", "one too many"
        wanted = "remove it; if it is part of a text, put the text in quotes"
    return problems.yaml_syntax(
        broken.span(broken.at.line, broken.at.column, broken.at.column + 1), message, label, wanted
    )


def _opening(broken: Fracture) -> str:
    return broken.line(broken.begun)[broken.begun.column]


def bracket_not_closed(broken: Fracture) -> Diagnostic | None:
    """`a: [b, c` and the next key follows, no further indented than `a`."""
    further_in = indentation(broken.line()) > indentation(broken.line(broken.begun))
    if not _in_flow(broken) or not (broken.is_at_end or (broken.at.line > broken.begun.line and not further_in)):
        return None
    opening = _opening(broken)
    closing = _PARTNERS[opening]
    rest = broken.line(broken.begun)[broken.begun.column :]
    _, _, comment = rest.partition(" #")
    return problems.yaml_syntax(
        broken.span(broken.begun.line, broken.begun.column, broken.begun.column + 1),
        f"`{opening}` is not closed",
        "closed only in a comment" if closing in comment else "opened here",
        f"close it with `{closing}`" + (", or quote the text that holds ` #`" if closing in comment else ""),
    )


def nothing_after_bracket(broken: Fracture) -> Diagnostic | None:
    """`a: [` or `a: [b,` at the end of the text."""
    text = broken.source.text
    opening = max(text.rfind("["), text.rfind("{"))
    if broken.problem != "did not find expected node content" or not broken.is_at_end or opening < 0:
        return None
    point = broken.source.point(opening)
    return problems.yaml_syntax(
        broken.span(point.line, point.column, point.column + 1),
        f"`{text[opening]}` is not closed",
        "opened here",
        f"close it with `{_PARTNERS[text[opening]]}`",
    )


def comma_missing(broken: Fracture) -> Diagnostic | None:
    """`{a: 1 b: 2}`, `["b" "c"]`, or two lines without a comma between them."""
    if not _in_flow(broken):
        return None
    start = broken.at.column
    if broken.character == ":":
        start = indentation(broken.line())
    return problems.yaml_syntax(
        broken.span(broken.at.line, start, broken.at.column + 1),
        f"a comma is missing between `{_opening(broken)}` and its `{_PARTNERS[_opening(broken)]}`",
        "the next item begins here",
        "write `,` before it; if it belongs to the text before it, put the whole text in quotes",
    )


def value_missing(broken: Fracture) -> Diagnostic | None:
    """`[a, , b]`."""
    if broken.problem != "did not find expected node content" or broken.character != ",":
        return None
    return problems.yaml_syntax(
        broken.span(broken.at.line, broken.at.column, broken.at.column + 1),
        "nothing stands before this comma",
        "one comma too many",
        "remove the comma, or write a value before it",
    )
