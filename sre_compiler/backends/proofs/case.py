"""Cases and the file that they are written to: what goes in, and what is asserted at which time.

The text is YAML whose leaves are JSON, written directly: a project has many of them. One test holds the cases of many SLOs,
as long as no two of them read the same raw metric; promtool evaluates all rules of the file in each test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sre_compiler.output.scalars import quoted
from sre_compiler.promql import print_label
from sre_compiler.units import Duration


class Case(Struct, frozen=True):
    """What is shown of one alert, as text. `metrics` are those that no other case of the same test may read or write."""

    name: str
    step: Duration
    metrics: frozenset[str]
    inputs: str
    checks: str = ""
    alerts: str = ""

    @property
    def shows(self) -> bool:
        """Whether anything is asserted: servers may differ in all of it."""
        return bool(self.checks or self.alerts)


NEEDS = "# needs promtool "
"""How a test file says that older versions cannot read it; `sre-compile test` leaves it out with one of those."""

Assert = tuple[str, int, int | None]
"""An expression, the time in milliseconds, and the number that is expected; None: nothing is."""


def series_of(metric: str, labels: Mapping[str, str]) -> str:
    """A series by its labels, as promtool's input and PromQL name it."""
    pairs = ",".join([print_label(name, value) for name, value in labels.items()])
    return f"{metric}{{{pairs}}}"


def inputs(series: Iterable[tuple[str, str]]) -> str:
    """The lines of series and their values."""
    return "".join(f"      - {{series: {quoted(name)}, values: {quoted(values)}}}\n" for name, values in series)


def checks(asserts: Iterable[Assert]) -> str:
    """The lines of what is asserted."""
    return "".join(_assert(*one) for one in asserts)


def alert(name: str, at: int, expected: str) -> str:
    """The line of alerts that are compared as a whole."""
    return f"      - {{alertname: {quoted(name)}, eval_time: {Duration(at)}, exp_alerts: [{expected}]}}\n"


class Head(Struct, frozen=True):
    """What a test file loads, in which order and how often it is evaluated, and the version of promtool that it `needs`."""

    source: str
    rules: Sequence[str]
    groups: Sequence[str]
    evaluation: Duration
    needs: int = 0


def file_text(head: Head, cases: Iterable[Case]) -> str:
    """A test file of promtool."""
    lines = [
        f"# generated from {head.source} — do not edit",
        *([f"{NEEDS}{head.needs}"] if head.needs else []),
        f"rule_files: [{', '.join(map(quoted, head.rules))}]",
        f"evaluation_interval: {head.evaluation}",
        f"group_eval_order: [{', '.join(map(quoted, head.groups))}]",
        "tests:",
    ]
    return "\n".join(lines) + "\n" + "".join(map(_test, _packed(cases)))


def _packed(cases: Iterable[Case]) -> list[list[Case]]:
    """Cases of one name and step side by side, as long as they do not meet."""
    tests: dict[tuple[str, Duration], list[tuple[set[str], list[Case]]]] = {}
    for case in cases:
        together = tests.setdefault((case.name, case.step), [])
        for taken, content in together:
            if not taken & case.metrics:
                taken.update(case.metrics)
                content.append(case)
                break
        else:
            together.append((set(case.metrics), [case]))
    return [content for several in tests.values() for _, content in several]


def _test(cases: list[Case]) -> str:
    parts = [f"  - name: {quoted(cases[0].name)}\n    interval: {cases[0].step}\n"]
    for word, texts in (
        ("input_series", [case.inputs for case in cases]),
        ("promql_expr_test", [case.checks for case in cases]),
        ("alert_rule_test", [case.alerts for case in cases]),
    ):
        if any(texts):
            parts += [f"    {word}:\n", *texts]
    return "".join(parts)


def _assert(expr: str, at: int, count: int | None) -> str:
    return check(expr, at, f'{{labels: "{{}}", value: {count}}}' if count else "")


def check(expr: str, at: int, samples: str) -> str:
    """The line of an expression; `samples` is what is expected of it."""
    expected = f", exp_samples: [{samples}]" if samples else ""
    return f"      - {{expr: {quoted(expr)}, eval_time: {Duration(at)}{expected}}}\n"


def mapping(texts: Mapping[str, str]) -> str:
    """Labels or annotations."""
    return "{" + ", ".join([f"{quoted(name)}: {quoted(text)}" for name, text in texts.items()]) + "}"
