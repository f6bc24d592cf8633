"""Findings as JSON and back: lists in the order of the fields. What does not fit raises ValueError or TypeError."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity, Silence, Span

Json = Any
_Value = TypeVar("_Value")


def findings_out(findings: tuple[Diagnostic, ...]) -> Json:
    return [_finding_out(one) for one in findings]


def findings_in(data: Json) -> tuple[Diagnostic, ...]:
    return tuple(map(_finding_in, data))


def _finding_out(one: Diagnostic) -> Json:
    related = [[_span_out(other.where), other.label, _maybe(place_out, other.at)] for other in one.related]
    where = None if one.where is None else _span_out(one.where)
    texts = [one.name, one.severity.value, one.message, one.label, one.help, one.note]
    return [
        *texts,
        where,
        related,
        _maybe(_fix_out, one.fix),
        _maybe(place_out, one.at),
        one.object,
        _maybe(_silence_out, one.silence),
        one.after,
    ]


def _finding_in(data: Json) -> Diagnostic:
    name, severity, message, label, advice, note, where, related, fix, at, owner, silence, after = data
    return Diagnostic(
        name,
        Severity(severity),
        message,
        _maybe(_span_in, where),
        label,
        advice,
        tuple(Related(_span_in(span), words, _maybe(place_in, place)) for span, words, place in related),
        note,
        _maybe(_fix_in, fix),
        _maybe(place_in, at),
        owner,
        _maybe(_silence_in, silence),
        after,
    )


def _fix_out(fix: Fix) -> Json:
    return [fix.title, [[_span_out(one.where), one.text] for one in fix.edits], fix.safe, fix.changes]


def _fix_in(data: Json) -> Fix:
    title, edits, safe, changes = data
    return Fix(title, tuple(Edit(_span_in(where), text) for where, text in edits), safe, changes)


def _silence_out(one: Silence) -> Json:
    return [one.by, one.reason, one.until, _maybe(_span_out, one.where), _maybe(place_out, one.at)]


def _silence_in(data: Json) -> Silence:
    by, reason, until, where, at = data
    return Silence(by, reason, until, _maybe(_span_in, where), _maybe(place_in, at))


def _span_out(where: Span | Place) -> Json:
    if isinstance(where, Place):
        raise TypeError("only located findings are kept")
    return [where.file, where.line, where.column, where.end_line, where.end_column]


def _span_in(data: Json) -> Span:
    return Span(*data)


def place_out(place: Place) -> Json:
    return [place.file, place.document, place.path, place.target, place.offset]


def place_in(data: Json) -> Place:
    file, document, path, target, offset = data
    return Place(file, document, tuple(path), target, None if offset is None else (offset[0], offset[1]))


def _maybe(change: Callable[[Any], _Value], value: Any) -> _Value | None:
    return None if value is None else change(value)
