"""The language's example through the whole compiler, with one word of it changed at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sre_compiler import documents, kinds, pipeline
from sre_compiler.diagnostics import Diagnostic, Place, Severity, Span
from sre_compiler.documents import Data, Document
from tests.mutations import Mutation, Outcome, mutations, users, words

EXAMPLE = (Path(__file__).parent / "language" / "example.yaml").read_text(encoding="utf-8")
CART = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {name: cart}
spec:
  team: payments
  tier: 3
  slos:
    - {name: availability, objective: 99.9%, sli: http-availability, alerting: {legs: [1d, 3d]}}
"""
"""The example depends on it and leaves it out."""

RULES = """\
groups:
  - name: nodes
    rules: [{record: "node:up:sum", expr: sum(up)}]
"""
"""The rule file of others that it names."""

Line = tuple[str, int]


class Example:
    """The example on disk, a file for each document."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        rules = folder / "vendor/kubernetes-mixin/rules.yaml"
        rules.parent.mkdir(parents=True)
        rules.write_text(RULES, encoding="utf-8")
        self.documents = [_document(folder / f"{i}.yaml", text) for i, text in enumerate(_texts())]
        self.words = [word for document in self.documents for word in words(document)]

    def expected(self, document: Document, mutation: Mutation) -> list[Line]:
        """The lines of the errors that the mutation has to bring."""
        if mutation.outcome is Outcome.NOTHING:
            return []
        if mutation.outcome is Outcome.ONE_ERROR:
            return [self._line(mutation.word.place)]
        return sorted(map(self._line, users(mutation.word, document, self.words)))

    def findings(self, document: Document, mutation: Mutation) -> tuple[Diagnostic, ...]:
        """What the compiler says of the example with this mutation."""
        file = Path(document.file)
        good = file.read_text(encoding="utf-8")
        file.write_text(_mutated(good, document.span(mutation.word.place), mutation.text), encoding="utf-8")
        found = pipeline.compile_specs(str(self.folder)).diagnostics
        file.write_text(good, encoding="utf-8")
        return found

    def _line(self, place: Place) -> Line:
        document = next(one for one in self.documents if one.file == place.file)
        return place.file, document.span(place).line


def _texts() -> list[str]:
    return [*EXAMPLE.split("---\n"), CART]


def _document(file: Path, text: str) -> Document:
    file.write_text(text, encoding="utf-8")
    [document], problems = documents.parse(text.encode(), str(file))
    assert problems == []
    return document


def _mutated(text: str, span: Span, word: str) -> str:
    lines = text.splitlines(keepends=True)
    assert span.line == span.end_line
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + word + line[span.end_column - 1 :]
    return "".join(lines)


def _keys_and_scalars(data: Data) -> Iterator[Data]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _keys_and_scalars(value)
    elif isinstance(data, list):
        for value in data:
            yield from _keys_and_scalars(value)
    else:
        yield data


def test_the_example_is_every_kind_and_compiles(tmp_path: Path) -> None:
    example = Example(tmp_path)
    assert [one for one in pipeline.compile_specs(str(tmp_path)).diagnostics if not one.after] == []
    assert {kinds.kind_of(document) for document in example.documents} == set(kinds.KINDS)


def test_every_key_and_scalar_is_changed(tmp_path: Path) -> None:
    for document in Example(tmp_path).documents:
        assert len([*words(document)]) == len([*_keys_and_scalars(document.data)])
        assert all([*mutations(word, document)] for word in words(document))


@pytest.mark.parametrize("index", range(len(_texts())))
def test_a_changed_word_is_one_error_on_its_line(tmp_path: Path, index: int) -> None:
    example = Example(tmp_path)
    document = example.documents[index]
    wrong = []
    for mutation in (one for word in words(document) for one in mutations(word, document)):
        found = example.findings(document, mutation)
        errors = [one for one in found if one.severity is Severity.ERROR]
        lines = sorted((one.where.file, one.where.line) for one in errors if isinstance(one.where, Span))
        if lines != example.expected(document, mutation) or len(errors) != len(lines):
            wrong.append(f"{mutation.word.place.path} as {mutation.text}: {mutation.outcome.value}; found {found}")
    assert not wrong, "\n".join(wrong)
