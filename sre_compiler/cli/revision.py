"""What git knows of the specs as they were at a revision. Nothing but git is run, and never through a shell."""

from __future__ import annotations

import os
from collections.abc import Iterator

from sre_compiler.cli.exits import CannotWorkError
from sre_compiler.files import discover, read
from sre_compiler.triage.since import Changes, changes

_NO_BLOB = "0"
_FILE = ":100"
"""How the mode of a regular file begins in a raw diff."""


def changes_since(revision: str, specs: str) -> Changes:
    """What in the specs is different from where this branch left the revision.

    Raises CannotWorkError where git, the repository or the revision is missing.
    """
    git = _Git(specs if os.path.isdir(specs) else os.path.dirname(specs) or ".")  # noqa: PTH112, PTH120 - start-up time
    start = git.start(revision)
    top = os.fsdecode(git.run("rev-parse", "--show-toplevel")).rstrip("\n")
    inside = os.path.relpath(os.path.realpath(specs), top)
    by_path = {os.path.relpath(os.path.realpath(file), top): file for file in discover(specs)}
    before = dict(git.changed(start, inside))
    untracked = os.fsdecode(git.run("ls-files", "--others", "-z", "--full-name", "--", os.path.realpath(specs))).split(
        "\0"
    )
    old = {
        path: git.blob(blob)
        for path, blob in before.items()
        if blob.strip(_NO_BLOB) and path.endswith((".yaml", ".yml"))
    }
    new = {file: read(file) for path, file in by_path.items() if path in before or path in untracked}
    return changes({by_path.get(path, path): content for path, content in old.items()}, new)


class _Git:
    """git in a folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def start(self, revision: str) -> str:
        """The commit where this branch left the revision; the revision itself where the two have nothing in common."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if "\0" in revision or not (commit := self._try(*asked)):
            message = f"--since {revision!r}: this repository has no such revision; fetch it, or name another one"
            raise CannotWorkError(message)
        base = self._try("merge-base", commit.decode().strip(), "HEAD")
        return (base or commit).decode().strip()

    def changed(self, start: str, inside: str) -> Iterator[tuple[str, str]]:
        """The path and the earlier blob of each file below `inside` that is not as it was."""
        options = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")
        listed = os.fsdecode(self.run("diff", *options, start, "--", f":(top,literal){inside}")).split("\0")
        for facts, path in zip(listed[::2], listed[1::2], strict=False):
            mode, _, blob, *_ = facts.split(" ")
            yield path, blob if mode.startswith(_FILE) else _NO_BLOB

    def blob(self, name: str) -> bytes:
        return self.run("cat-file", "blob", name)

    def run(self, *arguments: str) -> bytes:
        """What git prints. Raises CannotWorkError where it fails."""
        code, printed, said = self._call(arguments)
        if code:
            raise CannotWorkError(f"--since: git {arguments[0]} failed: {said}")
        return printed

    def _try(self, *arguments: str) -> bytes:
        code, printed, said = self._call(arguments)
        if "not a git repository" in said or "dubious ownership" in said:
            raise CannotWorkError(f"--since: {said}")
        return b"" if code else printed

    def _call(self, arguments: tuple[str, ...]) -> tuple[int, bytes, str]:
        import subprocess

        command = ["git", "-C", self.folder, *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and what the user typed stands after --end-of-options
                command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"}
            )
        except FileNotFoundError as error:
            raise CannotWorkError("--since needs git, and there is none on PATH") from error
        said = done.stderr.decode(errors="replace").strip().split("\n")[0].removeprefix("fatal: ")
        return done.returncode, done.stdout, said
