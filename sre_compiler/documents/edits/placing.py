"""An edit at a place → the edit at a span."""

from __future__ import annotations

from sre_compiler.diagnostics import Edit, Path, Place
from sre_compiler.documents.edits import saying, spelling
from sre_compiler.documents.edits.addition import added
from sre_compiler.documents.edits.removal import removed
from sre_compiler.documents.edits.splice import Splice
from sre_compiler.documents.edits.trail import Member, find
from sre_compiler.documents.extent import content_start
from sre_compiler.documents.nodes import Collection, Node
from sre_compiler.documents.source import Source


def placed(source: Source, root: Node, edit: Edit) -> Edit | None:
    """The edit with its span in the source's file and the text that is to stand there; None where that is not certain."""
    place = edit.where
    assert isinstance(place, Place)  # noqa: S101 - only places are asked for
    if edit.action == "add":
        found = _added(source, root, place, edit.text)
    else:
        member = find(root, _emptied(root, place.path) if edit.action == "prune" else place.path)
        found = _changed(source, member, place, edit) if member else None
    return found.edit(source) if found else None


def _added(source: Source, root: Node, place: Place, text: str) -> Splice | None:
    *above, key = place.path
    member = find(root, tuple(above)) if above else None
    holder = member.node if member else root
    if above and not member:
        return _added(source, root, place.parent, f"{{{key}: {text}}}")
    if not isinstance(holder, Collection) or not holder.is_mapping or key in holder.children:
        return None
    inside = holder.is_flow or (member is not None and member.inside)
    if not spelling.is_one_value(text, inside=inside):
        return None
    return added(source, holder, f"{key}: {text}", first=not above)


def _emptied(root: Node, path: Path) -> Path:
    """The path of the outermost value that holds nothing but what is at this path."""
    member = find(root, path)
    while len(path) > 1 and member and len(member.holder.items) == member.width:
        path = path[:-1]
        member = find(root, path)
    return path


def _changed(source: Source, member: Member, place: Place, edit: Edit) -> Splice | None:
    node, inside = member.node, member.inside
    if edit.action in {"remove", "prune"}:
        return removed(source, member)
    if edit.action == "write":
        return _written(source, node, edit.text, inside=inside)
    if place.target == "key":
        return saying.whole(source, member.first, edit.text, inside=inside)
    if place.offset is not None:
        return saying.part(source, node, place.offset, edit.text, inside=inside)
    return saying.whole(source, node, edit.text, inside=inside)


def _written(source: Source, node: Node, yaml: str, *, inside: bool) -> Splice | None:
    """The value replaced as it is written, but for its anchor; what is a block, or nothing, keeps its lines."""
    is_block = not node.is_flow if isinstance(node, Collection) else node.style in {"|", ">"} or not node.value
    if is_block or not spelling.is_one_value(yaml, inside=inside):
        return None
    return Splice(content_start(source, node).index, node.end_mark.index, yaml)
