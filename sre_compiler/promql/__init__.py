"""PromQL: read, understood, rewritten and written.

In: the text of an expression and the version of the server that will read it. Out: a tree of frozen values that knows
where each part stands, its canonical text, or a `PromQLError` at a position. Must not: know of YAML, files, SLOs or
findings; nest or grow without bound; raise anything but `PromQLError` for a text.

Start with `parser.py`; the grammar's changes from version to version are in `syntax.py` and `functions.py`.
"""

from sre_compiler.promql.edit import (
    WINDOW,
    add_matchers,
    aggregate,
    call,
    fill,
    operation,
    over,
    transform,
    with_suffix,
)
from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.inspection import (
    ExperimentalUse,
    bare_selector,
    experimental_uses,
    placeholders,
    selectors,
    unwrapped,
    walk,
)
from sre_compiler.promql.nodes import (
    Aggregation,
    At,
    Binary,
    Call,
    Expr,
    Grouping,
    Label,
    Matcher,
    Matching,
    Number,
    Paren,
    Placeholder,
    Range,
    Selector,
    String,
    Subquery,
    Unary,
    ValueType,
)
from sre_compiler.promql.parser import parse
from sre_compiler.promql.printer import print_expr, print_label, print_matcher
from sre_compiler.promql.syntax import LATEST, Version

__all__ = [
    "LATEST",
    "WINDOW",
    "Aggregation",
    "At",
    "Binary",
    "Call",
    "ExperimentalUse",
    "Expr",
    "Grouping",
    "Label",
    "Matcher",
    "Matching",
    "Number",
    "Paren",
    "Placeholder",
    "PromQLError",
    "Range",
    "Selector",
    "String",
    "Subquery",
    "Unary",
    "ValueType",
    "Version",
    "add_matchers",
    "aggregate",
    "bare_selector",
    "call",
    "experimental_uses",
    "fill",
    "operation",
    "over",
    "parse",
    "placeholders",
    "print_expr",
    "print_label",
    "print_matcher",
    "selectors",
    "transform",
    "unwrapped",
    "walk",
    "with_suffix",
]
