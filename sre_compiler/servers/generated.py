"""The boards of a folder that was built, or of files that are about to be written, and every source that the manifests name."""

from __future__ import annotations

import os
from collections.abc import Iterable

from msgspec import Struct

from sre_compiler.output import manifest
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.paths import MANIFESTS
from sre_compiler.output.tree import opened
from sre_compiler.servers.boards import Board, BoardError, read_board

_FOLDER = "grafana/dashboards/"


class Boards(Struct, frozen=True):
    """The boards in the order of their files; `sources` as `specs/checkout.yaml#checkout`."""

    boards: tuple[Board, ...]
    sources: frozenset[str]


def is_generated(folder: str) -> bool:
    """Whether a folder was built, and is not one of specs."""
    return os.path.isdir(os.path.join(folder, MANIFESTS))  # noqa: PTH112, PTH118 - pathlib costs start-up time


def of_artifacts(artifacts: Iterable[Artifact]) -> Boards:
    """The boards among the files. Raises `BoardError`."""
    files = [(one.path, one.text, one.source) for one in artifacts]
    return _boards(files)


def of_folder(folder: str) -> Boards:
    """The boards that the manifests of a folder list. Raises `BoardError`, and `OutputError` where it cannot be read."""
    tree = opened(folder)
    try:
        rows = {path: row.source for owned in manifest.read_all(tree).values() for path, row in owned.items()}
        boards = [path for path in rows if path.startswith(_FOLDER)]
        texts = {path: tree.look(path).content.decode(errors="replace") for path in boards}
    finally:
        tree.close()
    return _boards([(path, texts.get(path, ""), source) for path, source in rows.items()])


def _boards(files: Iterable[tuple[str, str, str]]) -> Boards:
    known = sorted(files)
    boards = tuple(read_board(text, path, source) for path, text, source in known if path.startswith(_FOLDER))
    if not boards:
        raise BoardError(
            "there are no boards: give the project `grafana: {url: …}`, and build a folder with all outputs"
        )
    return Boards(boards, frozenset(source for _, _, source in known))
