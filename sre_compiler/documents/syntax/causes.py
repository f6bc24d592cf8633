"""The causes in the order in which they are tried: what is certain first, what only looks likely after."""

from __future__ import annotations

from collections.abc import Callable

from yaml import MarkedYAMLError

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import limits, problems
from sre_compiler.documents.source import Source
from sre_compiler.documents.syntax import flow, layout, scalars
from sre_compiler.documents.syntax.fracture import Fracture, fracture

_Cause = Callable[[Fracture], Diagnostic | None]
_CAUSES: tuple[_Cause, ...] = (
    layout.indented_by_no_space,
    scalars.truncated_by_comment,
    scalars.template_without_quotes,
    scalars.quote_not_closed,
    scalars.quote_closed_on_another_line,
    scalars.text_after_quote,
    scalars.unknown_escape,
    scalars.indicator_at_start,
    scalars.tag_not_closed,
    scalars.block_header,
    flow.promql_in_flow,
    flow.bracket_without_partner,
    flow.bracket_not_closed,
    flow.nothing_after_bracket,
    flow.comma_missing,
    flow.value_missing,
    layout.key_too_long,
    layout.mapping_beside_marker,
    layout.colon_without_space,
    layout.colon_in_text,
    layout.colon_missing,
    layout.list_beside_key,
    layout.indented_too_far,
    layout.indentation_fits_nothing,
)


def broken_off(source: Source, error: MarkedYAMLError) -> Diagnostic:
    """The finding for the point where a text is no longer YAML."""
    broken = fracture(source, error)
    if "nest" in broken.problem:
        return problems.nesting_too_deep(broken.span(broken.at.line, broken.at.column), limits.DEPTH)
    found = (cause(broken) for cause in _CAUSES)
    return next((finding for finding in found if finding), None) or _unknown(broken)


def _unknown(broken: Fracture) -> Diagnostic:
    span = broken.span(broken.at.line, broken.at.column)
    return problems.yaml_syntax(
        span,
        "the text is not YAML from here on",
        "does not belong here",
        "look for a missing quote, bracket or colon here or on the line above",
    )
