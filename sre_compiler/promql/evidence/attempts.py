"""What a search goes by, and how it asks what comes of the series that it thought of."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.promql.evidence.courses import Courses, Result, Scene
from sre_compiler.promql.evidence.lines import Line, Stretch, UnknownError, UnsupportedError
from sre_compiler.promql.evidence.naming import Names
from sre_compiler.promql.evidence.roles import Role
from sre_compiler.promql.evidence.steady import result
from sre_compiler.promql.nodes import Binary, Expr


class Search(Struct):
    """What is known of the expression, and how often it may still be worked out; UnsupportedError when that is used up.

    `labels` are those by which copies of a series may differ. `generations` says of each kind of server that may find something
    else whether its ranges are closed.
    """

    names: Names
    roles: Mapping[int, tuple[Role, ...]]
    labels: tuple[str, ...]
    step: int
    stretch: Stretch
    generations: tuple[bool, ...]
    left: int

    def results(self, expr: Expr, courses: Courses) -> list[Result]:
        """What it gives on each generation of servers, as far as they can differ."""
        self.left -= 1
        if self.left < 0:
            raise UnsupportedError
        return [result(expr, Scene(courses, self.step, closed, self.stretch)) for closed in self.generations]

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
            found = self.results(replace(node, op="-"), courses)[0]
        except UnsupportedError:
            raise
        except UnknownError:
            return None
        line = found if isinstance(found, Line) else next(iter(found.values()), None)
        return None if line is None else line.start + line.slope * self.stretch.begin
