"""The way to a place: the node with what holds it, and where both are written."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler.diagnostics import Path
from sre_compiler.documents.nodes import Collection, Node


class Member(Struct, frozen=True):
    """A value among others: `index` is its position among the items of `holder`, where a key stands before its value.

    `inside` says whether anything around it is written with braces or brackets.
    """

    holder: Collection
    index: int
    inside: bool

    @property
    def node(self) -> Node:
        return self.holder.items[self.index]

    @property
    def first(self) -> Node:
        """The key, or the item itself."""
        return self.holder.items[self.index - self.holder.is_mapping]

    @property
    def width(self) -> int:
        """How many nodes a member has: two in a mapping, one in a list."""
        return 1 + self.holder.is_mapping


def find(root: Node, path: Path) -> Member | None:
    """The member at a path; None where it does not exist, or where it is only the copy that an alias stands for."""
    found: Member | None = None
    node, inside = root, False
    for step in path:
        if not isinstance(node, Collection):
            return None
        index = _index(node, step)
        if index is None:
            return None
        inside = inside or node.is_flow
        found = Member(node, index, inside)
        if not is_written_here(found):
            return None
        node = found.node
    return found


def _index(holder: Collection, step: str | int) -> int | None:
    if isinstance(step, str):
        return holder.children.get(step)
    return step if not holder.is_mapping and 0 <= step < len(holder.items) else None


def is_written_here(member: Member) -> bool:
    """An alias has the marks of what it stands for, which is written above it."""
    holder, index = member.holder, member.index - member.holder.is_mapping
    before = holder.items[index - 1].end_mark.index if index else holder.start_mark.index
    here = holder.items[index : index + member.width]
    return (
        all(before <= node.start_mark.index for node in here) and here[0].start_mark.index <= here[-1].start_mark.index
    )
