"""What we own: `manifest/<owner>.json` lists an owner's artifacts, one a line, so that branches merge.

A file that no manifest lists is somebody else's. Only path and source are kept: bytes are compared with the files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sre_compiler.output.encode import json_text
from sre_compiler.output.errors import OutputError
from sre_compiler.output.paths import MANIFESTS, is_artifact
from sre_compiler.output.tree import Kind, Tree

FORMAT = 1
_SUFFIX = ".json"
_ROW = re.compile(r'    ("(?:[^"\\]|\\.)*"): (\{.*\}),?')

Rows = dict[str, str]
"""Path of an artifact → where it comes from in the specs."""


def path_of(owner: str) -> str:
    """Where the owner's manifest stands."""
    return f"{MANIFESTS}/{owner}{_SUFFIX}"


def text_of(rows: Mapping[str, str]) -> str:
    """The manifest of an owner, sorted by path."""
    artifacts = {path: {"source": rows[path]} for path in sorted(rows)}
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
    return {_inside(path, shown): _source(row) for path, row in data["artifacts"].items()}


def _conflicting_rows(text: str, shown: str) -> Rows:
    """The rows of both sides of a merge: each line stands for itself."""
    rows = [match.groups() for match in map(_ROW.fullmatch, text.splitlines()) if match]
    return {_inside(_json(path), shown): _source(_json(row)) for path, row in rows}


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


def _source(row: object) -> str:
    source = row.get("source") if isinstance(row, dict) else None
    return source if isinstance(source, str) else ""
