"""The files that specs name and that are no specs themselves: an Alertmanager's configuration, rule files of others."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping

from sre_compiler.documents import Data

WORDS = (b"base:", b"ExternalAlerts")
"""A file that names others holds one of these."""
OURS = b"sre-compile.dev/"
"""Every document of our language says this of itself."""
RULES = (b"groups:", b"kind: PrometheusRule")
"""Rule files have a line that begins with one of these."""
_WILD = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
_PARTS = re.compile(r"\*\*/|\*|\?|[^*?]+")


def named(data: Data) -> Iterator[str]:
    """What one document names, as patterns of paths below the specs; also where something else is wrong with it."""
    spec = _below(data, "spec")
    if _below(data, "kind") == "ExternalAlerts":
        files = _below(spec, "files")
        yield from (one for one in (files if isinstance(files, list) else [files]) if isinstance(one, str))
    base = _below(_below(spec, "alertmanager"), "base")
    if _below(data, "kind") == "Project" and isinstance(base, str):
        yield base


def _below(data: Data, key: str) -> Data:
    return data.get(key) if isinstance(data, dict) else None


def is_named(path: str, pattern: str) -> bool:
    """Whether a path meets a pattern: `*` stands for anything but a slash, `**/` for any folders."""
    parts = (_WILD.get(part) or re.escape(part) for part in _PARTS.findall(pattern))
    return re.fullmatch("".join(parts), path) is not None


def among(root: str, files: Mapping[str, bytes], patterns: Collection[str]) -> dict[str, str]:
    """The files that these patterns mean, and their paths below the root.

    While one pattern meets nothing, any file that is not in our language may be meant: a slip in a path is one finding. Rule files
    are no specs in any case.
    """
    paths = {file: _path(root, file) for file in files} if patterns else {}
    met = {(file, one) for file, path in paths.items() for one in patterns if is_named(path, one)}
    is_lost = {one for _, one in met} != set(patterns)
    named = {file for file, _ in met}
    named |= {file for file, content in files.items() if OURS not in content and (is_lost or _has_rules(content))}
    return {file: _path(root, file) for file in files if file in named}


def _path(root: str, file: str) -> str:
    return os.path.relpath(file, root).replace(os.sep, "/")


def _has_rules(content: bytes) -> bool:
    """Whether a file holds rules of Prometheus; broken YAML is looked at as well."""
    return any(content.startswith(word) or b"\n" + word in content for word in RULES)
