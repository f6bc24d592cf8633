"""Mistakes in the layout of a block: indentation, colons, dashes."""

from __future__ import annotations

import re

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import problems
from sre_compiler.documents.cut import no_space_after_colon
from sre_compiler.documents.syntax.fracture import Fracture, indentation, quoted, whole_in_quotes, without_comment

_UNUSUAL_SPACE = re.compile(r" *([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+)")
_NO_SPACE_AFTER_COLON = re.compile(r"[ \t]*(?:- +)*([A-Za-z_][\w.-]*):([^\s:/].*)")
_KEY = r"""[ \t]*(?:- +)*(?:"[^"]*"|'[^']*'|[^:#"'\s][^:#]*):"""
_KEY_AND_TEXT = re.compile(rf"{_KEY}[ \t]+(\S.*)")
_BLOCK_HEADER = re.compile(r".*[:\-][ \t]+[|>][-+0-9]*")
_COLON = "mapping values are not allowed in this context"
_NO_COLON = "could not find expected ':'"
_LONGEST_KEY = 1024


def indented_by_no_space(broken: Fracture) -> Diagnostic | None:
    """A tab, or a space that only looks like one."""
    if broken.character == "\t" or "tab character" in broken.problem:
        return _not_spaces(broken, broken.at.line, broken.at.column, "a tab")
    for line in (broken.at.line, broken.line_above()):
        found = _UNUSUAL_SPACE.match(broken.lines[line]) if line is not None else None
        if found and line is not None:
            return _not_spaces(broken, line, found.start(1), f"the space U+{ord(found[1][0]):04X}")
    return None


def _not_spaces(broken: Fracture, line: int, column: int, what: str) -> Diagnostic:
    return problems.yaml_syntax(
        broken.span(line, column, column + 1),
        f"{what} stands where YAML wants ordinary spaces",
        "not a space",
        "indent with spaces; most editors can convert the whole file",
    )


def colon_without_space(broken: Fracture) -> Diagnostic | None:
    """`name:checkout` is a text, not a key and its value; the break is on the line below."""
    if broken.problem == _NO_COLON:
        line: int | None = broken.begun.line
    else:
        line = broken.line_above() if broken.problem == _COLON else None
    found = _NO_SPACE_AFTER_COLON.fullmatch(without_comment(broken.lines[line])) if line is not None else None
    if found is None or line is None:
        return None
    return no_space_after_colon(broken.span(line, found.start(1)), found[1], found[2])


def colon_in_text(broken: Fracture) -> Diagnostic | None:
    """`title: Checkout: payments`."""
    found = _KEY_AND_TEXT.match(without_comment(broken.line()))
    if broken.problem != _COLON or found is None or found.start(1) >= broken.at.column:
        return None
    return problems.yaml_syntax(
        broken.span(broken.at.line, found.start(1)),
        "a text without quotes holds a colon and a space",
        "YAML reads a second key here",
        f"put the text in quotes: {quoted(found[1])}",
        whole_in_quotes(broken, broken.at.line, found[1]),
    )


def key_too_long(broken: Fracture) -> Diagnostic | None:
    if broken.problem != _COLON or broken.at.column <= _LONGEST_KEY:
        return None
    return problems.yaml_syntax(
        broken.span(broken.at.line, 0, broken.at.column),
        f"a key is longer than {_LONGEST_KEY} characters",
        "read as a key",
        "shorten it; if it is a text, put it in quotes",
    )


def mapping_beside_marker(broken: Fracture) -> Diagnostic | None:
    """`--- kind: Service`, or text after the `...` that ends a document."""
    marker = broken.line()[:3]
    if marker not in {"---", "..."} or broken.at.line != broken.begun.line:
        return None
    return problems.yaml_syntax(
        broken.span(broken.at.line, 0),
        f"text stands on the line of `{marker}`",
        "cannot be read",
        "begin it on the next line",
    )


def colon_missing(broken: Fracture) -> Diagnostic | None:
    """A line without a colon among keys, or the text of a block that is not indented."""
    above = broken.line_above()
    if broken.problem == _NO_COLON:
        line = broken.begun.line
    elif broken.problem == _COLON and above is not None and ":" not in broken.lines[above]:
        line = above
    else:
        return None
    header = next((text for text in reversed(broken.lines[:line]) if text.strip()), "")
    span = broken.span(line, indentation(broken.lines[line]))
    if _BLOCK_HEADER.fullmatch(without_comment(header)):
        wanted = "indent it further than the key of the block"
        return problems.yaml_syntax(span, "the text of a block is not indented", "not part of the block", wanted)
    if broken.lines[line].strip() == "---":
        return problems.yaml_syntax(
            span, "`---` is indented", "no new document begins here", "begin it at the start of the line"
        )
    wanted = "write `key: value`; if it belongs to the text above, indent it further than that text's key"
    return problems.yaml_syntax(span, "a line among keys has no colon", "neither a key nor a value", wanted)


def list_beside_key(broken: Fracture) -> Diagnostic | None:
    """`a: - b`, a list item among keys, a key among list items."""
    span = broken.span(broken.at.line, broken.at.column)
    if broken.problem == "block sequence entries are not allowed in this context":
        wanted = "begin the list on the next line; if the `-` is part of a text, put the text in quotes"
        return problems.yaml_syntax(span, "a list begins on the line of its key", "read as a list item", wanted)
    if broken.problem == "did not find expected '-' indicator":
        wanted = "begin the line with `- `, or indent it to belong to the item above"
        return problems.yaml_syntax(span, "a line among list items begins with no dash", "not an item", wanted)
    if broken.problem == "did not find expected key" and broken.line()[broken.at.column :].startswith("- "):
        wanted = "indent it like the items above, or write `key: value`"
        return problems.yaml_syntax(span, "a list item stands among keys", "not a key", wanted)
    return None


def indented_too_far(broken: Fracture) -> Diagnostic | None:
    """`a: 1` and below it, further indented, `b: 2`."""
    above = broken.line_above()
    if broken.problem != _COLON or above is None:
        return None
    indent, wanted = indentation(broken.line()), indentation(broken.lines[above])
    if indent <= wanted:
        return None
    return problems.yaml_syntax(
        broken.span(broken.at.line, indent),
        "a key stands below a key that has a value already",
        f"indented by {indent}",
        f"indent it by {wanted}, like line {broken.source.line + above + 1}, or remove the value there",
    )


def indentation_fits_nothing(broken: Fracture) -> Diagnostic | None:
    """A line between two indentations."""
    indent = indentation(broken.line())
    if broken.problem != "did not find expected key" or broken.at.column != indent:
        return None
    used = {indentation(line) for line in broken.lines[broken.begun.line : broken.at.line] if line.strip()}
    near = [max((i for i in used if i < indent), default=None), min((i for i in used if i > indent), default=None)]
    return problems.yaml_syntax(
        broken.span(broken.at.line, indent),
        "the indentation of this line fits no line above it",
        f"indented by {indent}",
        f"indent it by {' or '.join(str(i) for i in near if i is not None)}, like the lines it belongs to",
    )
