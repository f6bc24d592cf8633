"""What can be wrong with the keys of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.diagnostics import Diagnostic, Edit
from sre_compiler.documents import problems
from sre_compiler.documents.extent import span
from sre_compiler.documents.nodes import Collection
from sre_compiler.documents.plain import plain
from sre_compiler.documents.source import Source


def key_faults(source: Source, mapping: Collection) -> Iterator[Diagnostic]:
    """A finding for each key that stands twice, merges another mapping or is no name."""
    first: dict[str, int] = {}
    for index, key in enumerate(mapping.items[::2]):
        if isinstance(key, Collection):
            yield _not_a_name(source, mapping, key)
        elif key.value == "<<" and not key.style:
            yield problems.merge_key(span(source, key))
        elif key.value in first:
            again, kept = (mapping.items[at] for at in (index * 2 + 1, first[key.value]))
            removal = _removal(source, mapping, index * 2 + 1) if plain(again) == plain(kept) else None
            yield problems.duplicate_key(
                span(source, key), key.value, span(source, mapping.items[first[key.value] - 1]), removal
            )
        else:
            first[key.value] = index * 2 + 1


def _removal(source: Source, mapping: Collection, index: int) -> Edit | None:
    """The edit that takes a value away with its key; none where it stands for an anchor that is not there."""
    from sre_compiler.documents.edits import removed_at

    found = removed_at(source, mapping, index)
    is_alias = source.text.startswith("*", mapping.items[index].start_mark.index)
    return found.edit(source) if found and not is_alias else None


def _not_a_name(source: Source, mapping: Collection, key: Collection) -> Diagnostic:
    if mapping.is_flow and source.text.startswith("{{", mapping.start_mark.index):
        return problems.complex_key(span(source, mapping), is_template=True)
    return problems.complex_key(span(source, key), is_template=False)
