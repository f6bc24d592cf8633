"""What a compilation came to, kept outside the output folder, so that one that would be the same is not done again.

The key covers all that a result depends on: every spec, the sources of this compiler, the libraries beside them, and Python.
An entry that cannot be read is one that is not there; nothing is ever deleted because of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity, Span
from sre_compiler.documents.files import discover, read

if TYPE_CHECKING:
    from sre_compiler.output.tree import Seen

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib costs start-up time
_KEPT = 20
"""Entries beyond this number make way, the oldest first."""

Tree = tuple[tuple[str, str, bool], ...]
"""Path, SHA-256 and executable bit of each file of a whole build."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The findings of a compilation; `tree` is None where only findings were asked for."""

    findings: tuple[Diagnostic, ...]
    files: int
    tree: Tree | None


class Cache:
    """The entry of one folder of specs, as they are now."""

    def __init__(self, specs: str) -> None:
        self._folder = os.path.join(_home(), "sre-compile")  # noqa: PTH118 - as above
        self._path = os.path.join(self._folder, f"{_key(specs)}.json")  # noqa: PTH118 - as above

    def read(self) -> Entry | None:
        """The entry, if there is one."""
        with suppress(OSError, ValueError, KeyError, TypeError), open(self._path, encoding="utf-8") as file:  # noqa: PTH123
            data = json.load(file)
            tree = data["tree"]
            return Entry(
                tuple(map(_finding, data["findings"])),
                data["files"],
                None if tree is None else tuple((path, wanted, bit) for path, wanted, bit in tree),
            )
        return None

    def write(self, entry: Entry) -> None:
        """Keep the entry; where that is not possible, the next run works as this one did."""
        data = {"findings": [asdict(one) for one in entry.findings], "files": entry.files, "tree": entry.tree}
        part = f"{self._path}.{os.getpid()}.part"
        with suppress(OSError):
            os.makedirs(self._folder, exist_ok=True)  # noqa: PTH103 - as above
            with open(part, "w", encoding="utf-8") as file:  # noqa: PTH123 - as above
                json.dump(data, file)
            os.replace(part, self._path)  # noqa: PTH105 - as above
            _forget_old(self._folder)


def fresh(tree: Tree, output: str) -> bool:
    """Whether the output folder holds exactly this tree, no other manifest, and nothing of a build that was killed."""
    from sre_compiler.output.errors import OutputError
    from sre_compiler.output.paths import MANIFESTS, STAGING
    from sre_compiler.output.tree import Kind
    from sre_compiler.output.tree import Tree as Folder

    manifests = {path for path, _, _ in tree if path.startswith(f"{MANIFESTS}/")}
    try:
        folder = Folder(output, os.open(output, os.O_RDONLY | os.O_DIRECTORY))
    except OSError:
        return False
    try:
        return (
            {f"{MANIFESTS}/{name}" for name in folder.files(MANIFESTS)} == manifests
            and folder.look(STAGING).kind is Kind.NOTHING
            and all(_same(folder.look(path), wanted, executable=bit) for path, wanted, bit in tree)
        )
    except OutputError:
        return False
    finally:
        folder.close()


def _same(seen: Seen, wanted: str, *, executable: bool) -> bool:
    return (seen.executable or not executable) and digest(seen.content) == wanted


def _home() -> str:
    return os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - as above


def _key(specs: str) -> str:
    """A digest of everything that the result depends on, the path that findings name included."""
    key = blake2b(digest_size=20)
    for part in (specs, sys.version, *_libraries()):
        key.update(os.fsencode(f"{part}\0"))
    for path in (*sorted(_sources(_PACKAGE)), "", *discover(specs)):
        key.update(os.fsencode(f"\0{path}\0"))
        if path:
            key.update(read(path))
    return key.hexdigest()


def _libraries() -> Iterator[str]:
    """A change of any installed package changes the time of the folder it is in."""
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            with suppress(OSError):
                yield f"{folder}:{os.stat(folder).st_mtime_ns}"  # noqa: PTH116 - as above


def _sources(folder: str) -> Iterator[str]:
    for below, _, names in os.walk(folder):
        yield from (f"{below}/{name}" for name in names if name.endswith((".py", ".jinja")))


def _forget_old(folder: str) -> None:
    entries = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
    for entry in sorted(entries, key=lambda one: one.stat().st_mtime_ns)[:-_KEPT]:
        os.unlink(entry.path)  # noqa: PTH108 - as above


def _finding(data: dict[str, Any]) -> Diagnostic:
    related = tuple(Related(Span(**one["where"]), one["label"]) for one in data["related"])
    where = None if data["where"] is None else Span(**data["where"])
    known = {"severity": Severity(data["severity"]), "where": where, "related": related}
    return Diagnostic(**{**data, **known, "fix": _fix(data["fix"]), "at": _place(data["at"])})


def _fix(data: dict[str, Any] | None) -> Fix | None:
    if data is None:
        return None
    return Fix(**{**data, "edits": tuple(Edit(Span(**one["where"]), one["text"]) for one in data["edits"])})


def _place(data: dict[str, Any] | None) -> Place | None:
    if data is None:
        return None
    return Place(**{**data, "path": tuple(data["path"]), "offset": data["offset"] and tuple(data["offset"])})


def digest(content: bytes) -> str:
    """SHA-256 in hex, as rows of a tree have it."""
    return sha256(content).hexdigest()
