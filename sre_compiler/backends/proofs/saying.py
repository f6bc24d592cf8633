"""What an alert says when it fires: its labels and annotations, as promtool compares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sre_compiler.backends.proofs import case
from sre_compiler.backends.proofs.templates import Seen, UncertainError, rendered
from sre_compiler.output.scalars import quoted
from sre_compiler.promql.evidence.courses import Result

Rule = Mapping[str, object]


class Said(Struct, frozen=True):
    """The lines of a case: what is asserted of the alerts as a whole, or else of their labels, with the reason as a comment."""

    checks: str = ""
    alerts: str = ""


def said(rule: Rule, results: tuple[Result, ...], at: int) -> Said:
    """What is known of it at the time in milliseconds; a template that only a server can render leaves the labels."""
    name = str(rule["alert"])
    seen = [_seen(one, at) for one in results]
    if not seen or not seen[0]:
        return Said()
    try:
        labels = _agreed([[_labels(rule, one) for one in some] for some in seen])
    except UncertainError:
        return Said()
    if len({tuple(one.items()) for one in labels}) < len(labels):
        return Said()
    try:
        texts = _agreed([[_texts(rule["annotations"], one) for one in some] for some in seen])
    except UncertainError as uncertain:
        return Said(checks=_without_texts(name, labels, str(uncertain), at))
    told = zip(labels, texts, strict=True)
    expected = (f"{{exp_labels: {case.mapping(one)}, exp_annotations: {case.mapping(other)}}}" for one, other in told)
    return Said(alerts=case.alert(name, at, ", ".join(expected)))


def _seen(result: Result, at: int) -> list[Seen]:
    """Each series of the result as the templates see it, in the order of their labels."""
    if not isinstance(result, dict):
        return []
    lines = sorted((sorted(labels), line) for labels, line in result.items())
    return [Seen(dict(labels), line.start + line.slope * at / 1000, line.exact) for labels, line in lines]


def _agreed(generations: list[list[dict[str, str]]]) -> list[dict[str, str]]:
    """What servers of all generations say."""
    if any(one != generations[0] for one in generations):
        raise UncertainError("$value")
    return generations[0]


def _labels(rule: Rule, seen: Seen) -> dict[str, str]:
    both = {**seen.labels, **_texts(rule["labels"], seen)}
    return {name: value for name, value in sorted(both.items()) if value}


def _texts(templates: object, seen: Seen) -> dict[str, str]:
    assert isinstance(templates, dict)  # noqa: S101 - our own rules
    return {name: rendered(text, seen) for name, text in templates.items()}


def _without_texts(name: str, labels: Iterable[Mapping[str, str]], action: str, at: int) -> str:
    firing = {"alertname": name, "alertstate": "firing"}
    expected = ", ".join(
        f"{{labels: {quoted(case.series_of('ALERTS', {**firing, **one}))}, value: 1}}" for one in labels
    )
    expr = case.series_of("ALERTS", firing)
    reason = f"      # annotations are not compared: only a server knows what it makes of {quoted(action)}\n"
    return f"{reason}{case.check(expr, at, expected)}"
