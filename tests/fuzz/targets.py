"""What must hold for any text. Each target takes bytes, and raises where it does not hold."""

from __future__ import annotations

import ast
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unicodedata import category

from sre_compiler import kinds, pipeline, promql
from sre_compiler.checks import _go_template as go_template
from sre_compiler.diagnostics import Diagnostic, Severity, Span
from sre_compiler.diagnostics.render.formats import MACHINE, write
from sre_compiler.diagnostics.render.report import report
from sre_compiler.diagnostics.render.text import concise, render
from sre_compiler.documents import locate, parse
from sre_compiler.output.artifact import Artifact
from sre_compiler.program.placeholders import fill
from sre_compiler.promql import PromQLError
from sre_compiler.promql.labels import label_flow
from sre_compiler.promql.regex import matches_empty, regex_problem
from sre_compiler.units import Duration, Percent, Rate, UnitError
from tests.cases import PRELUDE, SERVICE

VERSIONS = ((2, 42), (3, 5))


def document(data: bytes) -> None:
    """The text of a file by itself: documents with models or findings inside of it."""
    texts, found = parse(data, "a.yaml")
    for text in texts:
        found += kinds.read(text)[1]
    _told(tuple(locate(found, lambda _: data)), {"a.yaml": data})


def specs(data: bytes) -> None:
    """A file beside a sound project: findings inside of it or nothing, and whatever compiles can be built."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.yaml").write_bytes(PRELUDE.read_bytes())
        file = Path(folder, "b.yaml")
        file.write_bytes(data)
        compiled = pipeline.compile_specs(folder)
        _told(compiled.diagnostics, {str(file): data, str(file.with_name("a.yaml")): PRELUDE.read_bytes()})
        if compiled.program is not None:
            for artifact in pipeline.artifacts(compiled.program, pipeline.targets()):
                _can_be_read(artifact)


def service(data: bytes) -> None:
    """The same, for what follows the head of a service."""
    specs(SERVICE.encode() + data)


def expression(data: bytes) -> None:
    """PromQL: a `PromQLError` inside of the text, or a tree that is printed and read as the same."""
    text = _text(data)
    for version in VERSIONS:
        try:
            tree = promql.parse(text, version, frozenset({promql.WINDOW}))
        except PromQLError as error:
            _inside(error.start, error.end, text)
            continue
        printed = promql.print_expr(tree)
        with suppress(PromQLError):  # beyond our bounds once it is printed in full
            assert promql.print_expr(promql.parse(printed, version, frozenset({promql.WINDOW}))) == printed
        label_flow(tree)


def template(data: bytes) -> None:
    """A Go template: what it reads, and what is wrong with it, stand inside of it."""
    text = _text(data)
    found = go_template.read(text)
    for part in (*found.reads, *([found.fault] if found.fault else [])):
        assert 0 <= part.start < part.end <= len(text)


def regex(data: bytes) -> None:
    """A regular expression: the same answer for the same text, and whether it matches nothing where it is sound."""
    text = _text(data)
    for modern in (False, True):
        if regex_problem(text, modern) is None:
            matches_empty(text)


def placeholders(data: bytes) -> None:
    """PromQL with placeholders: every offset of what was filled in is one of what was written."""
    text = _text(data)
    filled, misuses = fill(text, {"service": "web", "job": 'a"b\\c\nd`', "long": "x" * 20})
    for offset in range(len(filled.text) + 1):
        assert 0 <= filled.written(offset) <= len(text)
    for misuse in misuses:
        assert text[misuse.start : misuse.end] == f"${misuse.name}"


def quantity(data: bytes) -> None:
    """A duration, percentage or rate, which is printed and read as the same; or a `UnitError`."""
    text = _text(data)
    for unit in (Duration, Percent, Rate):
        with suppress(UnitError):
            value = unit.parse(text)
            assert unit.parse(str(value)) == value


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (document, specs, service, expression, template, regex, placeholders, quantity)
}


def _text(data: bytes) -> str:
    """Bytes that are no UTF-8 become lone surrogates: a reader of ours may not mind them either."""
    return data.decode(errors="surrogateescape")


def _inside(start: int, end: int, text: str) -> None:
    """A fault at the end of a text may be shown by the character after it."""
    assert 0 <= start <= end <= max(len(text), start + 1), (start, end)


def _told(findings: tuple[Diagnostic, ...], files: dict[str, bytes]) -> None:
    """Every finding stands inside its file, and every format can tell of it."""
    for finding in findings:
        for where in (finding.where, *(related.where for related in finding.related)):
            assert where is None or isinstance(where, Span)
            if where is not None:
                assert (1, 1) <= (where.line, where.column) <= (where.end_line, where.end_column), where
    text = render(findings, files.__getitem__, color=False, width=80) + concise(findings)
    assert all(character.isprintable() or character == "\n" or category(character) == "Zs" for character in text), repr(
        text
    )
    for style in MACHINE:
        write(style, report(findings, sorted(files), {Severity.ERROR}, lambda _: None)).encode()


def _can_be_read(artifact: Artifact) -> None:
    """By whoever reads a file of its kind."""
    if artifact.path.endswith(".yaml"):
        documents, found = parse(artifact.content, artifact.path)
        assert documents
        assert not [one for one in found if one.severity is Severity.ERROR], found
    elif artifact.path.endswith(".json"):
        json.loads(artifact.text)
    elif artifact.path.endswith(".py"):
        ast.parse(artifact.text)
    else:
        assert all(character.isprintable() or character in "\n\r\t" for character in artifact.text), artifact.path


def kept(folder: Path) -> Iterator[tuple[str, Path]]:
    """The target and the file of each text that once brought something down."""
    return ((path.parent.name, path) for path in sorted(folder.glob("*/*")))
