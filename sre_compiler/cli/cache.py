"""What a compilation came to, kept outside the output folder, so that one that would be the same is not done again.

The key covers all that a result depends on: every spec, the sources of this compiler, the libraries beside them, and Python.
An entry that cannot be read is one that is not there; nothing is ever deleted because of it. Of specs with a path that is not UTF-8
none is kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, json

from sre_compiler.cli.stored_findings import findings_in, findings_out
from sre_compiler.diagnostics import Diagnostic
from sre_compiler.files import discover, read

if TYPE_CHECKING:  # what a run does not need that finds nothing changed
    from sre_compiler.memory import Memory
    from sre_compiler.output.artifact import Artifact
    from sre_compiler.output.tree import Seen
    from sre_compiler.pipeline import Compiled

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib costs start-up time
_UNREADABLE = (OSError, DecodeError, ValueError, KeyError, TypeError)
_KEPT = 20
"""Entries beyond this number make way, the oldest first."""

Tree = tuple[tuple[str, str, bool], ...]
"""Path, SHA-256 and executable bit of each file of a whole build; of a page that people own, the hashes of our blocks."""
PAGE = "page:"


class Entry(Struct, frozen=True):
    """What a compilation found, as in `Compiled`; `tree` is None where only findings were asked for.

    Nothing in it depends on the day, or on a baseline.
    """

    findings: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...]
    checked: tuple[str, ...]
    is_whole: bool
    files: int
    tree: Tree | None


def entry_of(compiled: Compiled, tree: Tree | None = None) -> Entry:
    """What of a compilation is kept."""
    return Entry(compiled.diagnostics, compiled.silenced, compiled.checked, compiled.is_whole, compiled.files, tree)


class Cache:
    """The entry of one folder of specs, as they are now; `written` are the runbooks that were looked at."""

    def __init__(self, specs: str, written: Mapping[str, str] | None = None) -> None:
        folder = os.path.join(_home(), "sre-compile")  # noqa: PTH118 - as above
        compiler = _compiler(specs)
        self._memory = f"{folder}/{compiler.hexdigest()}.json"
        self._path = f"{folder}/{_with_contents(compiler, specs, written)}.json"

    def read(self) -> Entry | None:
        """The entry, if there is one."""
        with suppress(*_UNREADABLE), open(self._path, "rb") as file:  # noqa: PTH123
            data = json.decode(file.read())
            tree = data["tree"]
            return Entry(
                findings_in(data["findings"]),
                findings_in(data["silenced"]),
                tuple(data["checked"]),
                data["is_whole"],
                data["files"],
                None if tree is None else tuple((path, wanted, bit) for path, wanted, bit in tree),
            )
        return None

    def write(self, entry: Entry) -> None:
        """Keep the entry; where that is not possible, the next run works as this one did."""
        found = {"findings": findings_out(entry.findings), "silenced": findings_out(entry.silenced)}
        others = {name: getattr(entry, name) for name in ("checked", "is_whole", "files", "tree")}
        with suppress(UnicodeEncodeError):
            _keep(self._path, json.encode({**found, **others}))

    def read_memory(self) -> Memory:
        """What the last run that compiled these specs learned of each file."""
        from sre_compiler.cli.stored_memory import memory_in
        from sre_compiler.memory import NOTHING

        self._known = b"", NOTHING
        with suppress(*_UNREADABLE), open(self._memory, "rb") as file:  # noqa: PTH123
            text = file.read()
            self._known = text, memory_in(text)
        return self._known[1]

    def write_memory(self, memory: Memory) -> None:
        """Keep it for the next run, after `read_memory`."""
        from sre_compiler.cli.stored_memory import memory_out

        with suppress(UnicodeEncodeError):
            _keep(self._memory, memory_out(memory, *self._known))


def fresh(tree: Tree, output: str, elsewhere: tuple[str, str] | None = None) -> bool:
    """Whether the output folder holds exactly this tree, no other manifest, and nothing of a build that was killed.

    Of pages that people own only our blocks count.
    """
    from sre_compiler.output.errors import OutputError
    from sre_compiler.output.paths import MANIFESTS, STAGING
    from sre_compiler.output.tree import Kind, opened

    manifests = {path for path, _, _ in tree if path.startswith(f"{MANIFESTS}/")}
    try:
        folder = opened(output, elsewhere)
    except OutputError:
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
    from sre_compiler.output.tree import Kind

    if wanted.startswith(PAGE):
        from sre_compiler.output.blocks import is_fresh

        return seen.kind is Kind.FILE and is_fresh(seen.content, wanted.removeprefix(PAGE))
    return (seen.executable or not executable) and digest(seen.content) == wanted


def wanted_of(artifact: Artifact) -> tuple[str, str, bool]:
    """What of an artifact the tree keeps."""
    if not artifact.page:
        return artifact.path, artifact.digest, artifact.executable
    from sre_compiler.output.blocks import fingerprint

    return artifact.path, PAGE + fingerprint(artifact), artifact.executable


def _home() -> str:
    return os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - as above


def _compiler(specs: str) -> blake2b:
    """A digest of the compiler, and of where the specs are: findings name their paths."""
    key = blake2b(digest_size=20)
    for part in (os.path.abspath(specs), specs, sys.version, *_libraries()):  # noqa: PTH100 - as above
        key.update(os.fsencode(f"{part}\0"))
    for source in sorted(_sources(_PACKAGE)):
        key.update(os.fsencode(f"\0{source}\0"))
    return key


def _with_contents(compiler: blake2b, specs: str, written: Mapping[str, str] | None) -> str:
    """A digest of everything that the result depends on."""
    key = compiler.copy()
    for path in discover(specs):
        key.update(os.fsencode(f"\0{path}\0"))
        key.update(read(path))
    for path, text in (written or {}).items():
        key.update(f"\0{path}\0{text}".encode(errors="surrogateescape"))
    key.update(b"\0looked at" * (written is not None))
    return key.hexdigest()


def _libraries() -> Iterator[str]:
    """A change of any installed package changes the time of the folder it is in."""
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            with suppress(OSError):
                yield f"{folder}:{os.stat(folder).st_mtime_ns}"  # noqa: PTH116 - as above


def _sources(folder: str) -> Iterator[str]:
    """The path, size and time of each of our sources, which is what Python knows a changed module by."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _sources(entry.path)
        elif entry.name.endswith((".py", ".jinja")):
            known = entry.stat()
            yield f"{entry.path}:{known.st_size}:{known.st_mtime_ns}"


def _keep(path: str, content: bytes) -> None:
    part = f"{path}.{os.getpid()}.part"
    folder = os.path.dirname(path)  # noqa: PTH120 - as above
    with suppress(OSError):
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above
        with open(part, "wb") as file:  # noqa: PTH123 - as above
            file.write(content)
        os.replace(part, path)  # noqa: PTH105 - as above
        _forget_old(folder)


def _forget_old(folder: str) -> None:
    entries = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
    for entry in sorted(entries, key=lambda one: one.stat().st_mtime_ns)[:-_KEPT]:
        os.unlink(entry.path)  # noqa: PTH108 - as above


def digest(content: bytes) -> str:
    """SHA-256 in hex, as rows of a tree have it."""
    return sha256(content).hexdigest()
