"""Evidence for conditions of strangers: it is found, or given up, before anybody waits for it."""

from __future__ import annotations

import pytest

from sre_compiler import promql
from sre_compiler.promql import samples
from sre_compiler.promql.evidence.obvious import is_obvious
from sre_compiler.promql.evidence.search import evidence
from sre_compiler.promql.nodes import Matcher


def test_many_conditions_at_once_have_evidence() -> None:
    found = evidence(promql.parse(" and ".join(f"m{number} > {number}" for number in range(40))))
    assert found.fires is not None
    assert found.silent is not None


@pytest.mark.parametrize("word", ["and", "or", "unless"])
def test_many_conditions_of_which_two_exclude_each_other_are_given_up(word: str) -> None:
    """Without a bound on what is tried, each condition would double the time."""
    more = f" {word} ".join(f"m{number} != 1" for number in range(40))
    assert evidence(promql.parse(f"({more}) and on () (a > 1 and a < 0)")).fires is None


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+b", "a?" * 40 + "a" * 40, "(x|x)" * 40, "[[:alpha:]]", r"\pL"])
def test_a_pattern_that_python_reads_slowly_or_otherwise_is_left_alone(pattern: str) -> None:
    long = Matcher("x", "=~", f"{pattern}|{'a' * 60}")
    assert samples.labels([long], [Matcher("x", "=", "a" * 60)]) is None
    found = evidence(promql.parse(f'm{{x=~"{pattern}|{"a" * 60}"}} > 1'.replace("\\", "\\\\")))
    assert (found.fires, found.silent) == (None, None)


@pytest.mark.parametrize(
    "pattern",
    [
        "5..",
        "GET|POST",
        "/api/.+",
        "(2|3)..",
        "web-[0-9]+",
        r"\d{3}",
        "a+b?c*",
        r"v1\.[0-9]+",
        "(?i:ok)|fine.*|good.*|well.*",
    ],
)
def test_usual_patterns_have_a_value(pattern: str) -> None:
    assert samples.labels([Matcher("x", "=~", pattern)]) is not None


OPERANDS = (
    "m",
    "sum(m)",
    'avg by (a) (m{b=~"x|y", c!="z"})',
    "rate(m_total[5m])",
    "max(increase(m_total[7d]))",
    "sum(rate(a_total[1m])) / sum(rate(b_total[1m]))",
    "a / b",
)


@pytest.mark.parametrize("operand", OPERANDS)
@pytest.mark.parametrize("op", [">", "<", ">=", "<=", "==", "!="])
def test_what_is_called_obvious_has_evidence(operand: str, op: str) -> None:
    """Lint believes it without a search."""
    told = 0
    for bound in ("0", "0.001", "0.3", "7", "1e6", "60 * 60"):
        expr = promql.parse(f"{operand} {op} {bound}")
        found = evidence(expr, 900)
        told += is_obvious(expr)
        assert not is_obvious(expr) or (found.fires is not None and found.silent is not None), bound
    assert told > 3 or op not in {">", "<"}


@pytest.mark.parametrize(
    "condition",
    [
        "+".join(f"m{n}" for n in range(240)) + " > 5",
        "count(" * 60 + "x" + ")" * 60 + " > 2",
        "x - x > 1",
        "x{a=~'b'} > x",
    ],
)
def test_a_search_ends(condition: str) -> None:
    """What is worked out is counted by its size: the test would take minutes otherwise."""
    evidence(promql.parse(condition), 900)
