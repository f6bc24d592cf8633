"""Words of a spec, safe where they land on a board.

Grafana fills in `$name`, `${name}` and `[[name]]` in titles, texts, links and queries alike, so no dollar and no pair of
brackets of a spec may reach it.
"""

from __future__ import annotations

import re

from sre_compiler import promql

_FILLED_IN = re.compile(r"\$(?=[\w{])|\[(?=\[)")
_MARKS = re.compile(r"[\\`*_\[\]<>&~|#$\{}!()@]|:(?=//)|^[-+=\d]|(?<=www)\.")
_IN_URL = re.compile(r"[$()<>\"'\[\]`\\]")
VARIABLE = "\ue000"
"""Stands for the dollar of one of our own variables in a tree, where a dollar would be one of the spec."""


def title(text: str) -> str:
    """A line of plain text: a space keeps apart what would be filled in."""
    return _FILLED_IN.sub(r"\g<0> ", _line(text))


def markdown(text: str) -> str:
    """Text within a line of Markdown, each mark a character of its own: no emphasis, no link, no tag, no list."""
    return _MARKS.sub(lambda mark: f"&#{ord(mark.group())};", _line(text))


def url(address: str) -> str:
    """An address within Markdown or a link."""
    return _IN_URL.sub(lambda mark: f"%{ord(mark.group()):02X}", address)


def query(tree: promql.Expr, window: str = "$__rate_interval") -> str:
    """PromQL of a spec; the dollars and brackets in its strings are written as escapes, `$window` as the given range."""
    text = promql.print_expr(tree, {"window": window.replace("$", VARIABLE)})
    return text.replace("$", r"\x24").replace("[[", r"[\x5b").replace(VARIABLE, "$")


def literal(text: str) -> str:
    """A PromQL string of a text of a spec."""
    return promql.print_matcher(promql.Matcher("a", "=", text))[2:].replace("$", r"\x24").replace("[[", r"[\x5b")


def _line(text: str) -> str:
    return " ".join(text.split())
