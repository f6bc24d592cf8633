"""What can be wrong with the keys of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import problems
from sre_compiler.documents.extent import span
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.source import Source


def key_faults(source: Source, mapping: Collection) -> Iterator[Diagnostic]:
    """A finding for each key that stands twice, merges another mapping or is no name."""
    first: dict[str, Node] = {}
    for key in mapping.items[::2]:
        if isinstance(key, Collection):
            yield _not_a_name(source, mapping, key)
        elif key.value == "<<" and not key.style:
            yield problems.merge_key(span(source, key))
        elif key.value in first:
            yield problems.duplicate_key(span(source, key), key.value, span(source, first[key.value]))
        else:
            first[key.value] = key


def _not_a_name(source: Source, mapping: Collection, key: Collection) -> Diagnostic:
    if mapping.is_flow and source.text.startswith("{{", mapping.start_mark.index):
        return problems.complex_key(span(source, mapping), is_template=True)
    return problems.complex_key(span(source, key), is_template=False)
