"""The example of the language: it reads without a finding, and with one word of it changed there is exactly one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sre_compiler import documents, kinds
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Data, Document

EXAMPLE = (Path(__file__).parent / "language" / "example.yaml").read_text(encoding="utf-8")
DOCUMENTS = EXAMPLE.split("---\n")

FREE_KEYS = {
    "environments", "external_labels", "match", "handles", "in", "links", "notify", "params", "roles", "severities", "tiers", "3",
    "alerts/labels",
}  # fmt: skip
"""Mappings whose keys people choose: their last key, or the last two that are no index."""

FREE_TEXTS = {
    "2026-01-01", "also", "channel", "cluster", "criteria", "description", "env", "errors", "expr", "fires", "folder", "histogram",
    "impact", "latency", "limit", "pagerduty", "params", "product", "reason", "silent", "slack", "steps", "summary",
    "title", "total", "usage", "job", "bad", "golden_signals/traffic", "ticket", "event", "detail", "actions/action",
    "thresholds/then", "overrides/by",
}  # fmt: skip
"""Keys whose values may be any text."""


@dataclass(frozen=True)
class Mutation:
    """A place in a document, and the text that is put there."""

    place: Place
    text: str


def findings(text: str) -> list[Diagnostic]:
    read, found = documents.parse(text.encode(), "example.yaml")
    for document in read:
        found += kinds.read(document)[1]
    return documents.locate(found, lambda _: text.encode())


def places(data: Data, place: Place) -> Iterator[tuple[Place, Data]]:
    """Every key, and every value that is a scalar."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield place.at(key).key(), key
            yield from places(value, place.at(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places(value, place.at(index))
    else:
        yield place, data


def mutations(place: Place, written: Data) -> Iterator[Mutation]:
    names = [str(step) for step in place.path if isinstance(step, str)]
    if place.target == "key" and names[:-1] == ["spec", "severities"]:
        return  # the words of others
    if place.target == "key":
        if free({names[-2], "/".join(names[-3:-1])} if len(names) > 1 else set(), FREE_KEYS) and names[1:-1] != [
            "labels"
        ]:
            yield Mutation(place, '"not a name!"')
        else:
            yield from (Mutation(place, text) for text in (f"{written}x", "zzqqy"))
        return
    yield from (Mutation(place, text) for text in ("{nope: 1}", "[1]"))
    if names[-1] != "base":
        yield Mutation(place, "~")
    if not free({names[-1], "/".join(names[-2:])}, FREE_TEXTS):
        yield Mutation(place, '"?!"')


def free(names: set[str], known: set[str]) -> bool:
    return not names.isdisjoint(known)


def mutated(document: Document, text: str, mutation: Mutation) -> tuple[str, int]:
    """The text with the mutation in it, and the line where it is."""
    span = document.span(mutation.place)
    lines = text.splitlines(keepends=True)
    line = lines[span.line - 1]
    assert span.line == span.end_line
    lines[span.line - 1] = line[: span.column - 1] + mutation.text + line[span.end_column - 1 :]
    return "".join(lines), span.line


def cases() -> Iterator[tuple[str, Document, Mutation]]:
    for text in DOCUMENTS:
        [document], _ = documents.parse(text.encode(), "example.yaml")
        for place, written in places(document.data, Place(document.file, 0, ())):
            for mutation in mutations(place, written):
                yield text, document, mutation


def test_example_has_no_findings() -> None:
    assert findings(EXAMPLE) == []
    assert EXAMPLE.count("\nkind: ") == len(kinds.KINDS)


def test_one_changed_word_is_one_finding_on_its_line() -> None:
    wrong = []
    count = 0
    for text, document, mutation in cases():
        count += 1
        changed, line = mutated(document, text, mutation)
        found = findings(changed)
        if [(one.severity.value, one.where.line) for one in found] != [("error", line)]:
            wrong.append(
                (
                    mutation.place.path,
                    mutation.place.target,
                    mutation.text,
                    [(f.name, f.where.line, f.message) for f in found],
                    line,
                )
            )
    assert not wrong, "\n".join(map(str, wrong))
    assert count > 1000
