"""The syntax tree. Every node is a value and knows where it stands: [start, end) in code points of the parsed text.

Positions do not take part in comparison, and are 0 on nodes that a program built; they stay what they were when a tree is
edited. `expr.type` is the type of the result: scalar, vector, matrix or string.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Any, Literal

from msgspec import Struct

from sre_compiler.promql import literals

ValueType = Literal["scalar", "vector", "matrix", "string"]


class Node(Struct, frozen=True, kw_only=True, eq=False):
    """Something that stands in the text."""

    start: int = 0
    end: int = 0

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        said = _said(type(self))
        return bool(said(self) == said(other))

    def __ne__(self, other: object) -> bool:  # msgspec's own would look at the positions, too
        return not self == other

    def __hash__(self) -> int:
        return hash(_said(type(self))(self))


_POSITIONS = {"start", "end", "value_start", "op_start"}


@cache
def _said(node: type[Node]) -> attrgetter[Any]:
    """All of a node but its positions."""
    return attrgetter(*(name for name in node.__struct_fields__ if name not in _POSITIONS))


class Expr(Node, frozen=True, eq=False):
    """What all expressions have in common.

    `children` are in the order of the text; `operands` are those of them that are evaluated, which durations are not.
    """

    @property
    def type(self) -> ValueType:
        """A vector, unless the node says otherwise."""
        return "vector"

    @property
    def children(self) -> tuple[Expr, ...]:
        return ()

    @property
    def operands(self) -> tuple[Expr, ...]:
        return self.children


class Number(Expr, frozen=True, eq=False):
    """A number or a duration, as written: `0.5`, `1e3`, `0x1F`, `Inf`, `5m`."""

    text: str

    @property
    def type(self) -> ValueType:
        return "scalar"

    @property
    def value(self) -> float:
        """The number; of a duration, its seconds."""
        milliseconds = literals.duration(self.text)
        return literals.number(self.text) if milliseconds is None or self.text.isdigit() else milliseconds / 1000


class Placeholder(Expr, frozen=True, eq=False):
    """`$name` where a duration goes; the name is without the dollar."""

    name: str

    @property
    def type(self) -> ValueType:
        return "scalar"


class String(Expr, frozen=True, eq=False):
    value: str

    @property
    def type(self) -> ValueType:
        return "string"


class Matcher(Node, frozen=True, eq=False):
    """`name op "value"`, op one of = != =~ !~; [value_start, end) is the quoted value. `{"x"}` matches `__name__`."""

    name: str
    op: str
    value: str
    value_start: int = 0


class At(Node, frozen=True, eq=False):
    """`@ 1609746000`, `@ -1`, `@ start()`, `@ end()`; `text` is what follows the @, without spaces."""

    text: str


class Selector(Expr, frozen=True, eq=False):
    """`name{matchers}`; `name` is None where it stands inside the braces or nowhere.

    `offset` is a duration expression, `extension` is smoothed or anchored.
    """

    name: str | None
    matchers: tuple[Matcher, ...] = ()
    at: At | None = None
    offset: Expr | None = None
    extension: str | None = None

    @property
    def metric(self) -> str | None:
        """The metric's name, also where it is the matcher `__name__`; None where several metrics can match."""
        if self.name is not None:
            return self.name
        return next((m.value for m in self.matchers if m.name == "__name__" and m.op == "="), None)

    @property
    def children(self) -> tuple[Expr, ...]:
        return () if self.offset is None else (self.offset,)

    @property
    def operands(self) -> tuple[Expr, ...]:
        return ()


class Range(Expr, frozen=True, eq=False):
    """`selector[duration]`; modifiers stand on the range, never on its selector."""

    selector: Selector
    duration: Expr
    at: At | None = None
    offset: Expr | None = None
    extension: str | None = None

    @property
    def type(self) -> ValueType:
        return "matrix"

    @property
    def children(self) -> tuple[Expr, ...]:
        both = (self.selector, self.duration)
        return both if self.offset is None else (*both, self.offset)

    @property
    def operands(self) -> tuple[Expr, ...]:
        return (self.selector,)


class Subquery(Expr, frozen=True, eq=False):
    """`expr[duration:step]`; `step` is None where it is the server's default."""

    expr: Expr
    duration: Expr
    step: Expr | None = None
    at: At | None = None
    offset: Expr | None = None

    @property
    def type(self) -> ValueType:
        return "matrix"

    @property
    def children(self) -> tuple[Expr, ...]:
        parts = (self.expr, self.duration, self.step, self.offset)
        return tuple(part for part in parts if part is not None)

    @property
    def operands(self) -> tuple[Expr, ...]:
        return (self.expr,)


class Call(Expr, frozen=True, eq=False):
    """`function(args)`; `result` is the function's return type. Also `step()` and the like inside a duration."""

    function: str
    args: tuple[Expr, ...]
    result: ValueType

    @property
    def type(self) -> ValueType:
        return self.result

    @property
    def children(self) -> tuple[Expr, ...]:
        return self.args


class Label(Node, frozen=True, eq=False):
    """A label name in `by`, `without`, `on`, `ignoring`, `group_left`, `group_right`."""

    name: str


class Grouping(Node, frozen=True, eq=False):
    """`by (labels)` or `without (labels)`."""

    without: bool
    labels: tuple[Label, ...]


class Aggregation(Expr, frozen=True, eq=False):
    """`op by (labels) (parameter, expr)`; `grouping` is None where nothing is written, `op` is in lower case."""

    op: str
    expr: Expr
    parameter: Expr | None = None
    grouping: Grouping | None = None

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.expr,) if self.parameter is None else (self.parameter, self.expr)


class Matching(Struct, frozen=True):
    """How the series of two vectors meet.

    `kind` is on, ignoring, or None where nothing is written; `group` is group_left, group_right or None, with its labels in
    `include`; `fill_left` and `fill_right` stand in for a missing side.
    """

    kind: Literal["on", "ignoring"] | None = None
    labels: tuple[Label, ...] = ()
    group: Literal["group_left", "group_right"] | None = None
    include: tuple[Label, ...] = ()
    fill_left: Expr | None = None
    fill_right: Expr | None = None


class Binary(Expr, frozen=True, eq=False):
    """`left op right`; word operators are in lower case. `op_start` is where the operator begins."""

    op: str
    left: Expr
    right: Expr
    returns_bool: bool = False
    matching: Matching | None = None
    result: ValueType = "vector"
    op_start: int = 0

    @property
    def type(self) -> ValueType:
        return self.result

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


class Unary(Expr, frozen=True, eq=False):
    op: str
    expr: Expr

    @property
    def type(self) -> ValueType:
        return self.expr.type

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.expr,)


class Paren(Expr, frozen=True, eq=False):
    expr: Expr

    @property
    def type(self) -> ValueType:
        return self.expr.type

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.expr,)
