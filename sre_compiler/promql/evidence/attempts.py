"""What a search goes by, and how it asks what comes of the series that it thought of."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from sre_compiler.promql.evidence.courses import Courses, Result, Scene
from sre_compiler.promql.evidence.lines import Line, Stretch, UnknownError, UnsupportedError
from sre_compiler.promql.evidence.naming import Names
from sre_compiler.promql.evidence.roles import Role
from sre_compiler.promql.evidence.steady import result
from sre_compiler.promql.inspection import walk
from sre_compiler.promql.nodes import Binary, Expr


class Search(Struct):
    """What is known of the expression, and how many nodes of it may still be worked out; UnsupportedError when that is used up.

    `labels` are those by which copies of a series may differ. `generations` says of each kind of server that may find something
    else whether its ranges are closed. `sizes` are nodes of the expression by the `id` of its parts.
    """

    names: Names
    roles: Mapping[int, tuple[Role, ...]]
    labels: tuple[str, ...]
    step: int
    stretch: Stretch
    generations: tuple[bool, ...]
    left: int
    sizes: dict[int, int] = field(default_factory=dict)

    def results(self, expr: Expr, courses: Courses, costs: Expr | None = None) -> list[Result]:
        """What it gives on each generation of servers, as far as they can differ; it costs as much as `costs`, if given."""
        self.left -= self._size(costs or expr)
        if self.left < 0:
            raise UnsupportedError
        return [result(expr, Scene(courses, self.step, closed, self.stretch)) for closed in self.generations]

    def _size(self, expr: Expr) -> int:
        if id(expr) not in self.sizes:
            self.sizes[id(expr)] = sum(1 for _ in walk(expr, durations=False))
        return self.sizes[id(expr)]

    def holds(self, expr: Expr, courses: Courses) -> bool | None:
        """Whether it returns something; None where that is not certain."""
        try:
            found = {bool(one) for one in self.results(expr, courses)}
        except UnsupportedError:
            raise
        except UnknownError:
            return None
        return found.pop() if len(found) == 1 else None

    def difference(self, node: Binary, courses: Courses) -> Fraction | None:
        """By how much the left side of a comparison is greater, when all is settled."""
        try:
            found = self.results(replace(node, op="-"), courses, costs=node)[0]
        except UnsupportedError:
            raise
        except UnknownError:
            return None
        line = found if isinstance(found, Line) else next(iter(found.values()), None)
        return None if line is None else line.start + line.slope * self.stretch.begin
