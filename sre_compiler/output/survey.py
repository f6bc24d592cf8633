"""The artifacts of a build against what is on disk: only what differs, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.output import blocks, manifest, problems
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.paths import is_artifact, is_inside
from sre_compiler.output.tree import Kind, Seen, Tree

Scope = Callable[[str], bool]
"""Whether a build is about this path; what it is not about stays as it is."""


def everything(_path: str) -> bool:
    """The scope of a whole build."""
    return True


def nothing(_path: str) -> bool:
    """The scope of none."""
    return False


class Difference(Struct, frozen=True):
    """A file that is not as the build wants it; `old` is None for one to add, `new` for one to remove."""

    path: str
    old: bytes | None
    new: Artifact | None
    was_executable: bool = False


class Survey:
    """One walk over the artifacts of a build."""

    def __init__(self, tree: Tree, scope: Scope, restored: Scope) -> None:
        """Raises `OutputError`, as all methods do, where the folder cannot be read."""
        self._tree = tree
        self._scope = scope
        self._restored = restored
        self._listed = manifest.read_all(tree)
        self._owned = {path: row for rows in self._listed.values() for path, row in rows.items()}
        self._pages = {row.page: path for path, row in self._owned.items() if row.page}
        self._moved: set[str] = set()
        self._wanted: dict[str, str] = {}
        self._folders: set[str] = set()
        self._in_the_way: set[str] = set()
        self._rows: dict[str, manifest.Rows] = {
            owner: {path: row for path, row in rows.items() if not scope(path)} for owner, rows in self._listed.items()
        }

    @property
    def size(self) -> int:
        """How many artifacts there were."""
        return len(self._wanted)

    def differences(self, artifacts: Iterable[Artifact]) -> Iterator[Difference | Diagnostic]:
        """Files to add and to change as the artifacts come, then files to remove, then manifests.

        Raises ValueError for artifacts that no tree can hold.
        """
        for artifact in artifacts:
            self._note(artifact)
            if artifact.page:
                yield from self._wants_page(artifact)
            else:
                yield from self._wants(artifact, artifact.path in self._owned)
        if clashes := self._folders & self._wanted.keys():
            raise ValueError(f"{min(clashes)} is both a file and a folder")
        for path in sorted(self._owned.keys() - self._wanted.values()):
            if self._scope(path):
                yield from self._is_leftover(path) if self._owned[path].page else self._is_stale(path)
        for owner in self._rows:
            yield from self._manifest(owner)

    def _note(self, artifact: Artifact) -> None:
        path = artifact.path
        if not is_artifact(path) or not is_inside(artifact.owner) or "/" in artifact.owner:
            raise ValueError(f"no path of a generated file: {path!a} of {artifact.owner!a}")
        if not self._scope(path):
            raise ValueError(f"{path} is outside of what is built")
        folded = path.casefold()
        if folded in self._wanted:
            raise ValueError(f"two artifacts have the path {path}")
        self._wanted[folded] = path
        self._rows.setdefault(artifact.owner, {})[path] = manifest.row_of(artifact)
        while (folded := folded.rpartition("/")[0]) and folded not in self._folders:
            self._folders.add(folded)

    def _wants(self, artifact: Artifact, is_ours: bool) -> Iterator[Difference | Diagnostic]:
        seen = self._tree.look(artifact.path)
        is_other = seen.content != artifact.content
        if seen.kind is Kind.NOTHING:
            yield Difference(artifact.path, None, artifact)
        elif seen.kind is not Kind.FILE or (is_other and not is_ours):
            yield from self._blocked(seen)
        elif is_other or (artifact.executable and not seen.executable):
            yield Difference(artifact.path, seen.content, artifact, seen.executable)

    def _wants_page(self, page: Artifact) -> Iterator[Difference | Diagnostic]:
        """Its blocks brought up to date; whatever page stands there, the rest of it stays."""
        seen = self._tree.look(page.path)
        if seen.kind is Kind.FILE:
            text = seen.content.decode(errors="surrogateescape")
            merged = blocks.merge(text, page, self._known_blocks(page), self._tree.shown(page.path))
            yield from merged.found
            if merged.text != text:
                new = replace(page, text=merged.text, executable=seen.executable)
                yield Difference(page.path, seen.content, new, seen.executable)
        elif seen.kind is not Kind.NOTHING:
            yield from self._blocked(seen)
        elif (old := self._pages.get(page.page, page.path)) != page.path and self._tree.look(old).kind is Kind.FILE:
            self._moved.add(old)
            yield problems.moved_page(self._tree.shown(old), self._tree.shown(page.path))
        else:
            yield Difference(page.path, None, page)

    def _known_blocks(self, page: Artifact) -> Collection[str]:
        """The blocks that somebody deleted where they are not there; of a page that we did not make, all."""
        if self._restored(page.path):
            return ()
        row = self._owned.get(self._pages.get(page.page, page.path))
        return row.blocks if row is not None and row.page else {one.name for one in blocks.of_artifact(page)}

    def _is_leftover(self, path: str) -> Iterator[Diagnostic]:
        """A page that nothing wants any more is kept, and known, until somebody deletes it."""
        if self._tree.look(path).kind is not Kind.FILE:
            return
        for owner, rows in self._listed.items():
            if path in rows:
                self._rows[owner][path] = rows[path]
        if path not in self._moved:
            yield problems.leftover_page(self._tree.shown(path))

    def _is_stale(self, path: str) -> Iterator[Difference | Diagnostic]:
        seen = self._tree.look(path)
        if seen.kind is Kind.FILE:
            yield Difference(path, seen.content, None, seen.executable)
        elif seen.kind is Kind.LINK:
            yield from self._blocked(seen)

    def _manifest(self, owner: str) -> Iterator[Difference | Diagnostic]:
        path, is_ours = manifest.path_of(owner), owner in self._listed
        if self._rows[owner]:
            yield from self._wants(Artifact(path, manifest.text_of(self._rows[owner]), owner, ""), is_ours)
        else:
            yield from self._is_stale(path)

    def _blocked(self, seen: Seen) -> Iterator[Diagnostic]:
        """One finding for what is in the way, however many files should stand there or below."""
        if seen.at not in self._in_the_way:
            self._in_the_way.add(seen.at)
            finding = problems.linked_output if seen.kind is Kind.LINK else problems.foreign_file
            yield finding(self._tree.shown(seen.at))
