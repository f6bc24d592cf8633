"""What we own: `manifest/<owner>.json` lists an owner's artifacts, one a line, so that branches merge.

A file that no manifest lists is somebody else's. Bytes are compared with the files, so only path and source are kept; of a page
that people own also what it is about and which blocks it was given: one that is not there any more was deleted by somebody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from msgspec import Struct

from sre_compiler.output import blocks
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.encode import json_text
from sre_compiler.output.errors import OutputError
from sre_compiler.output.paths import MANIFESTS, is_artifact
from sre_compiler.output.tree import Kind, Tree

FORMAT = 1
_SUFFIX = ".json"
_ROW = re.compile(r'    ("(?:[^"\\]|\\.)*"): (\{.*\}),?')


class Row(Struct, frozen=True):
    """What is known of an artifact besides its path; the last two of a page only."""

    source: str
    page: str = ""
    blocks: tuple[str, ...] = ()


Rows = dict[str, Row]
"""The artifacts of an owner by their paths."""


def path_of(owner: str) -> str:
    """Where the owner's manifest stands."""
    return f"{MANIFESTS}/{owner}{_SUFFIX}"


def row_of(artifact: Artifact) -> Row:
    """What the manifest says of an artifact."""
    if not artifact.page:
        return Row(artifact.source)
    return Row(artifact.source, artifact.page, tuple(one.name for one in blocks.of_artifact(artifact)))


def text_of(rows: Mapping[str, Row]) -> str:
    """The manifest of an owner, sorted by path."""
    artifacts = {path: _data(rows[path]) for path in sorted(rows)}
    return json_text({"format": FORMAT, "artifacts": artifacts}, levels=2)


def read_all(tree: Tree) -> dict[str, Rows]:
    """The rows of each owner. A file that is no manifest is left out. Raises `OutputError`."""
    manifests = {}
    for file in tree.files(MANIFESTS):
        seen = tree.look(f"{MANIFESTS}/{file}")
        rows = _read(seen.content, tree.shown(seen.at)) if seen.kind is Kind.FILE else None
        if rows is not None and file.endswith(_SUFFIX):
            manifests[file.removesuffix(_SUFFIX)] = rows
    return manifests


def _read(content: bytes, shown: str) -> Rows | None:
    text = content.decode(errors="replace")
    data = _json(text)
    if data is None and '"artifacts": {\n' in text:
        return _conflicting_rows(text, shown)
    if not isinstance(data, dict) or not isinstance(data.get("artifacts"), dict) or "format" not in data:
        return None
    if data["format"] != FORMAT:
        raise OutputError(f"{shown} was written by another version of sre-compile; build with that version")
    return {_inside(path, shown): _row(row) for path, row in data["artifacts"].items()}


def _conflicting_rows(text: str, shown: str) -> Rows:
    """The rows of both sides of a merge: each line stands for itself."""
    rows = [match.groups() for match in map(_ROW.fullmatch, text.splitlines()) if match]
    return {_inside(_json(path), shown): _row(_json(row)) for path, row in rows}


def _json(text: str) -> object:
    """The data, or None where the text is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _inside(path: object, shown: str) -> str:
    if not isinstance(path, str) or not is_artifact(path):
        raise OutputError(f"{shown} lists {path!a}, which is no path of a generated file; delete that line")
    return path


def _data(row: Row) -> dict[str, object]:
    return {"source": row.source, **({"page": row.page, "blocks": row.blocks} if row.page else {})}


def _row(row: object) -> Row:
    """The row, without what is no text."""
    data = row if isinstance(row, dict) else {}
    source, page, names = data.get("source"), data.get("page"), data.get("blocks")
    return Row(
        source if isinstance(source, str) else "",
        page if isinstance(page, str) else "",
        tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else (),
    )
